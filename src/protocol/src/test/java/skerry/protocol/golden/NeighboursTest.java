package skerry.protocol.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.control.Ack;
import skerry.protocol.control.Command;
import skerry.protocol.control.CommandType;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.identity.VerifyKey;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.LossCause;
import skerry.protocol.payload.Severity;
import skerry.protocol.ticket.TicketRequest;
import skerry.protocol.update.Piece;
import skerry.protocol.update.ReleaseManifest;
import skerry.protocol.update.UpgradeNews;
import skerry.protocol.update.UpgradeOrder;
import skerry.protocol.update.Want;

/**
 * Agents and hubs of neighbouring versions understand each other: what a later version adds to a message of version 1 is passed
 * over, whatever it is, and what it says in words of its own is taken as unknown. That the messages of earlier versions are read
 * is {@link GoldenFilesTest}'s.
 */
class NeighboursTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/v1");
    private static final VerifyKey ANYONE = (_, _) -> true;

    /** Key 1000, then something of each kind there is. */
    private static final List<String> LATER = List.of(
            "1903e801", // a number
            "1903e83a0001869f", // a negative one
            "1903e863c3a461", // a text
            "1903e8430102ff", // bytes
            "1903e88301a20161780240f6", // an array with a map in it
            "1903e8f5", // true
            "1903e8fb3ff8000000000000"); // a real number

    /** Messages that are maps at their top, and their readers without a look at who made them. */
    private static Map<String, Example.Reader> maps() {
        return Map.ofEntries(
                Map.entry("state-birth", ControlCodec::decodeState),
                Map.entry("state-will", ControlCodec::decodeState),
                Map.entry("live", ControlCodec::decodeLive),
                Map.entry("live-autonomy", ControlCodec::decodeLive),
                Map.entry("live-budget", ControlCodec::decodeLive),
                Map.entry("live-contact", ControlCodec::decodeLive),
                Map.entry("hub-state", ControlCodec::decodeHubState),
                Map.entry("hello", bytes -> ControlCodec.decodeHello(bytes, Examples.AGENT.uid(), ANYONE)),
                Map.entry("hello-reply", bytes -> ControlCodec.decodeHelloReply(bytes, Examples.AGENT.uid(), ANYONE)),
                Map.entry("ack", ControlCodec::peekAck),
                Map.entry("command", bytes -> ControlCodec.decodeCommand(bytes, ANYONE)),
                Map.entry("join-request", EnrolCodec::peekJoin),
                Map.entry("renew-request", EnrolCodec::peekRenew),
                Map.entry("grant", bytes -> EnrolCodec.decodeGrant(bytes, new byte[0], ANYONE)),
                Map.entry("upgrade-order", bytes -> UpgradeOrder.decode(Bytes.of(bytes))),
                Map.entry("ticket-request", bytes -> TicketRequest.decode(Bytes.of(bytes))),
                Map.entry("want", Want::decode),
                Map.entry("piece", Piece::decode),
                Map.entry("piece-busy", Piece::decode),
                Map.entry("piece-unknown", Piece::decode));
    }

    @TestFactory
    List<DynamicTest> whatALaterVersionAddsToAMessageIsPassedOver() throws Exception {
        var tests = new ArrayList<DynamicTest>();
        for (Example example : Examples.all()) {
            Example.Reader reader = maps().get(example.name());
            if (reader != null) {
                for (String later : LATER) {
                    tests.add(DynamicTest.dynamicTest(example.name() + " with " + later, () -> {
                        byte[] added = withField(golden(example.name()), later);
                        assertThat(reader.read(added)).isEqualTo(example.expected());
                    }));
                }
            }
        }
        assertThat(tests).hasSize(maps().size() * LATER.size());
        return tests;
    }

    @TestFactory
    List<DynamicTest> whatALaterVersionAddsToTheHeaderOfABatchIsPassedOver() throws Exception {
        return Examples.all().stream()
                .filter(example -> example.name().startsWith("batch-"))
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> {
                    byte[] golden = golden(example.name());
                    for (String later : LATER) {
                        byte[] added = withField(golden, later);
                        assertThat(BatchCodec.readHeader(added)).isEqualTo(BatchCodec.readHeader(golden));
                        assertThat(BatchCodec.decode(added).payload())
                                .isEqualTo(BatchCodec.decode(golden).payload());
                    }
                }))
                .toList();
    }

    /** So that a new message cannot be forgotten here. */
    @Test
    void everyMessageIsTriedOrHasAReasonWhyNot() throws Exception {
        assertThat(Examples.all().stream()
                        .map(Example::name)
                        .filter(name -> !name.startsWith("batch-"))
                        .filter(name -> !maps().containsKey(name)))
                .containsExactlyInAnyOrder(
                        "card-agent", // a text that people copy: it has a version of its own
                        "card-hub",
                        "grant-by-code", // as grant, and a code of whoever passes it on cannot be guessed
                        "peer-messages", // two nodes of one site, whose first message tells the version
                        "peer-renewals",
                        "stick-commands", // files with a version of their own, told apart before they are read
                        "stick-manifest",
                        "stick-receipt",
                        "stick-sealed");
    }

    /** The map at the beginning of a message, with one more field at its end. */
    private static byte[] withField(byte[] message, String field) throws ProtocolException {
        var reader = new CborReader("a message", message, 0, message.length);
        var fields = reader.fields();
        int count = 0;
        while (fields.next()) {
            reader.skip();
            count++;
        }
        assertThat(count).as("fields, so few that the map's head has one byte").isLessThan(23);
        byte[] added = HexFormat.of().parseHex(field);
        int end = reader.position();
        byte[] all = Arrays.copyOf(message, message.length + added.length);
        all[0]++;
        System.arraycopy(added, 0, all, end, added.length);
        System.arraycopy(message, end, all, end + added.length, message.length - end);
        return all;
    }

    private static byte[] golden(String name) throws Exception {
        return Files.readAllBytes(FOLDER.resolve(name + ".bin"));
    }

    @Test
    void wordsOfALaterVersionAreUnknownAndNotRefused() throws Exception {
        var command = (Command) Examples.all().stream()
                .filter(example -> example.name().equals("command"))
                .findFirst()
                .orElseThrow()
                .expected();
        var later = new Command(
                command.cmdId(),
                command.uid(),
                command.n(),
                99,
                command.args(),
                command.ttlMillis(),
                command.conn(),
                command.notAfterMillis(),
                command.keyId());
        Command read = ControlCodec.decodeCommand(
                ControlCodec.encode(later, Examples.HUB.signingKey()),
                Examples.HUB.card().verifyKey());

        assertThat(read.type()).isEqualTo(99);
        assertThat(CommandType.of(read.type())).isEmpty();
        assertThat(Answer.Outcome.of(99)).isEqualTo(Answer.Outcome.OTHER);
        assertThat(LossCause.of(99)).isEqualTo(LossCause.OTHER);
    }

    /** A later version that needs more of these has to wait until nobody speaks the present one any more. */
    @Test
    void threeVocabulariesOfVersionOneAreClosed() {
        assertThatThrownBy(() -> ClockQuality.of(99)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Severity.of(99)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ack.Reason.of(99)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPieceRefusedForALaterReasonIsAskedForAgain() throws Exception {
        byte[] busy = golden("piece-busy");
        byte[] later = busy.clone();
        later[busy.length - 4] = 0x17; // the reason stands before the seconds: 06 18 5a

        assertThat(Piece.decode(later))
                .isInstanceOfSatisfying(
                        Piece.Refused.class,
                        refused -> assertThat(refused.why()).isEqualTo(Piece.Refusal.OTHER));
    }

    @Test
    void aStateOfAnUpgradeInALaterWordIsNoNews() {
        var event = new Event(
                UpgradeNews.EVENT,
                Severity.INFO,
                1_790_000_040_000L,
                0,
                "",
                Map.of(UpgradeNews.STATE, "half-way", UpgradeNews.VERSION, "0.2.0"));

        assertThat(UpgradeNews.of(event)).isEqualTo(Optional.empty());
    }

    @Test
    void aManifestWithLinesOfALaterVersionIsReadAsBefore() throws Exception {
        Path file = Path.of("src/test/resources/release/manifest");
        String text = Files.readString(file);

        assertThat(ReleaseManifest.parse(
                        (text + "since 0.1.0\nhint restart\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEqualTo(ReleaseManifest.parse(Files.readAllBytes(file)));
    }
}
