package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import skerry.agent.budget.Spending;
import skerry.agent.contact.LinkHours;
import skerry.agent.ring.BatchDraft;
import skerry.agent.ring.InMemoryOutbox;
import skerry.agent.ring.Outbox.HubMark;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;
import skerry.protocol.control.Ack.Nack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.Credit;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.control.HubState;
import skerry.protocol.control.Live;
import skerry.protocol.control.SeqRange;

/** A session on a bench: a test says what happens and when, and sees what the session wants done. */
final class SessionBench {
    static final Uid AGENT = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    static final long HUB = 77;
    static final Credit CREDIT = new Credit(0, 8, 86_400_000);

    private static final int MOST_WAKES = 1_000;

    final RecordWire wire = new RecordWire();
    final InMemoryOutbox ring = new InMemoryOutbox(AGENT, new AtomicLong(1)::getAndIncrement);
    final List<SessionAction> done = new ArrayList<>();
    final List<Hello> hellos = new ArrayList<>();
    final Session session;
    long now = 1_000_000;
    long attempt;
    long conn;
    long lsn = 10;
    Credit credit = CREDIT;
    private boolean tellsHubState = true;
    private int wakes;

    SessionBench() {
        this(SessionSettings.DEFAULT);
    }

    SessionBench(SessionSettings settings) {
        this(settings, Spending.UNLIMITED);
    }

    SessionBench(SessionSettings settings, Spending spending) {
        this(settings, spending, LinkHours.ALWAYS);
    }

    SessionBench(LinkHours hours) {
        this(SessionSettings.DEFAULT, Spending.UNLIMITED, hours);
    }

    private SessionBench(SessionSettings settings, Spending spending, LinkHours hours) {
        session = new Session(settings, AGENT, ring, wire, new Told(), spending, hours, new SplittableRandom(1), now);
    }

    // ---- what happens

    List<SessionAction> on(SessionInput input) {
        var actions = session.on(input, now);
        done.addAll(actions);
        for (SessionAction action : actions) {
            switch (action) {
                case SessionAction.Connect connect -> attempt = connect.attempt();
                case SessionAction.Publish publish -> note(publish.publication());
                default -> {}
            }
        }
        return actions;
    }

    private void note(Publication publication) {
        if (publication.uplink() == Uplink.STATE) {
            conn = wire.read(publication.payload(), AgentState.class).conn();
        } else if (publication.uplink() == Uplink.HELLO) {
            hellos.add(wire.read(publication.payload(), Hello.class));
        }
    }

    /** Lets time pass and wakes the session whenever it wants. */
    List<SessionAction> pass(long millis) {
        long until = now + millis;
        int from = done.size();
        while (session.wakeAt() <= until) {
            wake();
        }
        now = until;
        on(new SessionInput.Tick());
        return List.copyOf(done.subList(from, done.size()));
    }

    /** Wakes the session when it wants, which must not be again and again while no time passes. */
    List<SessionAction> wake() {
        long before = now;
        now = Math.max(now, session.wakeAt());
        wakes = now > before ? 1 : wakes + 1;
        assertThat(wakes).as("wakes at one moment").isLessThan(MOST_WAKES);
        return on(new SessionInput.Tick());
    }

    /** The broker does not tell a new connection how the hub is, as it does otherwise. */
    void hubKeepsItsStateBack() {
        tellsHubState = false;
    }

    List<SessionAction> connect() {
        return connect(65_535, Integer.MAX_VALUE);
    }

    List<SessionAction> connect(int receiveMaximum, int packet) {
        while (session.view().state() != SessionState.CONNECTING) {
            wake();
        }
        var actions = on(new SessionInput.Connected(attempt, receiveMaximum, packet));
        if (tellsHubState) {
            hubState(true, HUB, 0);
        }
        return actions;
    }

    /** Connected, with a hub that answered that it holds nothing. */
    List<SessionAction> stream() {
        connect();
        return reply();
    }

    List<SessionAction> reply(Held... held) {
        return reply(HUB, held);
    }

    List<SessionAction> reply(long hubBoot, Held... held) {
        int page = hellos.isEmpty() ? 0 : hellos.getLast().page();
        return hear(Downlink.HELLO, new HelloReply(conn, hubBoot, lsn, 0, page, List.of(held), credit, List.of()));
    }

    List<SessionAction> ack(Stream stream, long cum, Nack... nacks) {
        return ack(HUB, stream, cum, List.of(), nacks);
    }

    List<SessionAction> ack(long hubBoot, Stream stream, long cum, List<SeqRange> ranges, Nack... nacks) {
        return hear(
                Downlink.ACK, new Ack(conn, hubBoot, ++lsn, epoch(), stream, cum, ranges, List.of(nacks), credit, 0));
    }

    List<SessionAction> hubState(boolean on, long hubBoot, int level) {
        return hear(Downlink.HUB_STATE, new HubState(on, hubBoot, level, 25_000, 200));
    }

    List<SessionAction> hear(Downlink from, Object message) {
        return on(new SessionInput.Received(attempt, from, Bytes.of(wire.write(message))));
    }

    /** The broker takes all that was published since the last call. */
    void takeAll() {
        takeAll(0);
    }

    void takeAll(int code) {
        var tokens = published(List.copyOf(done)).stream()
                .map(Publication::token)
                .filter(token -> token >= taken)
                .toList();
        for (long token : tokens) {
            taken = Math.max(taken, token + 1);
            on(new SessionInput.Published(attempt, token, code));
        }
    }

    private long taken;

    BatchKey store(Stream stream) {
        return store(stream, 100);
    }

    BatchKey store(Stream stream, int size) {
        return ring.store(
                new BatchDraft(stream, new RecordCounts(1, 0, 0), 0, 0, List.of(), (key, startNo) -> new byte[size]));
    }

    void store(Stream stream, int count, int size) {
        for (int i = 0; i < count; i++) {
            store(stream, size);
        }
    }

    private long epoch() {
        return ring.heads().getLast().epoch();
    }

    // ---- what was done

    static List<Publication> published(List<SessionAction> actions) {
        return actions.stream()
                .filter(SessionAction.Publish.class::isInstance)
                .map(action -> ((SessionAction.Publish) action).publication())
                .toList();
    }

    /** Such as {@code m1} or {@code e3}; control messages by their name. */
    static List<String> names(List<SessionAction> actions) {
        return published(actions).stream()
                .map(publication -> publication
                        .key()
                        .map(key -> "" + key.stream().code() + key.seq())
                        .orElse(publication.uplink().name()))
                .toList();
    }

    /** Only batches. */
    static List<String> batches(List<SessionAction> actions) {
        return names(actions).stream()
                .filter(name -> Character.isLowerCase(name.charAt(0)))
                .toList();
    }

    static List<String> raised(List<SessionAction> actions) {
        return actions.stream()
                .filter(SessionAction.Raise.class::isInstance)
                .map(action -> ((SessionAction.Raise) action).sentence())
                .toList();
    }

    static final class Told implements Presence {
        private static final Bytes NO_ID = Bytes.of(new byte[16]);

        @Override
        public Hello hello(long conn, List<EpochHead> epochs, int page, int pages, long bytesQueued, HubMark last) {
            return new Hello(
                    conn,
                    NO_ID,
                    NO_ID,
                    epochs,
                    page,
                    pages,
                    bytesQueued,
                    0,
                    0,
                    ClockQuality.UNKNOWN,
                    last.hubBoot(),
                    last.lsn(),
                    "test");
        }

        @Override
        public Live live(long conn, List<EpochHead> heads, long bytesQueued) {
            return new Live(conn, 0, ClockQuality.UNKNOWN, 0, "test", heads, bytesQueued, "ok", "", Map.of());
        }
    }
}
