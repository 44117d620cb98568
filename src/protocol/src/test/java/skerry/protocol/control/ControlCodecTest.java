package skerry.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.FixedRandom;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.identity.SigningKey;

class ControlCodecTest {
    private final AgentIdentity agent = AgentIdentity.generate(new FixedRandom(1));
    private final HubIdentity hub = HubIdentity.generate(new FixedRandom(2));
    private final Random random = new Random(3);

    @Test
    void statesAndLiveMessagesComeBack() throws Exception {
        for (int i = 0; i < 200; i++) {
            var state = new AgentState(random.nextBoolean(), random.nextLong(), random.nextLong());
            assertThat(ControlCodec.decodeState(ControlCodec.encode(state))).isEqualTo(state);
            var hubState = new HubState(
                    random.nextBoolean(), random.nextLong(), random.nextInt(4), random.nextInt(1 << 20), 200);
            assertThat(ControlCodec.decodeHubState(ControlCodec.encode(hubState)))
                    .isEqualTo(hubState);
            var live = new Live(
                    random.nextLong(),
                    random.nextLong(1L << 41),
                    ClockQuality.of(random.nextInt(5)),
                    random.nextLong(1L << 40),
                    "0.1.0",
                    heads(random.nextInt(7)),
                    random.nextLong(1L << 40),
                    "look",
                    "disk / is 93 % full",
                    Map.of("cpu", random.nextDouble(), "temp", random.nextInt(90) / 2.0, "odd", Double.NaN));
            assertThat(ControlCodec.decodeLive(ControlCodec.encode(live))).isEqualTo(live);
        }
    }

    @Test
    void aLiveMessageNeverExceedsItsLimitWhateverItIsGiven() throws Exception {
        var values = new HashMap<String, Double>();
        for (int i = 0; i < 300; i++) {
            values.put("näme" + i, random.nextDouble());
        }
        var heads = new ArrayList<EpochHead>();
        for (int i = 0; i < 50; i++) {
            heads.add(new EpochHead(-1, Integer.MAX_VALUE, Stream.EVENTS, Limits.MAX_SEQ, Limits.MAX_SEQ));
        }
        var live = new Live(
                -1,
                -Limits.MAX_WALL_MILLIS,
                ClockQuality.GPS,
                Limits.MAX_SPAN_MILLIS,
                "€".repeat(500),
                heads,
                Long.MAX_VALUE,
                "€".repeat(500),
                "€".repeat(5_000),
                values,
                Optional.of(new LinkBudget(
                        "€".repeat(50), Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Limits.MAX_WALL_MILLIS)),
                Optional.of(new Autonomy(Autonomy.MOST_MINUTES, Autonomy.MOST_MINUTES)),
                Optional.of("m".repeat(5_000)));

        byte[] bytes = ControlCodec.encode(live);

        assertThat(bytes).hasSizeLessThanOrEqualTo(Limits.MAX_LIVE_BYTES);
        var found = ControlCodec.decodeLive(bytes);
        assertThat(found.values()).hasSize(Limits.MAX_LIVE_VALUES);
        assertThat(found.reason()).endsWith("€…");
    }

    @Test
    void longNamesOfValuesLeaveRoomForFewerOfThem() throws Exception {
        var values = new HashMap<String, Double>();
        for (int i = 0; i < 20; i++) {
            values.put("a".repeat(100) + i, 1.0);
        }
        var live = new Live(1, 1, ClockQuality.NTP, 1, "0.1.0", List.of(), 0, "ok", "€".repeat(5_000), values);

        byte[] bytes = ControlCodec.encode(live);

        assertThat(bytes).hasSizeLessThanOrEqualTo(Limits.MAX_LIVE_BYTES);
        assertThat(ControlCodec.decodeLive(bytes).values()).hasSize(Limits.MAX_LIVE_NAME_BYTES / 101);
    }

    @Test
    void eachConnectionAndEachRunOfTheHubHasAKeyOfItsOwn() throws Exception {
        byte[] message = new byte[20];
        var macs = new ArrayList<Bytes>();
        for (long[] session : new long[][] {{1, 2}, {1, 3}, {4, 2}, {2, 1}}) {
            macs.add(Bytes.of(keysOfAgent(session[0], session[1]).mac(message, 20)));
        }

        assertThat(macs).doesNotHaveDuplicates();
    }

    @Test
    void hellosAndAnswersComeBackToTheOneTheyWereSignedFor() throws Exception {
        for (int i = 0; i < 30; i++) {
            var hello = hello(heads(random.nextInt(65)));
            byte[] sent = ControlCodec.encode(hello, agent.uid(), agent.signingKey());
            assertThat(ControlCodec.decodeHello(sent, agent.uid(), agent.card().verifyKey()))
                    .isEqualTo(hello);

            var held = new ArrayList<HelloReply.Held>();
            for (EpochHead head : hello.epochs()) {
                held.add(new HelloReply.Held(
                        head.epoch(), head.stream(), head.head(), ranges(random.nextInt(5)), ranges(2), ranges(1)));
            }
            var reply = new HelloReply(
                    hello.conn(),
                    77,
                    12,
                    1_790_000_000_000L,
                    0,
                    held,
                    new Credit(8_000, 8, 60_000),
                    List.of("aa", "bb"));
            byte[] answer = ControlCodec.encode(reply, agent.uid(), hub.signingKey());
            assertThat(ControlCodec.decodeHelloReply(
                            answer, agent.uid(), hub.card().verifyKey()))
                    .isEqualTo(reply);
        }
    }

    @Test
    void aHelloOrAnswerIsWorthNothingUnderAnotherNameOrKeyOrChanged() {
        byte[] hello = ControlCodec.encode(hello(heads(2)), agent.uid(), agent.signingKey());
        var reply = new HelloReply(1, 2, 3, 4, 0, List.of(), new Credit(0, 8, 1), List.of());
        byte[] answer = ControlCodec.encode(reply, agent.uid(), hub.signingKey());
        var other = Uid.random(random);

        assertSignatureRefused(
                () -> ControlCodec.decodeHello(hello, other, agent.card().verifyKey()));
        assertSignatureRefused(
                () -> ControlCodec.decodeHello(hello, agent.uid(), hub.card().verifyKey()));
        assertSignatureRefused(
                () -> ControlCodec.decodeHelloReply(answer, other, hub.card().verifyKey()));
        assertSignatureRefused(() ->
                ControlCodec.decodeHelloReply(answer, agent.uid(), agent.card().verifyKey()));
        // A hello is no answer even under the right key: each kind signs under a name of its own.
        byte[] helloByHub = ControlCodec.encode(hello(heads(2)), agent.uid(), hub.signingKey());
        assertSignatureRefused(() -> ControlCodec.decodeHelloReply(
                helloByHub, agent.uid(), hub.card().verifyKey()));
        for (int i = 0; i < answer.length; i += 7) {
            byte[] changed = answer.clone();
            changed[i] ^= 1;
            assertSignatureRefused(() -> ControlCodec.decodeHelloReply(
                    changed, agent.uid(), hub.card().verifyKey()));
        }
    }

    @Test
    void anAnswerThatKnowsTooMuchTellsTheFirstOfEachEpochAndFits() throws Exception {
        var held = new ArrayList<HelloReply.Held>();
        for (int i = 0; i < Hello.MAX_EPOCHS; i++) {
            held.add(new HelloReply.Held(random.nextLong(), Stream.MINUTES, 5, ranges(900), ranges(900), ranges(900)));
        }
        var reply = new HelloReply(1, 2, 3, 4, 0, held, new Credit(0, 8, 1), List.of());

        byte[] answer = ControlCodec.encode(reply, agent.uid(), hub.signingKey());

        assertThat(answer).hasSizeLessThanOrEqualTo(Limits.MAX_CONTROL_BYTES);
        var found =
                ControlCodec.decodeHelloReply(answer, agent.uid(), hub.card().verifyKey());
        assertThat(found.held())
                .hasSize(Hello.MAX_EPOCHS)
                .allSatisfy(one -> assertThat(one.applied())
                        .isEqualTo(held.getFirst().applied().subList(0, 10)));
    }

    @Test
    void receiptsComeBackForTheirConnectionOnly() throws Exception {
        var agentKeys = keysOfAgent(41, 42);
        var hubKeys = SessionKeys.ofHub(hub.agree().getPrivate(), agent.card(), hub.card(), 41, 42);
        var ack = new Ack(
                41,
                42,
                9_000,
                -5,
                Stream.MINUTES,
                17,
                ranges(32),
                List.of(new Ack.Nack(50, Ack.Reason.LATER, 9_000), new Ack.Nack(51, Ack.Reason.POLICY, 0)),
                new Credit(8_000, 8, 60_000),
                1_790_000_000_000L);

        byte[] sent = ControlCodec.encode(ack, hubKeys);

        assertThat(ControlCodec.decodeAck(sent, agentKeys)).isEqualTo(ack);
        assertThat(ControlCodec.peekAck(sent)).isEqualTo(ack);
        assertSignatureRefused(() -> ControlCodec.decodeAck(sent, keysOfAgent(41, 43)));
        assertSignatureRefused(() -> ControlCodec.decodeAck(sent, keysOfAgent(40, 42)));
        for (int i = sent.length - 30; i < sent.length; i++) {
            byte[] changed = sent.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> ControlCodec.decodeAck(changed, agentKeys)).isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> ControlCodec.encode(ack, keysOfAgent(41, 43)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoHasNeitherPrivateKeyMakesNoReceipt() throws Exception {
        var stranger = HubIdentity.generate(new FixedRandom(9));
        var ack = new Ack(41, 42, 1, 1, Stream.EVENTS, 1, List.of(), List.of(), new Credit(0, 8, 1), 1);
        // The broker knows both cards and the connection, and has a key of its own.
        var forged = SessionKeys.ofHub(stranger.agree().getPrivate(), agent.card(), hub.card(), 41, 42);

        assertSignatureRefused(() -> ControlCodec.decodeAck(ControlCodec.encode(ack, forged), keysOfAgent(41, 42)));
    }

    @Test
    void aRefusalForAReasonOfALaterVersionLeavesTheBatchUnconfirmed() throws Exception {
        var keys = keysOfAgent(1, 2);
        var body = new CborWriter().map(11);
        body.key(1).unsigned(1).key(2).unsigned(2).key(3).unsigned(3).key(4).unsigned(4);
        body.key(5).unsigned('m').key(6).unsigned(6).key(7).array(0);
        body.key(8).array(2).array(3).unsigned(7).unsigned(99).unsigned(0);
        body.array(4).unsigned(8).unsigned(2).unsigned(0).text("why");
        body.key(9).array(4).unsigned(1).unsigned(2).unsigned(3).unsigned(4);
        body.key(10).integer(5).key(11).text("a field of a later version");
        byte[] sent = authenticated(body, keys);

        assertThat(ControlCodec.decodeAck(sent, keys).nacks()).containsExactly(new Ack.Nack(8, Ack.Reason.SCHEMA, 0));
    }

    @Test
    void commandsComeBackUnderTheCommandKeyOnly() throws Exception {
        var commandKey = new SigningKey(hub.sign().getPrivate());
        var command = new Command(
                Bytes.of(new byte[16]),
                agent.uid(),
                3,
                2,
                Bytes.ofHex("a10102"),
                60_000,
                Optional.of(-7L),
                Optional.of(1_790_000_000_000L),
                Bytes.of(new byte[8]));
        byte[] sent = ControlCodec.encode(command, commandKey);

        assertThat(ControlCodec.decodeCommand(sent, hub.card().verifyKey())).isEqualTo(command);
        assertSignatureRefused(
                () -> ControlCodec.decodeCommand(sent, agent.card().verifyKey()));
    }

    @Test
    void aMessageWithoutAFieldThatEveryOneHasIsRefused() {
        byte[] state = new CborWriter().map(1).key(1).bool(true).toByteArray();

        assertThatThrownBy(() -> ControlCodec.decodeState(state))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("In a state message there is no field 2.");
    }

    @Test
    void messagesBeyondTheirLimitAreRefusedUnread() {
        assertThatThrownBy(() -> ControlCodec.decodeLive(new byte[Limits.MAX_LIVE_BYTES + 1]))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.SIZE));
        assertThatThrownBy(() ->
                        ControlCodec.decodeHello(new byte[Limits.MAX_CONTROL_BYTES + 1], agent.uid(), (_, _) -> true))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.SIZE));
        for (int length = 0; length < 20; length++) {
            byte[] tiny = new byte[length];
            assertThatThrownBy(() -> ControlCodec.peekAck(tiny)).isInstanceOf(ProtocolException.class);
            assertThatThrownBy(() -> ControlCodec.decodeHello(tiny, agent.uid(), (_, _) -> true))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    private static byte[] authenticated(CborWriter body, SessionKeys keys) {
        byte[] sent = Arrays.copyOf(body.toByteArray(), body.size() + SessionKeys.MAC_BYTES);
        System.arraycopy(keys.mac(sent, body.size()), 0, sent, body.size(), SessionKeys.MAC_BYTES);
        return sent;
    }

    private SessionKeys keysOfAgent(long conn, long hubBoot) throws Exception {
        return SessionKeys.ofAgent(agent.agree().getPrivate(), agent.card(), hub.card(), conn, hubBoot);
    }

    private Hello hello(List<EpochHead> heads) {
        return new Hello(
                random.nextLong(),
                Bytes.of(new byte[16]),
                Bytes.ofHex("0102"),
                heads,
                0,
                1,
                random.nextLong(1L << 40),
                random.nextLong(1L << 41),
                random.nextLong(1L << 40),
                ClockQuality.HUB,
                random.nextLong(),
                random.nextLong(1L << 40),
                "0.1.0");
    }

    private List<EpochHead> heads(int count) {
        var heads = new ArrayList<EpochHead>();
        for (int i = 0; i < count; i++) {
            long head = random.nextLong(1L << 30);
            heads.add(new EpochHead(random.nextLong(), i, Stream.SUMMARIES, head, random.nextLong(head + 2)));
        }
        return heads;
    }

    private static List<SeqRange> ranges(int count) {
        var ranges = new ArrayList<SeqRange>();
        for (int i = 0; i < count; i++) {
            ranges.add(new SeqRange(100 + 10L * i, 104 + 10L * i));
        }
        return ranges;
    }

    private static void assertSignatureRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.SIGNATURE));
    }
}
