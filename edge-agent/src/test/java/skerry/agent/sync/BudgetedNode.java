package skerry.agent.sync;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import skerry.agent.budget.BudgetSettings;
import skerry.agent.budget.ByteBudget;
import skerry.agent.budget.WireMeter;
import skerry.agent.ring.BatchDraft;
import skerry.agent.ring.Closing;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.Ack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.control.HubState;
import skerry.protocol.control.SeqRange;

/**
 * A node with its real ring, budget and session on a link where every message has a price, and a hub that confirms what
 * comes. It makes a batch of detail every ten minutes, an outline and an event every hour.
 */
final class BudgetedNode implements AutoCloseable {
    static final long BEGIN = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    static final int MINUTE_BYTES = 4_000;
    static final int OUTLINE_BYTES = 2_000;
    static final int EVENT_BYTES = 200;
    static final int MESSAGE_BYTES = 250;
    static final Duration DETAIL_EVERY = Duration.ofMinutes(10);

    private static final long HUB = 77;
    private static final long RING_BYTES = 16 << 20;

    /** When each batch reached the hub, ms since the beginning. */
    final Map<BatchKey, Long> arrived = new LinkedHashMap<>();

    /** When each batch was stored. */
    final Map<BatchKey, Long> made = new LinkedHashMap<>();

    final List<Long> lives = new ArrayList<>();

    private final Path file;
    private final int messageBytes;
    private final List<SessionAction> toDo = new ArrayList<>();
    private RecordWire wire = new RecordWire();
    private long mono;

    private long workedUpTo;

    /** By how much this node's wall clock is wrong. */
    private long wallError;

    private byte boot = 1;
    private WireMeter meter = new WireMeter();
    private Ring ring;
    private ByteBudget budget;
    private Session session;
    private boolean linked = true;
    private long attempt;
    private long conn;
    private long lsn;

    BudgetedNode(Path file, BudgetSettings settings) {
        this(file, settings, MESSAGE_BYTES);
    }

    /** @param messageBytes what every message costs beside a batch in it */
    BudgetedNode(Path file, BudgetSettings settings, int messageBytes) {
        this.file = file;
        this.messageBytes = messageBytes;
        start(settings);
    }

    static BudgetSettings perDay(long bytes) {
        return new BudgetSettings(OptionalLong.empty(), OptionalLong.of(bytes), 0, 1);
    }

    ByteBudget budget() {
        return budget;
    }

    Ring ring() {
        return ring;
    }

    /** When a batch was stored. */
    long madeAt(BatchKey key) {
        return made.getOrDefault(key, 0L);
    }

    /** True time since the beginning. */
    long now() {
        return mono;
    }

    /** What went over the link in all. */
    long paid() {
        return meter.total();
    }

    void setWallTo(Instant time) {
        wallError = time.toEpochMilli() - BEGIN - now();
    }

    /** The process ends without a last word and starts again. */
    void kill(BudgetSettings settings) {
        ring.close();
        start(settings);
    }

    void reboot(BudgetSettings settings) {
        boot++;
        kill(settings);
    }

    private void start(BudgetSettings settings) {
        InstantSource wall = () -> Instant.ofEpochMilli(BEGIN + now() + wallError);
        var bootId = new byte[16];
        bootId[0] = boot;
        wire = new RecordWire();
        meter = new WireMeter();
        ring = Ring.open(
                RingSettings.of(file, RING_BYTES), SessionBench.AGENT, wall, () -> mono, Bytes.of(bootId), _ -> true);
        budget = new ByteBudget(settings, ring, meter, boot, () -> mono, wall);
        session = new Session(
                SessionSettings.DEFAULT,
                SessionBench.AGENT,
                ring.outbox(),
                wire,
                new SessionBench.Told(),
                budget,
                new SplittableRandom(1),
                mono);
    }

    /** There is no way to the hub, or there is one again; what is connected is cut. */
    void link(boolean there) {
        linked = there;
        if (!there) {
            on(new SessionInput.Lost(attempt, "cut"));
        }
    }

    void pass(Duration span) {
        long until = mono + span.toMillis();
        while (mono < until) {
            mono += DETAIL_EVERY.toMillis();
            work();
            store(Stream.MINUTES, MINUTE_BYTES);
            if (mono % Duration.ofHours(1).toMillis() == 0) {
                store(Stream.SUMMARIES, OUTLINE_BYTES);
                store(Stream.EVENTS, EVENT_BYTES);
            }
            on(new SessionInput.NewBatches());
        }
    }

    private void store(Stream stream, int bytes) {
        var draft = new BatchDraft(
                stream, RecordCounts.NONE, BEGIN + now(), BEGIN + now(), List.of(), (key, startNo) -> new byte[bytes]);
        Closing closing = stream == Stream.MINUTES ? ring.closeWindow(List.of(draft)) : ring.store(List.of(draft));
        ((Closing.Stored) closing).batches().forEach(entry -> made.put(entry.key(), now()));
    }

    /** Lets the session work up to now, at the moments it asked for. */
    private void work() {
        long target = mono;
        mono = Math.min(mono, workedUpTo);
        while (session.wakeAt() <= target) {
            mono = Math.max(mono, session.wakeAt());
            on(new SessionInput.Tick());
        }
        mono = target;
        workedUpTo = target;
    }

    private void on(SessionInput input) {
        toDo.addAll(session.on(input, mono));
        while (!toDo.isEmpty()) {
            switch (toDo.removeFirst()) {
                case SessionAction.Connect(long now, Bytes _)
                when !linked -> toDo.addAll(session.on(new SessionInput.ConnectFailed(now, false, "no way"), mono));
                case SessionAction.Connect(long now, Bytes _) -> {
                    attempt = now;
                    toDo.addAll(session.on(new SessionInput.Connected(attempt, 65_535, 1 << 20), mono));
                    hear(Downlink.HUB_STATE, new HubState(true, HUB, 0, 1_000, 200));
                }
                case SessionAction.Publish(long _, Publication publication) -> receive(publication);
                case SessionAction.HubClock(long hubNow, long _) -> budget.hubSays(hubNow);
                case SessionAction.Subscribe _,
                        SessionAction.Disconnect _,
                        SessionAction.Raise _,
                        SessionAction.TakePiece _,
                        SessionAction.Obey _ -> {}
            }
        }
    }

    private void receive(Publication publication) {
        meter.passed(messageBytes
                + publication.key().map(_ -> publication.payload().length).orElse(0));
        toDo.addAll(session.on(new SessionInput.Published(attempt, publication.token(), 0), mono));
        switch (publication.uplink()) {
            case STATE ->
                conn = wire.read(publication.payload(), AgentState.class).conn();
            case LIVE -> lives.add(now());
            case WANT -> {}
            case HELLO -> hear(Downlink.HELLO, reply(wire.read(publication.payload(), Hello.class)));
            case BATCH -> {
                BatchKey key = publication.key().orElseThrow();
                arrived.putIfAbsent(key, now());
                var range = new SeqRange(key.seq(), key.seq());
                hear(
                        Downlink.ACK,
                        new Ack(
                                conn,
                                HUB,
                                ++lsn,
                                key.epoch(),
                                key.stream(),
                                0,
                                List.of(range),
                                List.of(),
                                SessionBench.CREDIT,
                                0));
            }
        }
    }

    private HelloReply reply(Hello hello) {
        var answers = new ArrayList<Held>();
        for (EpochHead head : hello.epochs()) {
            var seqs = HeldSeqs.of(head.epoch(), head.stream(), arrived.keySet());
            long cum = HeldSeqs.cum(seqs);
            var beyond = HeldSeqs.ranges(seqs.tailSet(cum + 1));
            answers.add(new Held(head.epoch(), head.stream(), cum, beyond, List.of(), List.of()));
        }
        return new HelloReply(conn, HUB, lsn, BEGIN + now(), hello.page(), answers, SessionBench.CREDIT, List.of());
    }

    private void hear(Downlink from, Object message) {
        meter.passed(messageBytes);
        toDo.addAll(session.on(new SessionInput.Received(attempt, from, Bytes.of(wire.write(message))), mono));
    }

    @Override
    public void close() {
        ring.close();
    }
}
