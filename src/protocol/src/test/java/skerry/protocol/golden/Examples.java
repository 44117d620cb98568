package skerry.protocol.golden;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.EncodedPayload;
import skerry.protocol.FixedRandom;
import skerry.protocol.ProtocolException;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.batch.BatchSigner;
import skerry.protocol.control.Ack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.Autonomy;
import skerry.protocol.control.Command;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.Credit;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HubState;
import skerry.protocol.control.LinkBudget;
import skerry.protocol.control.Live;
import skerry.protocol.control.SeqRange;
import skerry.protocol.control.SessionKeys;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.enrol.Grant;
import skerry.protocol.enrol.JoinRequest;
import skerry.protocol.enrol.RenewRequest;
import skerry.protocol.identity.AgentCard;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.identity.JoinCode;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.DayAccount;
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
import skerry.protocol.payload.TicketWord;
import skerry.protocol.payload.Window;
import skerry.protocol.peer.PeerCodec;
import skerry.protocol.peer.PeerMessage;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.OpenSketch;
import skerry.protocol.sketch.Sketch;
import skerry.protocol.stick.SealedHeader;
import skerry.protocol.stick.SealedReader;
import skerry.protocol.stick.SealedWriter;
import skerry.protocol.stick.StickCommands;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickManifest;
import skerry.protocol.stick.StickReceipt;
import skerry.protocol.ticket.TicketRequest;
import skerry.protocol.update.Piece;
import skerry.protocol.update.UpgradeNews;
import skerry.protocol.update.UpgradeOrder;
import skerry.protocol.update.UpgradeState;
import skerry.protocol.update.Want;

/** Every kind of message and payload of version 1, made from fixed keys and values; what is here never changes. */
final class Examples {
    static final AgentIdentity AGENT = AgentIdentity.generate(new FixedRandom(20_260_101));
    static final HubIdentity HUB = HubIdentity.generate(new FixedRandom(20_260_102));
    private static final long CONN = 0x1122_3344_5566_7788L;
    private static final long HUB_BOOT = 0xfedc_ba98_7654_3210L;
    private static final long EPOCH = 0x8000_0000_0000_0001L;
    private static final long NOW = 1_790_000_040_000L;
    private static final Bytes BOOT_ID = Bytes.ofHex("00112233445566778899aabbccddeeff");

    private static final Series LOAD = new Series("node_load1", Labels.NONE, MetricType.GAUGE);
    private static final Series TEMPERATURE =
            new Series("node_hwmon_temp_celsius", Labels.of("chip", "cpu", "sensor", "temp1"), MetricType.GAUGE);
    private static final Series TOTAL = new Series("node_memory_MemTotal_bytes", Labels.NONE, MetricType.GAUGE);
    private static final Series ODD = new Series("odd", Labels.of("why", "not a number"), MetricType.GAUGE);
    private static final Series RATIO = new Series("ratio", Labels.NONE, MetricType.GAUGE);
    private static final Series RECEIVED =
            new Series("node_network_receive_bytes_total", Labels.of("device", "eth0"), MetricType.COUNTER);
    private static final Series CPU =
            new Series("node_cpu_seconds_total", Labels.of("cpu", "0", "mode", "user"), MetricType.COUNTER);
    private static final Series IDLE =
            new Series("node_network_receive_errs_total", Labels.of("device", "eth0"), MetricType.COUNTER);
    private static final Series RESTARTED = new Series("requests_total", Labels.NONE, MetricType.COUNTER);
    private static final Series STRANGE = new Series("strange_total", Labels.NONE, MetricType.COUNTER);

    private static final DictionaryChunk FIRST_CHUNK = new DictionaryChunk(
            List.of(LOAD, TEMPERATURE, TOTAL, ODD, RATIO, RECEIVED, CPU, IDLE),
            List.of(new PatternTemplate(0x0123_4567_89ab_cdefL, "session opened for <*>", 0)));
    private static final DictionaryChunk SECOND_CHUNK = new DictionaryChunk(
            List.of(RESTARTED, STRANGE),
            List.of(
                    new PatternTemplate(-1, "", 0),
                    new PatternTemplate(7, "connexion fermée par <*>", 0x0123_4567_89ab_cdefL)));
    private static final Dictionary DICTIONARY = new Dictionary(List.of(FIRST_CHUNK, SECOND_CHUNK));
    private static final List<Bytes> REFS = List.of(
            DictionaryCodec.named(FIRST_CHUNK).hash(),
            DictionaryCodec.named(SECOND_CHUNK).hash());

    private Examples() {}

    static List<Example> all() throws InvalidKeyException {
        var all = new ArrayList<Example>();
        cards(all);
        states(all);
        session(all);
        batches(all);
        stick(all);
        peers(all);
        updates(all);
        tickets(all);
        enrolment(all);
        return all;
    }

    private static Example example(
            String name, String about, byte[] made, Object expected, Example.Reader reader, boolean sameBytes) {
        return new Example(name, about, Bytes.of(made), expected, reader, sameBytes);
    }

    /** How the hub asks for detail of a ring. */
    private static void tickets(List<Example> all) {
        var request = new TicketRequest(
                TicketRequest.Kind.LINES,
                "broker",
                List.of(0x0123_4567_89ab_cdefL, -1L),
                NOW,
                NOW + 3_600_000,
                65_536,
                5_000,
                "the broker fell at noon: what did it say?",
                "erika",
                Severity.WARNING);
        all.add(example(
                "ticket-request",
                "The arguments of the command detail.",
                request.encode(),
                request,
                bytes -> TicketRequest.decode(Bytes.of(bytes)),
                true));
        var waits = new Answer(
                Bytes.ofHex("0f0e0d0c0b0a09080706050403020100"),
                Answer.Outcome.WAITS,
                "waits for the technician",
                "",
                0,
                1,
                Bytes.of(new byte[0]),
                Optional.of(new TicketWord(TicketWord.Why.WAITS, 1_234, 56_789, NOW + 1_209_600_000)));
        batch(
                all,
                "batch-ticket-waits",
                "Stream r: a ticket that waits for the technician, not compressed.",
                Kind.TICKET_RESULT,
                List.of(),
                AnswerCodec.encode(waits, Encoding.NONE),
                RecordCounts.NONE,
                waits,
                batch -> AnswerCodec.decode(batch.header(), batch.payload()));
    }

    /** How another version of the agent comes to a machine. */
    private static void updates(List<Example> all) {
        Bytes digest = Bytes.ofHex("5a".repeat(32));
        var order = new UpgradeOrder("0.2.0", digest, 4_321, Bytes.ofHex("a5".repeat(32)), 567);
        all.add(example(
                "upgrade-order",
                "The arguments of the command upgrade.",
                order.encode(),
                order,
                bytes -> UpgradeOrder.decode(Bytes.of(bytes)),
                true));
        var want = new Want(digest, 65_536, 32_768);
        all.add(example("want", "up/want.", want.encode(), want, Want::decode, true));
        var piece = new Piece.Content(digest, 65_536, 33_554_432, Bytes.ofHex("0102030405"));
        all.add(example("piece", "dn/piece.", piece.encode(), piece, Piece::decode, true));
        var busy = new Piece.Refused(digest, 65_536, Piece.Refusal.BUSY, 90);
        all.add(example(
                "piece-busy", "dn/piece, of a hub that serves others.", busy.encode(), busy, Piece::decode, true));
        var unknown = new Piece.Refused(digest, 0, Piece.Refusal.UNKNOWN, 0);
        all.add(example(
                "piece-unknown",
                "dn/piece, of a hub that has no such file.",
                unknown.encode(),
                unknown,
                Piece::decode,
                true));
    }

    /** How an agent joins, and renews what it was granted. */
    private static void enrolment(List<Example> all) {
        var code = new JoinCode(
                Bytes.ofHex("0102030405060708"),
                Bytes.ofHex("5a".repeat(16)),
                Bytes.ofHex("a5".repeat(32)),
                URI.create("https://hub.example:8440/"));
        var join = new JoinRequest(code.id(), AGENT.card(), Bytes.ofHex("30820102"), "pi-7", "node", "0.1.0");
        byte[] asked = EnrolCodec.encode(join, AGENT.signingKey(), code.key());
        all.add(example(
                "join-request",
                "POST /api/v1/enrol.",
                asked,
                join,
                bytes -> {
                    JoinRequest peeked = EnrolCodec.peekJoin(bytes);
                    EnrolCodec.checkJoin(bytes, peeked, code.key());
                    return peeked;
                },
                true));
        var grant = new Grant(
                List.of(Bytes.ofHex("30820103"), Bytes.ofHex("30820104")),
                HUB.card(),
                "mqtts://hub.example:8883",
                "skerry",
                "https://hub.example:8440/",
                "heron-point",
                "pi-7",
                NOW);
        all.add(example(
                "grant-by-code",
                "The hub's answer to join-request.",
                EnrolCodec.encode(grant, asked, HUB.signingKey(), code.key()),
                grant,
                bytes -> EnrolCodec.decodeGrantByCode(bytes, asked, code.key()),
                true));
        var renew = new RenewRequest(AGENT.uid(), Bytes.ofHex("30820105"), "0.1.0");
        byte[] again = EnrolCodec.encode(renew, AGENT.signingKey());
        all.add(example(
                "renew-request",
                "POST /api/v1/renew.",
                again,
                renew,
                bytes -> {
                    EnrolCodec.checkRenew(bytes, AGENT.uid(), AGENT.card().verifyKey());
                    return EnrolCodec.peekRenew(bytes);
                },
                true));
        all.add(example(
                "grant",
                "The hub's answer to renew-request.",
                EnrolCodec.encode(grant, again, HUB.signingKey()),
                grant,
                bytes -> EnrolCodec.decodeGrant(bytes, again, HUB.card().verifyKey()),
                true));
    }

    /** What two nodes of a site say to each other: one of each, one after the other. */
    private static void peers(List<Example> all) {
        Bytes paper = Bytes.ofHex("0102030405");
        List<PeerMessage> said = List.of(
                new PeerMessage.Begin(1, false, Optional.empty(), Optional.empty()),
                new PeerMessage.Begin(1, true, Optional.of(paper), Optional.of(paper)),
                new PeerMessage.Begun(1_234_567, List.of(0, 1, 1_023)),
                new PeerMessage.Keep(List.of(0, 1_023)),
                new PeerMessage.Manifest(paper),
                new PeerMessage.Next(64L << 20),
                new PeerMessage.Chunk(paper),
                new PeerMessage.Sealed(paper),
                new PeerMessage.Empty(),
                new PeerMessage.End(),
                new PeerMessage.Finish(),
                new PeerMessage.Finished(true, List.of(1, 7), 3),
                new PeerMessage.Refused(PeerMessage.Reason.BUSY));
        all.add(example(
                "peer-messages",
                "All that two nodes of a site may say to each other.",
                said(said),
                said,
                Examples::heard,
                true));
        List<PeerMessage> renewals = List.of(
                new PeerMessage.Renew(1),
                new PeerMessage.Asking(Optional.empty()),
                new PeerMessage.Asking(Optional.of(paper)),
                new PeerMessage.Grant(paper),
                new PeerMessage.Granted(true),
                new PeerMessage.Granted(false));
        all.add(example(
                "peer-renewals",
                "How a node's request to renew comes to the stick in another one, and the hub's grant from there.",
                said(renewals),
                renewals,
                Examples::heard,
                true));
    }

    private static byte[] said(List<PeerMessage> messages) {
        var out = new ByteArrayOutputStream();
        try {
            for (PeerMessage message : messages) {
                PeerCodec.write(out, message);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static List<PeerMessage> heard(byte[] bytes) throws ProtocolException {
        var in = new ByteArrayInputStream(bytes);
        var heard = new ArrayList<PeerMessage>();
        try {
            while (in.available() > 0) {
                heard.add(PeerCodec.read(in));
            }
        } catch (IOException e) {
            throw new ProtocolException(ProtocolException.Reason.SCHEMA, "It ends within a message.", e);
        }
        return heard;
    }

    private static void cards(List<Example> all) {
        all.add(example(
                "card-agent",
                "The line that an operator pastes at the hub.",
                AGENT.card().text().getBytes(StandardCharsets.US_ASCII),
                AGENT.card(),
                bytes -> AgentCard.parse(new String(bytes, StandardCharsets.US_ASCII)),
                true));
        all.add(example(
                "card-hub",
                "The line that an operator pastes at an agent.",
                HUB.card().text().getBytes(StandardCharsets.US_ASCII),
                HUB.card(),
                bytes -> HubCard.parse(new String(bytes, StandardCharsets.US_ASCII)),
                true));
    }

    private static void states(List<Example> all) {
        var birth = new AgentState(true, CONN, EPOCH);
        all.add(example(
                "state-birth",
                "up/state after connecting.",
                ControlCodec.encode(birth),
                birth,
                ControlCodec::decodeState,
                true));
        var will = new AgentState(false, CONN, 0);
        all.add(example(
                "state-will",
                "up/state as the broker sends it.",
                ControlCodec.encode(will),
                will,
                ControlCodec::decodeState,
                true));
        var live = new Live(
                CONN,
                NOW,
                ClockQuality.NTP,
                86_400_000,
                "0.1.0",
                List.of(new EpochHead(EPOCH, 3, Stream.MINUTES, 41, 1), new EpochHead(EPOCH, 3, Stream.EVENTS, 2, 3)),
                123_456,
                "look",
                "disk / is 93 % full",
                Map.of("cpu", 0.25, "mem", 0.61, "disk", 0.93, "temp", 52.375));
        all.add(example("live", "up/live.", ControlCodec.encode(live), live, ControlCodec::decodeLive, true));
        var onBudget = new Live(
                CONN,
                NOW,
                ClockQuality.HUB,
                60_000,
                "0.1.0",
                List.of(),
                0,
                "ok",
                "",
                Map.of(),
                Optional.of(new LinkBudget("new-data", 200_000_000, 81_000_000, 196_500_000, NOW + 86_400_000)),
                Optional.empty(),
                Optional.empty());
        all.add(example(
                "live-budget",
                "up/live of an agent whose link has a byte budget.",
                ControlCodec.encode(onBudget),
                onBudget,
                ControlCodec::decodeLive,
                true));
        var dark = new Live(
                CONN,
                NOW,
                ClockQuality.NTP,
                86_400_000,
                "0.2.0",
                List.of(),
                0,
                "ok",
                "",
                Map.of(),
                Optional.empty(),
                Optional.of(new Autonomy(41_760, 2_592)),
                Optional.empty());
        all.add(example(
                "live-autonomy",
                "up/live, with how long the node can stay dark.",
                ControlCodec.encode(dark),
                dark,
                ControlCodec::decodeLive,
                true));
        var inWindows = new Live(
                CONN,
                NOW,
                ClockQuality.NTP,
                86_400_000,
                "0.2.0",
                List.of(),
                0,
                "ok",
                "",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("mon-fri 02:00-04:00 Europe/Oslo"));
        all.add(example(
                "live-contact",
                "up/live of a node that keeps contact in windows.",
                ControlCodec.encode(inWindows),
                inWindows,
                ControlCodec::decodeLive,
                true));
        var hubState = new HubState(true, HUB_BOOT, 1, 25_000, 200);
        all.add(example(
                "hub-state",
                "hub/state.",
                ControlCodec.encode(hubState),
                hubState,
                ControlCodec::decodeHubState,
                true));
    }

    private static void session(List<Example> all) throws InvalidKeyException {
        var hello = new Hello(
                CONN,
                BOOT_ID,
                Bytes.ofHex("c0ffee"),
                List.of(new EpochHead(EPOCH, 3, Stream.MINUTES, 41, 1), new EpochHead(5, 2, Stream.DICTIONARY, 2, 3)),
                0,
                1,
                123_456,
                NOW,
                86_400_000,
                ClockQuality.HUB,
                HUB_BOOT,
                99,
                "0.1.0");
        all.add(example(
                "hello",
                "up/hello, signed by the agent.",
                ControlCodec.encode(hello, AGENT.uid(), AGENT.signingKey()),
                hello,
                bytes -> ControlCodec.decodeHello(
                        bytes, AGENT.uid(), AGENT.card().verifyKey()),
                true));
        var reply = new HelloReply(
                CONN,
                HUB_BOOT,
                100,
                NOW + 5,
                0,
                List.of(new HelloReply.Held(
                        EPOCH,
                        Stream.MINUTES,
                        17,
                        List.of(new SeqRange(20, 25), new SeqRange(30, 30)),
                        List.of(new SeqRange(18, 19)),
                        List.of(new SeqRange(26, 26)))),
                new Credit(8_000, 8, 60_000),
                List.of(REFS.getFirst().hex()));
        all.add(example(
                "hello-reply",
                "dn/hello, signed by the hub.",
                ControlCodec.encode(reply, AGENT.uid(), HUB.signingKey()),
                reply,
                bytes -> ControlCodec.decodeHelloReply(
                        bytes, AGENT.uid(), HUB.card().verifyKey()),
                true));
        var hubKeys = SessionKeys.ofHub(HUB.agree().getPrivate(), AGENT.card(), HUB.card(), CONN, HUB_BOOT);
        var agentKeys = SessionKeys.ofAgent(AGENT.agree().getPrivate(), AGENT.card(), HUB.card(), CONN, HUB_BOOT);
        var ack = new Ack(
                CONN,
                HUB_BOOT,
                101,
                EPOCH,
                Stream.MINUTES,
                25,
                List.of(new SeqRange(30, 33)),
                List.of(new Ack.Nack(26, Ack.Reason.POLICY, 0), new Ack.Nack(27, Ack.Reason.LATER, 9_000)),
                new Credit(0, 8, 60_000),
                NOW + 9);
        all.add(example(
                "ack",
                "dn/ack, authenticated for the connection.",
                ControlCodec.encode(ack, hubKeys),
                ack,
                bytes -> ControlCodec.decodeAck(bytes, agentKeys),
                true));
        var command = new Command(
                Bytes.ofHex("000102030405060708090a0b0c0d0e0f"),
                AGENT.uid(),
                12,
                1,
                Bytes.ofHex("a10105"),
                60_000,
                Optional.of(CONN),
                Optional.empty(),
                Bytes.ofHex("0011223344556677"));
        all.add(example(
                "command",
                "dn/cmd, reserved; signed here by the hub's key.",
                ControlCodec.encode(command, HUB.signingKey()),
                command,
                bytes -> ControlCodec.decodeCommand(bytes, HUB.card().verifyKey()),
                true));
    }

    private static void stick(List<Example> all) {
        var manifest = new StickManifest(
                AGENT.uid(),
                HUB.card().keyId(),
                NOW,
                false,
                HUB_BOOT,
                99,
                "0.1.0",
                List.of(new StickFile(
                        EPOCH,
                        7,
                        48,
                        1_234_567,
                        Bytes.ofHex("5a".repeat(32)),
                        List.of(
                                new StickFile.Run(Stream.DICTIONARY, new SeqRange(1, 1)),
                                new StickFile.Run(Stream.MINUTES, new SeqRange(1, 41))))));
        all.add(example(
                "stick-manifest",
                "SKERRY/UID/manifest-N.cbor, signed by the agent.",
                manifest.encode(AGENT.signingKey()),
                manifest,
                bytes -> StickManifest.decode(bytes, AGENT.card().verifyKey()),
                true));
        var receipt = new StickReceipt(
                AGENT.uid(),
                HUB_BOOT + 1,
                140,
                NOW + 86_400_000,
                HUB_BOOT,
                99,
                List.of(new HelloReply.Held(
                        EPOCH,
                        Stream.MINUTES,
                        17,
                        List.of(new SeqRange(20, 25)),
                        List.of(new SeqRange(18, 19)),
                        List.of(new SeqRange(26, 26)))));
        all.add(example(
                "stick-receipt",
                "SKERRY/receipts/UID-N.skr, signed by the hub.",
                receipt.encode(HUB.signingKey()),
                receipt,
                bytes -> StickReceipt.decode(bytes, HUB.card().verifyKey()),
                true));
        var asked = new Command(
                Bytes.ofHex("000102030405060708090a0b0c0d0e0f"),
                AGENT.uid(),
                NOW,
                2,
                Bytes.ofHex("a10105"),
                60_000,
                Optional.empty(),
                Optional.of(NOW + 86_400_000),
                Bytes.ofHex("0011223344556677"));
        var commands = new StickCommands(
                AGENT.uid(), HUB_BOOT, 99, List.of(Bytes.of(ControlCodec.encode(asked, HUB.signingKey()))));
        all.add(example(
                "stick-commands",
                "SKERRY/receipts/UID-N.skc, signed by the hub.",
                commands.encode(HUB.signingKey()),
                commands,
                bytes -> StickCommands.decode(bytes, HUB.card().verifyKey()),
                true));
        all.add(example(
                "stick-sealed",
                "SKERRY/UID/EPOCH-FROM-TO.skb, sealed to the hub; every sealing differs.",
                sealed(List.of(Bytes.ofHex("010203"), Bytes.ofHex("04"))),
                List.of(Bytes.ofHex("010203"), Bytes.ofHex("04")),
                Examples::opened,
                false));
    }

    private static byte[] sealed(List<Bytes> batches) {
        try {
            var out = new ByteArrayOutputStream();
            var writer = new SealedWriter(out, new SealedHeader(HUB.card().keyId(), AGENT.uid(), EPOCH, 7), HUB.card());
            for (Bytes batch : batches) {
                writer.batch(batch.toArray());
            }
            writer.finish();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Bytes> opened(byte[] file) throws ProtocolException {
        try {
            var reader = new SealedReader(new ByteArrayInputStream(file), HUB);
            var batches = new ArrayList<Bytes>();
            for (var batch = reader.next(); batch.isPresent(); batch = reader.next()) {
                batches.add(Bytes.of(batch.get()));
            }
            return batches;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void batches(List<Example> all) {
        var events = List.of(
                new Event("agent.start", Severity.INFO, NOW, 5_000, "started", Map.of()),
                new Event(
                        "clock.step",
                        Severity.WARNING,
                        NOW - 3_600_000,
                        6_000,
                        "the clock was an hour late – now it is right",
                        Map.of("step", "3600000", "quality", "3", "error", "25")));
        batch(
                all,
                "batch-events",
                "Stream e, not compressed.",
                Kind.EVENTS,
                List.of(),
                EventCodec.encode(events, Encoding.NONE),
                new RecordCounts(0, 0, 2),
                events,
                batch -> EventCodec.decode(batch.header(), batch.payload()));
        List<Event> upgraded = Arrays.stream(UpgradeState.values())
                .map(state -> new UpgradeNews(state, "0.2.0", "0.1.0", "as it should").event(NOW, 7_000))
                .toList();
        batch(
                all,
                "batch-upgrade",
                "Stream e, not compressed: all states of an upgrade.",
                Kind.EVENTS,
                List.of(),
                EventCodec.encode(upgraded, Encoding.NONE),
                new RecordCounts(0, 0, upgraded.size()),
                upgraded,
                batch -> EventCodec.decode(batch.header(), batch.payload()));
        var named = DictionaryCodec.named(FIRST_CHUNK);
        batch(
                all,
                "batch-dictionary",
                "Stream d, not compressed; " + named.hash() + " in dictRefs.",
                Kind.DICTIONARY,
                List.of(),
                DictionaryCodec.encode(FIRST_CHUNK, Encoding.NONE),
                RecordCounts.NONE,
                named,
                batch -> DictionaryCodec.decode(batch.header(), batch.payload()));
        var second = DictionaryCodec.named(SECOND_CHUNK);
        batch(
                all,
                "batch-dictionary-deflate",
                "Stream d, compressed with preset dictionary 1; " + second.hash() + " in dictRefs.",
                Kind.DICTIONARY,
                List.of(),
                DictionaryCodec.encode(SECOND_CHUNK, Encoding.DEFLATE),
                RecordCounts.NONE,
                second,
                batch -> DictionaryCodec.decode(batch.header(), batch.payload()));
        var minute = summary(new Window(NOW, 60_000));
        for (Encoding enc : List.of(Encoding.NONE, Encoding.DEFLATE)) {
            boolean plain = enc == Encoding.NONE;
            batch(
                    all,
                    plain ? "batch-minute" : "batch-minute-deflate",
                    plain ? "Stream m, not compressed." : "Stream m, compressed with preset dictionary 1.",
                    Kind.MINUTE,
                    REFS,
                    SummaryCodec.encode(minute, DICTIONARY, enc),
                    new RecordCounts(38, 1_263, 0),
                    minute,
                    batch -> SummaryCodec.decode(batch.header(), batch.payload(), DICTIONARY));
        }
        var day = summary(new Window(NOW, 86_400_000));
        batch(
                all,
                "batch-day",
                "Stream s, not compressed.",
                Kind.DAY,
                REFS,
                SummaryCodec.encode(day, DICTIONARY, Encoding.NONE),
                new RecordCounts(0, 0, 0),
                day,
                batch -> SummaryCodec.decode(batch.header(), batch.payload(), DICTIONARY));
        var distributed = new Summary(
                new Window(NOW, 3_600_000),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new SketchSummary(TEMPERATURE, sketch(0, 1e-9, 0.01, 0.0101, 0.0102, 1, 1, 1, 48.3, 1e12)),
                        new SketchSummary(RATIO, sketch(0))));
        batch(
                all,
                "batch-hour-sketches",
                "Stream s, not compressed: distributions alone.",
                Kind.HOUR,
                REFS,
                SummaryCodec.encode(distributed, DICTIONARY, Encoding.NONE),
                new RecordCounts(0, 0, 0),
                distributed,
                batch -> SummaryCodec.decode(batch.header(), batch.payload(), DICTIONARY));
        var gaps = new GapTable(List.of(
                new Gap(
                        EPOCH,
                        Stream.MINUTES,
                        5,
                        9,
                        5,
                        new RecordCounts(1_500, 200, 0),
                        NOW,
                        NOW + 300_000,
                        LossCause.RING_FULL),
                new Gap(0, Stream.EVENTS, 0, 0, 0, new RecordCounts(0, 17, 0), NOW, NOW + 1, LossCause.SOURCE_GONE)));
        batch(
                all,
                "batch-gap-table",
                "Stream g, not compressed.",
                Kind.GAP_TABLE,
                List.of(),
                GapTableCodec.encode(gaps, Encoding.NONE),
                RecordCounts.NONE,
                gaps,
                batch -> GapTableCodec.decode(batch.header(), batch.payload()));
        var answer = new Answer(
                Bytes.ofHex("0f0e0d0c0b0a09080706050403020100"),
                Answer.Outcome.DONE,
                "the support file is made",
                "skerry-support-20260921.zip",
                1,
                2,
                Bytes.ofHex("504b0304"));
        batch(
                all,
                "batch-answer",
                "Stream r: the second part of an answer, not compressed.",
                Kind.TICKET_RESULT,
                List.of(),
                AnswerCodec.encode(answer, Encoding.NONE),
                RecordCounts.NONE,
                answer,
                batch -> AnswerCodec.decode(batch.header(), batch.payload()));
        var account = new GapTable(
                List.of(),
                List.of(
                        new DayAccount(
                                DayAccount.EARLIER,
                                Stream.EVENTS,
                                new RecordCounts(0, 0, 9),
                                new RecordCounts(0, 0, 7),
                                RecordCounts.NONE,
                                RecordCounts.NONE,
                                RecordCounts.NONE,
                                RecordCounts.NONE,
                                Map.of(LossCause.CORRUPTION, new RecordCounts(0, 0, 2))),
                        new DayAccount(
                                20_717,
                                Stream.MINUTES,
                                new RecordCounts(1_728_000, 31_000, 0),
                                new RecordCounts(1_500_000, 30_000, 0),
                                RecordCounts.NONE,
                                new RecordCounts(100_000, 100, 0),
                                new RecordCounts(120_000, 700, 0),
                                new RecordCounts(1_000, 20, 0),
                                Map.of(
                                        LossCause.SOURCE_GONE,
                                        new RecordCounts(0, 80, 0),
                                        LossCause.RING_FULL,
                                        new RecordCounts(7_000, 100, 0)))));
        batch(
                all,
                "batch-account",
                "Stream g, no gaps, with the account by day; not compressed.",
                Kind.GAP_TABLE,
                List.of(),
                GapTableCodec.encode(account, Encoding.NONE),
                RecordCounts.NONE,
                account,
                batch -> GapTableCodec.decode(batch.header(), batch.payload()));
        var coarse = new GapTable(
                List.of(),
                List.of(
                        new DayAccount(
                                20_716,
                                Stream.MINUTES,
                                new RecordCounts(90_000, 700, 0),
                                new RecordCounts(40_000, 400, 0),
                                new RecordCounts(50_000, 300, 0),
                                RecordCounts.NONE,
                                RecordCounts.NONE,
                                RecordCounts.NONE,
                                Map.of()),
                        new DayAccount(
                                20_717,
                                Stream.MINUTES,
                                new RecordCounts(1_728_000, 31_000, 0),
                                new RecordCounts(1_600_000, 30_000, 0),
                                new RecordCounts(120_000, 700, 0),
                                RecordCounts.NONE,
                                RecordCounts.NONE,
                                new RecordCounts(1_000, 20, 0),
                                Map.of(LossCause.RING_FULL, new RecordCounts(7_000, 280, 0)))));
        batch(
                all,
                "batch-account-coarse",
                "Stream g, with an account of which some was delivered coarsely; not compressed.",
                Kind.GAP_TABLE,
                List.of(),
                GapTableCodec.encode(coarse, Encoding.NONE),
                RecordCounts.NONE,
                coarse,
                batch -> GapTableCodec.decode(batch.header(), batch.payload()));
    }

    /** One of everything: steady, moving and odd gauges; idle, growing, restarted and strange counters; patterns. */
    private static Summary summary(Window window) {
        double third = 1.0 / 3;
        return new Summary(
                window,
                List.of(
                        new GaugeSummary(LOAD, 4, 0.12, 0.31, 0.12 + 0.31 + 0.2 + 0.25, 0.25),
                        new GaugeSummary(TEMPERATURE, 4, -3.5, 48.312, 140.5, 48.312),
                        new GaugeSummary(TOTAL, 4, 4_013_056_000.0, 4_013_056_000.0, 16_052_224_000.0, 4_013_056_000.0),
                        new GaugeSummary(ODD, 1, Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                        new GaugeSummary(RATIO, 3, -0.0, third, 1e300, Double.POSITIVE_INFINITY)),
                List.of(
                        new CounterSummary(RECEIVED, 4, 123_456_789, 123_999_999, 0, 600_000, 12_340),
                        new CounterSummary(CPU, 4, 12_345.67, 12_350.02, 0, 12_350.02 - 12_345.12, 0.1133),
                        new CounterSummary(IDLE, 4, 0, 0, 0, 0, 0),
                        new CounterSummary(RESTARTED, 4, 500, 20, 1, 35, 1.5),
                        new CounterSummary(STRANGE, 2, third, 2 * third, 0, third, third)),
                List.of(
                        new PatternSummary(
                                0x0123_4567_89ab_cdefL,
                                Map.of(Severity.INFO, 1_200L, Severity.ERROR, 3L),
                                "session opened for <user:1>",
                                "session opened for <user:2>"),
                        new PatternSummary(-1, Map.of(Severity.UNKNOWN, 59L), "", ""),
                        new PatternSummary(7, Map.of(Severity.FATAL, 1L), "connexion fermée par <ip:1>", "")));
    }

    private static Sketch sketch(double... values) {
        var open = new OpenSketch();
        for (double value : values) {
            open.add(value, 1);
        }
        return open.close();
    }

    @FunctionalInterface
    private interface PayloadReader {
        Object read(Batch batch) throws ProtocolException;
    }

    private static void batch(
            List<Example> all,
            String name,
            String about,
            Kind kind,
            List<Bytes> refs,
            EncodedPayload payload,
            RecordCounts records,
            Object content,
            PayloadReader reader) {
        boolean odd = kind == Kind.DAY;
        var span = new ClockSpan(
                BOOT_ID,
                86_400_000,
                86_460_000,
                NOW,
                NOW + 60_000,
                odd ? ClockQuality.UNKNOWN : ClockQuality.NTP,
                odd ? -1 : 25);
        var header = BatchHeader.of(
                new BatchKey(AGENT.uid(), EPOCH, kind.stream(), 41),
                3,
                kind,
                "default-1",
                refs,
                payload,
                records,
                span);
        if (odd) {
            header = new BatchHeader(
                    header.version(),
                    header.key(),
                    header.startNo(),
                    header.kind(),
                    header.schema(),
                    header.policyId(),
                    header.dictRefs(),
                    header.enc(),
                    header.dictId(),
                    header.rawLen(),
                    header.payloadSha256(),
                    header.records(),
                    header.span(),
                    Optional.of(HUB.card().keyId()));
        }
        byte[] made = new BatchSigner(AGENT.signingKey()).seal(header, payload).encode();
        // Other versions of zlib compress to other bytes, and these are in the header's digest.
        boolean sameBytes = payload.enc() == Encoding.NONE;
        var described = sameBytes ? header : header.key();
        all.add(example(
                name,
                about,
                made,
                List.of(described, content),
                bytes -> {
                    var batch = BatchCodec.decode(bytes);
                    batch.verify(AGENT.card().verifyKey());
                    return List.of(sameBytes ? batch.header() : batch.header().key(), reader.read(batch));
                },
                sameBytes));
    }
}
