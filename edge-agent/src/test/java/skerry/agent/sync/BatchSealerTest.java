package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skerry.agent.ring.BatchDraft;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.Limits;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.batch.BatchSigner;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

class BatchSealerTest {
    private static final ClockSpan SPAN =
            new ClockSpan(Bytes.of(new byte[16]), 0, 60_000, 1_000_000, 1_060_000, ClockQuality.NTP, 5);
    private static final Window WINDOW = new Window(1_020_000, 60_000);
    private static final PatternTemplate TEMPLATE = new PatternTemplate(7, "took <*> ms", 0);

    private final AgentIdentity agent = AgentIdentity.generate(new SecureRandom());
    private final Map<Bytes, byte[]> kept = new HashMap<>();
    private final BatchSealer sealer = new BatchSealer(new BatchSigner(agent.signingKey()), "policy-1", kept::put);
    private long seq;

    @Test
    void aMinuteComesWithTheDictionaryItNeedsOnceAndReadsBackAsItWas() throws Exception {
        Summary summary = summary(3, true);

        var first = sealer.minute(summary, List.of(TEMPLATE), SPAN);
        var second = sealer.minute(summary, List.of(TEMPLATE), SPAN);

        assertThat(first).extracting(BatchDraft::stream).containsExactly(Stream.DICTIONARY, Stream.MINUTES);
        assertThat(second).extracting(BatchDraft::stream).containsExactly(Stream.MINUTES);
        assertThat(kept).containsOnlyKeys(first.getFirst().dictRefs().getFirst());
        assertThat(read(first)).containsExactly(summary);
        assertThat(first.getLast().records()).isEqualTo(new RecordCounts(12, 5, 0));
        BatchHeader header = batch(first.getLast()).header();
        assertThat(header.policyId()).isEqualTo("policy-1");
        assertThat(header.span()).isEqualTo(SPAN);
        assertThat(header.records()).isEqualTo(first.getLast().records());
    }

    @Test
    void theSameSeriesGiveTheSameDictionaryAfterARestart() {
        var before = sealer.minute(summary(3, true), List.of(TEMPLATE), SPAN);
        var restarted = new BatchSealer(new BatchSigner(agent.signingKey()), "policy-1", kept::put);

        assertThat(restarted
                        .minute(summary(3, true), List.of(TEMPLATE), SPAN)
                        .getFirst()
                        .dictRefs())
                .isEqualTo(before.getFirst().dictRefs());
    }

    @Test
    void manySmallAdditionsAreGatheredBeforeTheyMakeEveryBatchLonger() throws Exception {
        int mostRefs = 0;
        for (int series = 1; series < 60; series++) {
            var drafts = sealer.minute(summary(series, false), List.of(), SPAN);
            mostRefs = Math.max(mostRefs, drafts.getLast().dictRefs().size());
            assertThat(read(drafts)).containsExactly(summary(series, false));
        }
        assertThat(mostRefs).isLessThanOrEqualTo(6);
    }

    @Test
    void whatWasNotStoredIsSentAgain() {
        sealer.minute(summary(3, true), List.of(TEMPLATE), SPAN);
        sealer.notStored();

        assertThat(sealer.minute(summary(3, true), List.of(TEMPLATE), SPAN))
                .extracting(BatchDraft::stream)
                .containsExactly(Stream.DICTIONARY, Stream.MINUTES);
    }

    @Test
    void aMinuteTooLargeForAPacketIsSplitWithItsRecords() throws Exception {
        var gauges = new ArrayList<GaugeSummary>();
        for (int i = 0; i < 40_000; i++) {
            double odd = Math.sqrt(i + 2);
            gauges.add(new GaugeSummary(series(i), 4, odd, odd * Math.E, odd * Math.PI, odd * 1.1));
        }
        var drafts = sealer.minute(new Summary(WINDOW, gauges, List.of(), List.of()), List.of(), SPAN);

        var minutes = drafts.stream()
                .filter(draft -> draft.stream() == Stream.MINUTES)
                .toList();
        assertThat(minutes).hasSizeGreaterThan(1);
        assertThat(minutes.stream()
                        .mapToLong(draft -> draft.records().samples())
                        .sum())
                .isEqualTo(160_000);
        for (BatchDraft draft : drafts) {
            assertThat(seal(draft)).hasSizeLessThanOrEqualTo(Limits.MAX_BATCH_BYTES);
        }
        assertThat(read(drafts).stream().flatMap(part -> part.gauges().stream()))
                .containsExactlyInAnyOrderElementsOf(gauges);
    }

    @Test
    void anAbsurdSeriesIsLeftOutWithItsRecordsAndTheOthersGo() throws Exception {
        var absurd = new Series("node_x", Labels.of("a", "x".repeat(Limits.MAX_NAME_BYTES + 1)), MetricType.GAUGE);
        var summary = new Summary(
                WINDOW,
                List.of(new GaugeSummary(absurd, 4, 1, 1, 4, 1), new GaugeSummary(series(1), 4, 1, 1, 4, 1)),
                List.of(),
                List.of());

        var drafts = sealer.minute(summary, List.of(), SPAN);

        assertThat(drafts.getLast().records().samples()).isEqualTo(4);
        assertThat(read(drafts).getFirst().gauges()).hasSize(1);
    }

    @Test
    void eventsAreCountedAndHoursCoverNoRecordsOfTheirOwn() throws Exception {
        var event = new Event("agent.start", Severity.INFO, 1_000_000, 5, "started", Map.of());

        var events = sealer.events(List.of(event), SPAN);
        var hour = sealer.outline(BatchHeader.Kind.HOUR, summary(3, true), List.of(TEMPLATE), SPAN);

        Batch batch = batch(events.getFirst());
        assertThat(events.getFirst().records()).isEqualTo(new RecordCounts(0, 0, 1));
        assertThat(EventCodec.decode(batch.header(), batch.payload())).containsExactly(event);
        assertThat(hour.getLast().stream()).isEqualTo(Stream.SUMMARIES);
        assertThat(hour.getLast().records()).isEqualTo(RecordCounts.NONE);
    }

    private List<Summary> read(List<BatchDraft> drafts) throws Exception {
        var summaries = new ArrayList<Summary>();
        for (BatchDraft draft : drafts) {
            Batch batch = batch(draft);
            if (draft.stream() == Stream.DICTIONARY) {
                var chunk = DictionaryCodec.decode(batch.header(), batch.payload());
                assertThat(draft.dictRefs()).containsExactly(chunk.hash());
                chunks.put(chunk.hash(), chunk.chunk());
            } else {
                var dictionary = new Dictionary(
                        batch.header().dictRefs().stream().map(chunks::get).toList());
                summaries.add(SummaryCodec.decode(batch.header(), batch.payload(), dictionary));
            }
        }
        return summaries;
    }

    private final Map<Bytes, DictionaryChunk> chunks = new HashMap<>();

    private Batch batch(BatchDraft draft) throws Exception {
        Batch batch = BatchCodec.decode(seal(draft));
        batch.verify(agent.card().verifyKey());
        return batch;
    }

    private byte[] seal(BatchDraft draft) {
        return draft.sealer().seal(new BatchKey(agent.uid(), 1, draft.stream(), ++seq), 1);
    }

    private static Summary summary(int series, boolean pattern) {
        var gauges = new ArrayList<GaugeSummary>();
        for (int i = 0; i < series; i++) {
            gauges.add(new GaugeSummary(series(i), 4, i, i + 2, 4 * i + 4, i + 1));
        }
        return new Summary(
                WINDOW,
                gauges,
                List.of(),
                pattern ? List.of(new PatternSummary(7, Map.of(Severity.INFO, 5L), "took 3 ms", "")) : List.of());
    }

    private static Series series(int i) {
        return new Series("node_x", Labels.of("i", Integer.toString(i)), MetricType.GAUGE);
    }
}
