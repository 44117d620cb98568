package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import skerry.agent.ring.BatchDraft;
import skerry.agent.ring.InMemoryOutbox;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.PublicKeys;
import skerry.protocol.identity.VerifyKey;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.LossCause;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.SketchSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.OpenSketch;

class BatchSealerTest {
    private static final AgentIdentity AGENT = AgentIdentity.generate(new SecureRandom());
    private static final VerifyKey KEY =
            VerifyKey.of(PublicKeys.ed25519(AGENT.card().signKey()));
    private static final ClockSpan SPAN = new ClockSpan(
            Bytes.of(new byte[16]), 1_000, 61_000, 1_700_000_000_000L, 1_700_000_060_000L, ClockQuality.NTP, 20);
    private static final Window MINUTE = new Window(1_700_000_000_000L, 60_000);

    private final InMemoryOutbox ring = new InMemoryOutbox(AGENT.uid(), new AtomicLong(7)::getAndIncrement);
    private final BatchSealer sealer = new BatchSealer(
            AGENT.signingKey(), () -> "rules-3", hash -> ring.chunk(hash).isPresent(), (_, _) -> {});

    @Test
    void aMinuteIsPrecededByItsDictionaryAndReadsBackWhole() throws Exception {
        var minute = new Summary(
                MINUTE, List.of(gauge("mem", 3)), List.of(counter("cpu", 4)), List.of(pattern(11, 5), pattern(12, 2)));
        var templates = List.of(new PatternTemplate(11, "user <*> came", 0), new PatternTemplate(12, "left", 0));

        var keys = store(sealer.summary(Kind.MINUTE, minute, templates, new RecordCounts(20, 7, 0), SPAN)
                .drafts());

        assertThat(keys).extracting(BatchKey::stream).containsExactly(Stream.DICTIONARY, Stream.MINUTES);
        var batch = read(keys.get(1));
        assertThat(batch.header().records()).isEqualTo(new RecordCounts(20, 7, 0));
        assertThat(batch.header().span()).isEqualTo(SPAN);
        assertThat(batch.header().policyId()).isEqualTo("rules-3");
        assertThat(batch.header().kind()).isEqualTo(Kind.MINUTE);
        assertThat(SummaryCodec.decode(batch.header(), batch.payload(), dictionaryOf(batch)))
                .isEqualTo(minute);
    }

    @Test
    void theNextMinuteNeedsADictionaryForWhatIsNewOnly() throws Exception {
        store(seal(summary(List.of(gauge("a", 1), gauge("b", 1)))));

        var same = store(seal(summary(List.of(gauge("b", 1), gauge("a", 1)))));
        var more = store(seal(summary(List.of(gauge("a", 1), gauge("c", 1)))));

        assertThat(same).extracting(BatchKey::stream).containsExactly(Stream.MINUTES);
        assertThat(more).extracting(BatchKey::stream).containsExactly(Stream.DICTIONARY, Stream.MINUTES);
        assertThat(chunk(more.get(0)).series()).extracting(Series::name).containsExactly("c");
        assertThat(read(more.get(1)).header().dictRefs()).hasSize(2);
    }

    @Test
    void equalContentGivesEqualChunksAfterARestartWhateverItsOrder() throws Exception {
        store(seal(summary(List.of(gauge("a", 1), gauge("b", 1), gauge("c", 1)))));
        ring.restart();
        var again = new BatchSealer(
                AGENT.signingKey(), () -> "rules-3", hash -> ring.chunk(hash).isPresent(), (_, _) -> {});

        var keys = store(again.summary(
                        Kind.MINUTE,
                        summary(List.of(gauge("c", 1), gauge("a", 1), gauge("b", 1))),
                        List.of(),
                        RecordCounts.NONE,
                        SPAN)
                .drafts());

        assertThat(keys).extracting(BatchKey::stream).containsExactly(Stream.MINUTES);
    }

    @Test
    void aChunkThatTheRingEvictedIsStoredAgain() throws Exception {
        var first = store(seal(summary(List.of(gauge("a", 1)))));
        ring.evict(first.get(0));

        var second = store(seal(summary(List.of(gauge("a", 1)))));

        assertThat(second).extracting(BatchKey::stream).containsExactly(Stream.DICTIONARY, Stream.MINUTES);
        assertThat(ring.load(second.get(0))).isPresent();
    }

    @Test
    void manySmallChunksBecomeOneSetOfWhatIsInUse() throws Exception {
        for (int i = 0; i < Dictionaries.MOST_CHUNKS; i++) {
            store(seal(summary(List.of(gauge("always", 1), gauge("once" + i, 1)))));
        }

        var keys = store(seal(summary(List.of(gauge("always", 1), gauge("last", 1)))));

        var batch = read(keys.getLast());
        assertThat(batch.header().dictRefs()).hasSize(1);
        assertThat(chunk(keys.get(0)).series()).extracting(Series::name).containsExactly("always", "last");
    }

    @Test
    void aTemplateThatBecomesAnAliasTravelsOnce() throws Exception {
        var window = new Summary(MINUTE, List.of(), List.of(), List.of(pattern(11, 5)));
        store(sealer.summary(
                        Kind.MINUTE,
                        window,
                        List.of(new PatternTemplate(11, "a <*>", 0)),
                        new RecordCounts(0, 5, 0),
                        SPAN)
                .drafts());

        var merged = List.of(new PatternTemplate(11, "a <*>", 12), new PatternTemplate(12, "<*> <*>", 0));
        var first = store(sealer.summary(Kind.MINUTE, window, merged, new RecordCounts(0, 5, 0), SPAN)
                .drafts());
        var second = store(sealer.summary(Kind.MINUTE, window, List.of(), new RecordCounts(0, 5, 0), SPAN)
                .drafts());

        assertThat(chunk(first.get(0)).patterns()).containsExactlyElementsOf(merged);
        assertThat(second).hasSize(1);
    }

    @Test
    void aSummaryTooLargeForAPacketIsSplitBeforeItIsNumberedAndItsRecordsAddUp() throws Exception {
        var random = new SplittableRandom(3);
        var gauges = IntStream.range(0, 8_000)
                .mapToObj(i -> gauge("metric_" + i, 4, random.nextDouble(), random.nextDouble()))
                .toList();
        var patterns = IntStream.range(0, 300)
                .mapToObj(i -> new PatternSummary(i + 1, Map.of(Severity.INFO, 3L), words(random, 15), ""))
                .toList();
        var sketches = IntStream.range(0, 200)
                .mapToObj(i -> sketch("took_" + i, random.nextDouble(), random.nextDouble()))
                .toList();
        var large = new Summary(MINUTE, gauges, List.of(), patterns, sketches);
        var records = new RecordCounts(40_000, 1_000, 0);

        var keys = store(
                sealer.summary(Kind.MINUTE, large, List.of(), records, SPAN).drafts());

        var covered = RecordCounts.NONE;
        var found = new ArrayList<GaugeSummary>();
        var lines = new ArrayList<PatternSummary>();
        var distributions = new ArrayList<SketchSummary>();
        for (BatchKey key : keys) {
            assertThat(ring.load(key).orElseThrow()).hasSizeLessThanOrEqualTo(Limits.MAX_BATCH_BYTES);
            if (key.stream() == Stream.MINUTES) {
                var batch = read(key);
                covered = covered.plus(batch.header().records());
                var part = SummaryCodec.decode(batch.header(), batch.payload(), dictionaryOf(batch));
                found.addAll(part.gauges());
                lines.addAll(part.patterns());
                distributions.addAll(part.sketches());
            }
        }
        assertThat(keys.stream().filter(key -> key.stream() == Stream.MINUTES).count())
                .isGreaterThan(1);
        assertThat(covered).isEqualTo(records);
        assertThat(found).containsExactlyInAnyOrderElementsOf(gauges);
        assertThat(lines).containsExactlyInAnyOrderElementsOf(patterns);
        assertThat(distributions).containsExactlyInAnyOrderElementsOf(sketches);
    }

    @Test
    void aSeriesThatNoChunkCanHoldIsLeftOutAndCounted() throws Exception {
        var endless = new GaugeSummary(
                new Series("endless", Labels.of("path", "x".repeat(70_000)), MetricType.GAUGE), 6, 1, 1, 6, 1);

        var sealed = sealer.summary(
                Kind.MINUTE, summary(List.of(gauge("a", 4), endless)), List.of(), new RecordCounts(10, 0, 0), SPAN);

        assertThat(sealed.leftOut()).isEqualTo(new RecordCounts(6, 0, 0));
        var keys = store(sealed.drafts());
        assertThat(read(keys.getLast()).header().records()).isEqualTo(new RecordCounts(4, 0, 0));
    }

    @Test
    void aWindowWithoutAnythingStillTravels() throws Exception {
        var keys = store(seal(summary(List.of())));

        assertThat(keys).extracting(BatchKey::stream).containsExactly(Stream.MINUTES);
        assertThat(read(keys.get(0)).header().dictRefs()).isEmpty();
    }

    @Test
    void eventsAreSplitToFitAndEndlessTextsAreCut() throws Exception {
        var random = new SplittableRandom(9);
        var events = new ArrayList<Event>();
        for (int i = 0; i < 200; i++) {
            events.add(new Event(
                    "test.event", Severity.INFO, i, i, words(random, 250), Map.of("number", Integer.toString(i))));
        }
        var attributes = new HashMap<String, String>();
        for (int i = 0; i < 200; i++) {
            attributes.put("name" + i, "ü".repeat(9_000));
        }
        events.add(new Event("test.endless", Severity.ERROR, 0, 0, "é".repeat(9_000), attributes));

        var keys = store(sealer.events(events, SPAN));

        var read = new ArrayList<Event>();
        long counted = 0;
        for (BatchKey key : keys) {
            var batch = read(key);
            counted += batch.header().records().events();
            read.addAll(EventCodec.decode(batch.header(), batch.payload()));
        }
        assertThat(keys).hasSizeGreaterThan(1);
        assertThat(counted).isEqualTo(201);
        assertThat(read.subList(0, 200)).isEqualTo(events.subList(0, 200));
        assertThat(read.getLast().text()).startsWith("ééé").endsWith("…");
        assertThat(read.getLast().attributes()).hasSize(Limits.MAX_ATTRIBUTES);
    }

    @Test
    void theGapTableIsOneBatch() throws Exception {
        var table = new GapTable(
                List.of(new Gap(7, Stream.MINUTES, 3, 9, 7, new RecordCounts(70, 1, 0), 5, 6, LossCause.RING_FULL)));

        var key = ring.store(sealer.gaps(table, SPAN));

        var batch = read(key);
        assertThat(key.stream()).isEqualTo(Stream.GAPS);
        assertThat(GapTableCodec.decode(batch.header(), batch.payload())).isEqualTo(table);
    }

    private static String words(SplittableRandom random, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(Long.toHexString(random.nextLong()));
        }
        return text.substring(0, Math.min(text.length(), count * 15));
    }

    private List<BatchDraft> seal(Summary summary) {
        return sealer.summary(Kind.MINUTE, summary, List.of(), RecordCounts.NONE, SPAN)
                .drafts();
    }

    private List<BatchKey> store(List<BatchDraft> drafts) {
        return drafts.stream().map(ring::store).toList();
    }

    private Batch read(BatchKey key) throws ProtocolException {
        var batch = BatchCodec.decode(ring.load(key).orElseThrow());
        batch.verify(KEY);
        assertThat(batch.header().key()).isEqualTo(key);
        return batch;
    }

    private DictionaryChunk chunk(BatchKey key) throws ProtocolException {
        var batch = read(key);
        return DictionaryCodec.decode(batch.header(), batch.payload()).chunk();
    }

    private Dictionary dictionaryOf(Batch batch) throws ProtocolException {
        var chunks = new ArrayList<DictionaryChunk>();
        for (Bytes ref : batch.header().dictRefs()) {
            chunks.add(chunk(ring.chunk(ref).orElseThrow()));
        }
        return new Dictionary(chunks);
    }

    private static Summary summary(List<GaugeSummary> gauges) {
        return new Summary(MINUTE, gauges, List.of(), List.of());
    }

    private static SketchSummary sketch(String name, double... values) {
        var open = new OpenSketch();
        for (double value : values) {
            open.add(value, 1);
        }
        return new SketchSummary(new Series(name, Labels.NONE, MetricType.GAUGE), open.close());
    }

    private static GaugeSummary gauge(String name, int count) {
        return gauge(name, count, 1, 2);
    }

    private static GaugeSummary gauge(String name, int count, double min, double max) {
        return new GaugeSummary(
                new Series(name, Labels.of("node", "n1"), MetricType.GAUGE), count, min, max, min + max, max);
    }

    private static CounterSummary counter(String name, int count) {
        return new CounterSummary(new Series(name, Labels.NONE, MetricType.COUNTER), count, 1, 9, 0, 8, 0.5);
    }

    private static PatternSummary pattern(long id, long lines) {
        return new PatternSummary(id, Map.of(Severity.WARNING, lines), "user 7 came", "");
    }
}
