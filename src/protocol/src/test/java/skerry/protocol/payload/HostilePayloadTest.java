package skerry.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Mutation;
import skerry.protocol.ProtocolException;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.sketch.OpenSketch;

/**
 * Payloads that someone with a valid key has made up. Whole ones are changed as they are; chunks are changed before a right
 * directory is put around them, since otherwise few cases would come past it.
 */
class HostilePayloadTest {
    private static final int CASES = 12_000;

    /** A change adds at most a few hundred bytes to the 3 kB of a case. */
    private static final long MOST_ALLOCATED = 8L * 1024 * 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<Case> cases = cases();
    private final Dictionary dictionary = new Dictionary(List.of(new FieldNode(51).chunk()));
    private int refused;

    private record Case(Kind kind, EncodedPayload payload) {}

    @Test
    void changedPayloadsAreReadOrRefusedButNeverMore() {
        var random = new Random(1_001);
        for (int i = 0; i < CASES; i++) {
            var one = cases.get(i % cases.size());
            byte[] changed = Mutation.of(one.payload.bytes().toArray(), random);
            read(
                    one,
                    new EncodedPayload(
                            one.payload.enc(), one.payload.dictId(), one.payload.rawLen(), Bytes.of(changed)),
                    i);
        }
        assertThat(refused).isGreaterThan(CASES / 2);
    }

    @Test
    void changedChunksUnderARightDirectoryAreReadOrRefusedButNeverMore() throws Exception {
        var random = new Random(1_002);
        for (int i = 0; i < CASES; i++) {
            var one = cases.get(i % cases.size());
            var chunks = chunksOf(one);
            var ids = new ArrayList<>(chunks.keySet());
            chunks.computeIfPresent(ids.get(random.nextInt(ids.size())), (_, content) -> Mutation.of(content, random));
            read(one, Payloads.stored(chunks), i);
        }
        assertThat(refused).isGreaterThan(CASES / 10);
    }

    private void read(Case one, EncodedPayload payload, int i) {
        var header = Payloads.header(one.kind, payload);
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            switch (one.kind) {
                case MINUTE, HOUR, DAY -> SummaryCodec.decode(header, payload.bytes(), dictionary);
                case DICTIONARY -> DictionaryCodec.decode(header, payload.bytes());
                case EVENTS -> EventCodec.decode(header, payload.bytes());
                case GAP_TABLE -> GapTableCodec.decode(header, payload.bytes());
                case TICKET_RESULT -> AnswerCodec.decode(header, payload.bytes());
            }
        } catch (ProtocolException e) {
            refused++;
            assertThat(e.getMessage()).as("case %s", i).endsWith(".").doesNotContain("\n");
        } catch (RuntimeException e) {
            throw new AssertionError("case " + i + " of kind " + one.kind + " was neither read nor refused", e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("case %s", i)
                .isLessThan(MOST_ALLOCATED);
    }

    private static Map<Integer, byte[]> chunksOf(Case one) throws ProtocolException {
        var directory = ChunkDirectory.open(Payloads.header(one.kind, one.payload), one.payload.bytes());
        var chunks = new TreeMap<Integer, byte[]>();
        for (int id = 1; id <= SummaryCodec.SKETCHES; id++) {
            int known = id;
            directory.chunk(id).ifPresent(content -> chunks.put(known, content));
        }
        return chunks;
    }

    private static List<Case> cases() {
        var node = new FieldNode(51);
        var minute = node.nextMinute();
        var dictionary = new Dictionary(List.of(node.chunk()));
        var odd = new ArrayList<GaugeSummary>();
        var restarted = new ArrayList<CounterSummary>();
        for (int i = 0; i < 30; i++) {
            var gauge = minute.gauges().get(i);
            odd.add(new GaugeSummary(gauge.series(), 2, Math.sqrt(i), i, 2 * i, i));
            var counter = minute.counters().get(i);
            restarted.add(new CounterSummary(counter.series(), 4, Math.sqrt(i), i, i % 3, i, Math.sqrt(i)));
        }
        var distributions = new ArrayList<SketchSummary>();
        for (int i = 0; i < 20; i++) {
            var open = new OpenSketch();
            for (int value = 0; value < 50 * i + 1; value++) {
                open.add(Math.pow(value % 97, i % 5) * 0.001, 1 + value % 3);
            }
            distributions.add(new SketchSummary(minute.gauges().get(i).series(), open.close()));
        }
        var distributed = new Summary(minute.window(), List.of(), List.of(), List.of(), distributions);
        var rare = new Summary(minute.window(), odd, restarted, minute.patterns());
        var events = new ArrayList<Event>();
        var gaps = new ArrayList<Gap>();
        var days = new ArrayList<DayAccount>();
        for (int i = 0; i < 20; i++) {
            var counts = new RecordCounts(i, i, 0);
            days.add(new DayAccount(
                    20_000 + i,
                    Stream.MINUTES,
                    counts,
                    counts,
                    counts,
                    counts,
                    counts,
                    counts,
                    Map.of(LossCause.LIMIT, counts)));
            events.add(new Event("agent.start", Severity.INFO, i, i, "text " + i, Map.of("a", "b", "c", "d" + i)));
            gaps.add(new Gap(i, Stream.MINUTES, 1, 9, 9, new RecordCounts(1, 2, 3), 5, 6, LossCause.LIMIT));
        }
        var answer = new Answer(
                Bytes.of(new byte[16]), Answer.Outcome.DONE, "made", "support.zip", 1, 3, Bytes.of(new byte[700]));
        var all = new ArrayList<Case>();
        for (Encoding enc : List.of(Encoding.NONE, Encoding.DEFLATE)) {
            all.add(new Case(Kind.MINUTE, SummaryCodec.encode(minute, dictionary, enc)));
            all.add(new Case(Kind.HOUR, SummaryCodec.encode(rare, dictionary, enc)));
            all.add(new Case(Kind.DAY, SummaryCodec.encode(distributed, dictionary, enc)));
            all.add(new Case(Kind.DICTIONARY, DictionaryCodec.encode(node.chunk(), enc)));
            all.add(new Case(Kind.EVENTS, EventCodec.encode(events, enc)));
            all.add(new Case(Kind.TICKET_RESULT, AnswerCodec.encode(answer, enc)));
            all.add(new Case(Kind.GAP_TABLE, GapTableCodec.encode(new GapTable(gaps, days), enc)));
        }
        return all;
    }
}
