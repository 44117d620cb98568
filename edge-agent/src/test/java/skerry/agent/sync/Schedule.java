package skerry.agent.sync;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import skerry.agent.ring.BatchDraft;
import skerry.agent.ring.InMemoryOutbox;
import skerry.agent.ring.Outbox;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.Credit;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.Live;
import skerry.protocol.control.SeqRange;

/**
 * One seeded life of an agent and a hub: the real session between an outbox, a broker that drops, doubles, delays and
 * swaps, and a hub that crashes and forgets. After the storm everything is calm for long enough, and then must be in
 * its place. Virtual time only; everything follows from the seed.
 */
final class Schedule {
    private static final Uid AGENT = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final long STORM_MILLIS = Duration.ofMinutes(40).toMillis();
    private static final long SETTLE_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long CALM_MILLIS = Duration.ofHours(4).toMillis();
    private static final List<Stream> STREAMS = List.of(Stream.values());
    private static final Bytes NO_ID = Bytes.of(new byte[16]);
    private static final int MOST_STEPS = 60_000;
    private static final int MOST_STEPS_AT_ONCE = 500;

    private final Faults faults;
    private final SplittableRandom random;
    private final RecordWire wire;
    private final InMemoryOutbox memory;
    private final Outbox outbox;
    private final ModelHub hub;
    private final Presence presence;
    private final boolean refuses;
    private final boolean restores;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<BatchKey, byte[]> created = new HashMap<>();
    private final List<Object> trace = new ArrayList<>();
    private Session session;
    private long now = 1_000;
    private long eventNumbers;
    private boolean calm;

    /** The connection as the broker sees it; 0 for none. */
    private long connected;

    private long asked;
    private boolean brokerUp = true;
    private long brokerLife;

    /** A broker keeps the order within a topic; that of receipts is swapped all the same, that of the hub's state not. */
    private long statesSaid;

    private long statesHeard;

    // What an observer of one connection checks.
    private long connectedAt;
    private long conn;
    private int said;
    private boolean helloHeard;
    private Credit credit = new Credit(0, 0, 0);
    private long creditUntil;
    private final Map<BatchKey, byte[]> sent = new HashMap<>();
    private final Set<BatchKey> sentHere = new HashSet<>();

    /** How the session is made worse, to see that the schedules notice. */
    interface Faults {
        default RecordWire wire() {
            return new RecordWire();
        }

        default boolean acksBeforeCommit() {
            return false;
        }

        /** Called on a PUBACK for a batch. */
        default void onPubAck(BatchKey key, Outbox outbox) {}

        /** Whether the outbox is never told that a confirmation is void. */
        default boolean forgetsToTakeBack() {
            return false;
        }

        /** Whether a batch that was sent on this connection before is swallowed. */
        default boolean swallowsResends() {
            return false;
        }
    }

    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    Schedule(long seed, Faults faults, long wallShift) {
        this.faults = faults;
        this.random = new SplittableRandom(seed);
        this.wire = faults.wire();
        this.memory = new InMemoryOutbox(AGENT, random.split()::nextLong);
        this.refuses = random.nextInt(4) == 0;
        this.restores = random.nextInt(4) == 0;
        this.hub = new ModelHub(this, random.split(), wire, faults.acksBeforeCommit());
        this.outbox = new Watched(memory);
        this.presence = new Told(() -> now + wallShift);
        this.session = newSession();
    }

    /** Runs to the end; returns what was done, in order, without any wall time. */
    List<Object> run() {
        scheduleStorm();
        int steps = 0;
        int stepsNow = 0;
        long last = now;
        while (now < STORM_MILLIS + CALM_MILLIS) {
            long wake = Math.max(now, session.wakeAt());
            var next = events.peek();
            if (next != null && next.at() <= wake) {
                events.remove();
                now = Math.max(now, next.at());
                next.action().run();
            } else {
                now = wake;
                feed(new SessionInput.Tick());
            }
            stepsNow = now == last ? stepsNow + 1 : 0;
            last = now;
            check(stepsNow < MOST_STEPS_AT_ONCE, "the session wakes up again and again without time passing");
            check(++steps < MOST_STEPS, "the session does not come to rest");
            if (now > STORM_MILLIS + SETTLE_MILLIS && isAtRest()) {
                break;
            }
        }
        checkRest();
        return trace;
    }

    private boolean isAtRest() {
        var view = session.view();
        return outbox.bytesQueued() == 0
                && view.inFlight() == 0
                && (view.state() == SessionState.STREAMING || view.state() == SessionState.PAUSED);
    }

    private void scheduleStorm() {
        int batches = 20 + random.nextInt(60);
        for (int i = 0; i < batches; i++) {
            at(random.nextLong(STORM_MILLIS), this::newBatch);
        }
        each(random.nextInt(6), this::cut);
        each(random.nextInt(3), () -> {
            hub.crash();
            after(random.nextInt(300_000), this::startHub);
        });
        each(random.nextInt(3), () -> brokerCrash(random.nextInt(200_000)));
        each(random.nextInt(3), this::restartAgent);
        each(3, () -> {
            if (hub.isUp()) {
                hub.tellState();
            }
        });
        if (restores) {
            each(2, hub::takeBackup);
            each(1 + random.nextInt(2), () -> {
                if (hub.isUp()) {
                    hub.restoreBackup();
                }
            });
        }
        at(STORM_MILLIS, () -> {
            calm = true;
            brokerUp = true;
            startHub();
            hub.tellState();
        });
    }

    private void startHub() {
        if (!hub.isUp()) {
            hub.start();
        }
    }

    private void each(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            at(random.nextLong(STORM_MILLIS), action);
        }
    }

    private void at(long time, Runnable action) {
        events.add(new Event(time, eventNumbers++, action));
    }

    void after(long delay, Runnable action) {
        at(now + delay, action);
    }

    boolean isCalm() {
        return calm;
    }

    boolean refuses() {
        return refuses;
    }

    Uid agent() {
        return AGENT;
    }

    void check(boolean holds, String promise) {
        if (!holds) {
            throw new AssertionError(promise);
        }
    }

    // ---- the agent

    private Session newSession() {
        return new Session(SessionSettings.DEFAULT, AGENT, outbox, wire, presence, random.split(), now);
    }

    private void restartAgent() {
        connected = 0;
        asked = 0;
        memory.restart();
        session = newSession();
    }

    private void newBatch() {
        var stream = STREAMS.get(random.nextInt(STREAMS.size()));
        int size = Long.BYTES + (random.nextInt(40) == 0 ? 60_000 : random.nextInt(3_000));
        var records = new RecordCounts(random.nextInt(5_000), random.nextInt(50), 1);
        var content = ByteBuffer.allocate(size).putLong(random.nextLong()).array();
        var key = memory.store(new BatchDraft(stream, records, now, now, List.of(), (of, startNo) -> content));
        created.put(key, content);
        feed(new SessionInput.NewBatches());
    }

    private void feed(SessionInput input) {
        var actions = session.on(input, now);
        for (SessionAction action : actions) {
            perform(action);
        }
        check(session.view().inFlight() <= SendWindow.MOST_BATCHES, "more than the window is under way");
    }

    private void perform(SessionAction action) {
        switch (action) {
            case SessionAction.Connect(long attempt, Bytes _) -> {
                trace.add("connect " + attempt + " at " + now);
                asked = attempt;
                connect(attempt);
            }
            case SessionAction.Subscribe(long attempt) ->
                after(latency(), () -> feed(new SessionInput.Subscribed(attempt, 1)));
            case SessionAction.Publish(long attempt, Publication publication) -> {
                trace.add(publication.uplink() + " " + publication.key() + " at " + now);
                boolean again = publication.key().map(key -> !sentHere.add(key)).orElse(false);
                observe(publication, again);
                publish(attempt, publication, again);
            }
            case SessionAction.Disconnect _ -> {
                trace.add("disconnect at " + now);
                connected = 0;
                asked = 0;
            }
            case SessionAction.Raise _, SessionAction.HubClock _, SessionAction.Obey _, SessionAction.TakePiece _ -> {}
        }
    }

    private void observe(Publication publication, boolean again) {
        said++;
        if (publication.uplink() == Uplink.STATE) {
            conn = wire.read(publication.payload(), AgentState.class).conn();
        }
        if (said == 1) {
            check(publication.uplink() == Uplink.LIVE, "something came before live: " + publication.uplink());
            check(now - connectedAt <= 5_000, "live came more than 5 s after the connection");
        }
        publication.key().ifPresent(key -> {
            check(said > 3, "a batch came before state, live and hello");
            check(helloHeard || key.stream() == Stream.EVENTS, "history came before the hub's answer");
            byte[] before = sent.putIfAbsent(key, publication.payload());
            check(
                    before == null || Arrays.equals(before, publication.payload()),
                    "a batch was sent again with other bytes");
            if (!again && hub.neverDied() && now < creditUntil && key.stream() != Stream.EVENTS) {
                check(session.view().inFlight() <= Math.max(1, credit.window()), "more than the credit is under way");
            }
        });
    }

    // ---- the broker

    private void connect(long attempt) {
        int fate = calm ? 0 : random.nextInt(10);
        var by = session;
        after(latency() * 3, () -> {
            if (session != by || asked != attempt || fate == 9) {
                return;
            }
            if (!brokerUp || fate == 8) {
                feed(new SessionInput.ConnectFailed(attempt, fate == 8 && random.nextInt(8) == 0, "refused"));
                return;
            }
            connected = attempt;
            connectedAt = now;
            said = 0;
            helloHeard = false;
            creditUntil = 0;
            sentHere.clear();
            int receiveMaximum = random.nextInt(3) == 0 ? 2 + random.nextInt(20) : 65_535;
            feed(new SessionInput.Connected(attempt, receiveMaximum, Integer.MAX_VALUE));
            hub.tellState();
        });
    }

    private void publish(long attempt, Publication publication, boolean again) {
        long born = brokerLife;
        boolean swallowed = again && faults.swallowsResends();
        after(latency(), () -> {
            if (born != brokerLife || connected != attempt) {
                return;
            }
            boolean nobody = !hub.isUp() && random.nextInt(2) == 0;
            boolean full = !calm && random.nextInt(60) == 0;
            int code = publication.uplink().qos() == 0 ? 0 : nobody ? 0x10 : full ? 0x97 : 0;
            after(latency(), () -> {
                if (born == brokerLife && connected == attempt) {
                    publication.key().ifPresent(key -> faults.onPubAck(key, outbox));
                    feed(new SessionInput.Published(attempt, publication.token(), code));
                }
            });
            if (code == 0 && !swallowed) {
                forward(publication, born);
            }
        });
    }

    private void forward(Publication publication, long born) {
        var key = publication.key().orElse(new BatchKey(AGENT, 0, Stream.EVENTS, 1));
        int copies = copies();
        for (int i = 0; i < copies; i++) {
            after(hubLatency(), () -> {
                if (born == brokerLife && hub.isUp()) {
                    hub.receive(publication.uplink(), key, publication.payload());
                }
            });
        }
    }

    /** From the hub to whoever is connected when it arrives; the retained state also waits for the next connection. */
    void hubSays(Downlink downlink, byte[] payload) {
        long born = brokerLife;
        long number = downlink == Downlink.HUB_STATE ? ++statesSaid : Long.MAX_VALUE;
        int copies = copies();
        for (int i = 0; i < copies; i++) {
            after(hubLatency(), () -> {
                if (born == brokerLife && connected != 0 && number > statesHeard) {
                    statesHeard = number == Long.MAX_VALUE ? statesHeard : number;
                    note(downlink, payload);
                    feed(new SessionInput.Received(connected, downlink, Bytes.of(payload)));
                }
            });
        }
    }

    private void note(Downlink downlink, byte[] payload) {
        if (downlink == Downlink.HELLO) {
            var reply = wire.read(payload, HelloReply.class);
            if (reply.conn() == conn && session.view().state() == SessionState.HELLO) {
                helloHeard = true;
                granted(reply.credit());
            }
        } else if (downlink == Downlink.ACK && helloHeard) {
            var ack = wire.read(payload, Ack.class);
            if (ack.conn() == conn) {
                granted(ack.credit());
            }
        }
    }

    private void granted(Credit newCredit) {
        credit = newCredit;
        creditUntil = now + credit.validForMillis();
    }

    private int copies() {
        return calm ? 1 : random.nextInt(10) == 0 ? 0 : random.nextInt(10) == 0 ? 2 : 1;
    }

    private void cut() {
        if (connected != 0) {
            long was = connected;
            connected = 0;
            asked = 0;
            brokerLife += random.nextInt(2);
            feed(new SessionInput.Lost(was, "cut"));
        }
    }

    private void brokerCrash(long downFor) {
        brokerLife++;
        brokerUp = false;
        cut();
        after(downFor, () -> brokerUp = true);
    }

    private long latency() {
        return 1L + random.nextInt(calm ? 50 : 400);
    }

    private long hubLatency() {
        return random.nextInt(calm || random.nextInt(8) > 0 ? 100 : 90_000);
    }

    // ---- what must hold in the end

    private void checkRest() {
        check(isAtRest(), "not everything was delivered: " + outbox.bytesQueued() + " bytes wait, " + session.view());
        long expected = 0;
        long delivered = 0;
        for (var entry : created.entrySet()) {
            var key = entry.getKey();
            expected++;
            if (hub.quarantined().contains(key)) {
                delivered++;
            } else {
                byte[] there = hub.applied().get(key);
                check(there != null, "the hub misses " + key);
                check(Arrays.equals(there, entry.getValue()), "the hub holds other bytes of " + key);
                delivered++;
            }
        }
        check(expected == delivered, "created " + expected + ", delivered " + delivered);
        check(hub.applied().size() + hub.quarantined().size() == created.size(), "the hub holds what nobody made");
    }

    /** Checks that what is freed is held by the hub, and then takes its space at once. */
    private final class Watched implements Outbox {
        private final InMemoryOutbox ring;

        Watched(InMemoryOutbox ring) {
            this.ring = ring;
        }

        @Override
        public void confirmed(long epoch, Stream stream, List<SeqRange> ranges) {
            ring.confirmed(epoch, stream, ranges);
            for (BatchKey key : ring.held()) {
                if (ring.isConfirmed(key)) {
                    check(hub.wasEverDurable(key), "freed before the hub held it: " + key);
                    if (!restores) {
                        ring.evict(key);
                    }
                }
            }
        }

        @Override
        public void refused(BatchKey key, Ack.Reason reason) {
            check(hub.wasEverDurable(key), "counted as refused before the hub did: " + key);
            ring.refused(key, reason);
        }

        @Override
        public void sentOneWay(long epoch, Stream stream, List<SeqRange> ranges) {
            ring.sentOneWay(epoch, stream, ranges);
        }

        @Override
        public List<EpochHead> heads() {
            return ring.heads();
        }

        @Override
        public List<Entry> pending(Stream stream, long afterOrder, int limit) {
            return ring.pending(stream, afterOrder, limit);
        }

        @Override
        public long newestOrder() {
            return ring.newestOrder();
        }

        @Override
        public Optional<BatchKey> chunk(Bytes hash) {
            return ring.chunk(hash);
        }

        @Override
        public Optional<byte[]> load(BatchKey key) {
            return ring.load(key);
        }

        @Override
        public void admitted(long epoch, Stream stream, List<SeqRange> ranges) {
            ring.admitted(epoch, stream, ranges);
        }

        @Override
        public void unconfirmed(long epoch, Stream stream, List<SeqRange> ranges) {
            if (!faults.forgetsToTakeBack()) {
                ring.unconfirmed(epoch, stream, ranges);
            }
        }

        @Override
        public long bytesQueued() {
            return ring.bytesQueued();
        }

        @Override
        public HubMark lastHub() {
            return ring.lastHub();
        }

        @Override
        public void heardHub(HubMark mark) {
            ring.heardHub(mark);
        }
    }

    /** Says what is asked, with a wall clock that may be anywhere. */
    private record Told(LongSupplier wall) implements Presence {
        @Override
        public Hello hello(
                long conn, List<EpochHead> epochs, int page, int pages, long bytesQueued, Outbox.HubMark last) {
            return new Hello(
                    conn,
                    NO_ID,
                    NO_ID,
                    epochs,
                    page,
                    pages,
                    bytesQueued,
                    wall.getAsLong(),
                    0,
                    ClockQuality.UNKNOWN,
                    last.hubBoot(),
                    last.lsn(),
                    "test");
        }

        @Override
        public Live live(long conn, List<EpochHead> heads, long bytesQueued) {
            return new Live(
                    conn, wall.getAsLong(), ClockQuality.UNKNOWN, 0, "test", heads, bytesQueued, "ok", "", Map.of());
        }
    }
}
