package skerry.hub.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.Erasures;
import skerry.hub.store.Order;
import skerry.hub.store.Road;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.CommandType;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.Answer.Outcome;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.TicketWord;
import skerry.protocol.payload.Window;

/** Erased text is also gone from what was never decoded, and from what tickets brought. */
class DoubtfulErasureTest {
    private static final long NOON = 1_795_003_200_000L;
    private static final DictionaryChunk DOORS = new DictionaryChunk(
            List.of(),
            List.of(
                    new PatternTemplate(1, "door <*> opened by MARKED-TEXT", 0),
                    new PatternTemplate(2, "door <*> closed by nobody", 0)));

    @TempDir
    Path folder;

    private final Random random = new Random(6);
    private final FakeAgent agent = new FakeAgent(1);
    private SqliteFleetStore store;

    @BeforeEach
    void open() throws IOException {
        store = new SqliteFleetStore(folder, () -> Instant.ofEpochMilli(NOON), 1);
        store.registry().addSite(FakeAgent.NORTH);
        store.registry().addAgent(agent.enrolledAt("north", "a"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void take(Batch... batches) {
        store.batches()
                .append(Arrays.stream(batches)
                        .map(batch -> new Arrival(batch, Road.MQTT, NOON))
                        .toList());
        new Decoder(store, new IngestCounts(), _ -> {}).drain();
        store.flush();
    }

    private Erasures.Outcome erase() {
        return store.erasures().erase(new Erasures.Erased(1, false, "kari", NOON));
    }

    private boolean isInFiles(String text) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Batch doors(FakeAgent of, long at) {
        return of.plainSummary(
                Kind.MINUTE,
                new Summary(
                        new Window(at, FakeAgent.MINUTE),
                        List.of(),
                        List.of(),
                        List.of(
                                new PatternSummary(1, Map.of(Severity.INFO, 7L), "door 4 opened by MARKED-EXAMPLE", ""),
                                new PatternSummary(2, Map.of(Severity.INFO, 3L), "door 4 closed by nobody", ""))),
                DOORS);
    }

    private long lines() {
        long[] lines = {0};
        store.history()
                .patterns(
                        NOON,
                        NOON + 1,
                        (hour, uid, pattern, counts) ->
                                lines[0] += Arrays.stream(counts).sum());
        return lines[0];
    }

    @Test
    void batchesThatWereRefusedForTheirPolicyLoseItAndStillCountOnceTheyAreTaken() throws IOException {
        agent.policy("skerry-1/0123456789ab");
        store.batches().requirePolicy(2);
        take(agent.plainDictionary(DOORS, NOON), doors(agent, NOON));
        assertThat(store.size().refused()).isEqualTo(2);
        assertThat(isInFiles("MARKED-TEXT")).isTrue();
        assertThat(isInFiles("MARKED-EXAMPLE")).isTrue();

        assertThat(erase().batches()).isEqualTo(2);

        assertThat(isInFiles("MARKED")).isFalse();
        assertThat(erase().batches()).isZero();
        take(agent.plainDictionary(DOORS, NOON + FakeAgent.MINUTE), doors(agent, NOON + FakeAgent.MINUTE));
        assertThat(isInFiles("MARKED"))
                .as("it comes again and is refused again")
                .isFalse();
        store.batches().requirePolicy(1);
        take();
        assertThat(store.size().refused()).isZero();
        assertThat(lines()).isEqualTo(20);
        assertThat(isInFiles("MARKED")).isFalse();
    }

    @Test
    void aSummaryThatWaitsForItsDictionaryLosesItsExamplesAndCountsWhenThatComes() throws IOException {
        take(doors(agent, NOON));
        assertThat(store.size().waiting()).isEqualTo(1);
        assertThat(isInFiles("MARKED-EXAMPLE")).isTrue();

        assertThat(erase().batches()).isEqualTo(1);

        assertThat(isInFiles("MARKED")).isFalse();
        take(agent.plainDictionary(DOORS, NOON));
        assertThat(store.size().waiting()).isZero();
        assertThat(lines()).isEqualTo(10);
        assertThat(isInFiles("MARKED")).isFalse();
    }

    @Test
    void ofWhatCannotBeReadNothingStays() throws IOException {
        take(agent.nonsense(Kind.DICTIONARY, "no chunk: MARKED-TEXT".getBytes(StandardCharsets.UTF_8), NOON));
        assertThat(store.size().refused()).isEqualTo(1);
        assertThat(isInFiles("MARKED")).isTrue();

        assertThat(erase().batches()).isEqualTo(1);

        assertThat(isInFiles("MARKED")).isFalse();
    }

    // ---- tickets

    private Order order() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        var order = Order.of(Bytes.of(id), agent.uid(), CommandType.DETAIL, "anna", NOON, NOON + 1_000_000);
        store.orders().add(order);
        return order;
    }

    private Batch part(FakeAgent from, Order to, int part, int parts, byte[] content) {
        var answer = new Answer(
                to.id(),
                Outcome.DONE,
                "",
                "lines.jsonl.gz",
                part,
                parts,
                Bytes.of(content),
                Optional.of(TicketWord.of(TicketWord.Why.ANSWERED)));
        return from.sealed(Kind.TICKET_RESULT, AnswerCodec.encode(answer), NOON);
    }

    /** Packed as agents do, in two members; long enough that what is looked for may lie across any border. */
    private static byte[] answer(String kind, String rowOfPattern, int before) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (String text : List.of(
                "{\"what\":\"ticket\",\"version\":1,\"kind\":\"" + kind + "\"}\n",
                "{\"what\":\"line\",\"text\":\"" + "x".repeat(before) + "\"}\n" + rowOfPattern)) {
            try (var out = new GZIPOutputStream(bytes)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String line(String id) {
        return "{\"what\":\"line\",\"severity\":\"info\",\"pattern\":\"" + id + "\",\"text\":\"door 4 opened\"}\n";
    }

    @Test
    void answersOfTicketsThatNameThePatternAreEmptiedAndSaySoAndOthersStay() throws IOException, ProtocolException {
        Order named = order();
        byte[] content = answer("lines", line("0000000000000001"), 100);
        int half = content.length / 2;
        Batch first = part(agent, named, 0, 2, Arrays.copyOf(content, half));
        Order another = order();
        Order counts = order();
        take(
                first,
                part(agent, named, 1, 2, Arrays.copyOfRange(content, half, content.length)),
                part(agent, another, 0, 1, answer("lines", line("0000000000000002"), 100)),
                part(agent, counts, 0, 1, answer("patterns", line("0000000000000001"), 100)));
        assertThat(store.orders().content(named.id())).hasValue(content);

        assertThat(erase().batches()).isEqualTo(2);

        assertThat(store.orders().content(named.id())).isEmpty();
        assertThat(store.orders().isErased(named.id())).isTrue();
        assertThat(store.orders().find(named.id()).orElseThrow().name()).isEqualTo("lines.jsonl.gz");
        Batch left =
                BatchCodec.decode(store.batches().bytes(first.header().key()).orElseThrow());
        assertThat(AnswerCodec.decode(left.header(), left.payload()).content().size())
                .isZero();
        assertThat(left.signature()).isEqualTo(first.signature());
        for (Order kept : List.of(another, counts)) {
            assertThat(store.orders().content(kept.id())).isPresent();
            assertThat(store.orders().isErased(kept.id())).isFalse();
        }
        assertThat(erase().batches()).isZero();
    }

    @Test
    void thePatternIsFoundWhereverItLiesInALongAnswer() throws IOException {
        for (int before = (1 << 16) - 140; before < (1 << 16); before += 7) {
            Order order = order();
            take(part(agent, order, 0, 1, answer("lines", line("0000000000000001"), before)));
            erase();
            assertThat(store.orders().isErased(order.id()))
                    .as("after " + before)
                    .isTrue();
        }
    }

    @Test
    void anAnswerThatIsNotWholeOrCannotBeReadOrWasRefusedMayHoldItAndIsEmptied() throws IOException {
        Order half = order();
        Order garbled = order();
        take(
                part(agent, half, 0, 2, new byte[] {1, 2, 3}),
                part(agent, garbled, 0, 1, "MARKED, and not packed".getBytes(StandardCharsets.UTF_8)));
        store.batches().requirePolicy(3);
        take(part(agent, order(), 0, 1, answer("lines", line("0000000000000001"), 10)));
        assertThat(store.size().refused()).isEqualTo(1);

        assertThat(erase().batches()).isEqualTo(3);

        assertThat(store.orders().isErased(garbled.id())).isTrue();
        take(part(agent, half, 1, 2, new byte[] {4}));
        assertThat(store.orders().content(half.id())).as("the rest comes later").isEmpty();
    }

    @Test
    void aClosedDaysAnswersAreEmptiedToo() throws IOException {
        Order named = order();
        take(part(agent, named, 0, 1, answer("lines", line("0000000000000001"), 10)));
        store.compact(NOON + 2 * 86_400_000L);

        assertThat(erase().batches()).isEqualTo(1);

        assertThat(store.orders().isErased(named.id())).isTrue();
    }
}
