package skerry.hub.ingest;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.security.InvalidKeyException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Present;
import skerry.hub.store.Progress;
import skerry.hub.store.StoreException;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.Live;
import skerry.protocol.control.SessionKeys;

/**
 * What agents say beside batches: births and wills, live messages, hellos, which it answers. Knows the connection of each
 * agent and the key of its receipts. Thread-safe.
 */
final class Sessions {
    private static final long NO_CONN = 0;
    private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

    private final FleetStore store;
    private final HubIdent hub;
    private final InstantSource clock;
    private final LoadGauge load;
    private final IngestCounts counts;
    private final Rollback rollback;
    private final VerifyKeys keys = new VerifyKeys();
    private final Map<Uid, Session> sessions = new ConcurrentHashMap<>();
    private final Homecoming homecoming = new Homecoming();

    /** The connection on which an agent is answered; guarded by itself. */
    private static final class Session {
        private final HelloOrder order = new HelloOrder();
        private final Twins twins = new Twins();
        private final List<EpochHead> pages = new ArrayList<>();
        private long conn;
        private boolean greeted;
        private int nextPage;
        private @Nullable SessionKeys keys;

        void turnTo(long newConn) {
            if (newConn != conn) {
                conn = newConn;
                greeted = false;
                nextPage = 0;
                keys = null;
            }
        }
    }

    /**
     * How to answer an agent.
     *
     * @param greeted whether it said hello on this connection
     */
    record Line(long conn, boolean greeted, SessionKeys keys) {}

    Sessions(
            FleetStore store,
            HubIdent hub,
            InstantSource clock,
            LoadGauge load,
            IngestCounts counts,
            Rollback rollback) {
        this.store = store;
        this.hub = hub;
        this.clock = clock;
        this.load = load;
        this.counts = counts;
        this.rollback = rollback;
    }

    /** A birth or a will. */
    void state(Uid uid, byte[] bytes) {
        if (agent(uid).isEmpty()) {
            counts.foreign(IngestCounts.Foreign.NOT_ENROLLED);
            return;
        }
        try {
            AgentState state = ControlCodec.decodeState(bytes);
            if (!state.on()) {
                store.present().disconnected(uid, state.conn());
                return;
            }
            store.present().connected(uid, state.conn(), clock.millis());
            Session session = session(uid);
            synchronized (session) {
                // Not signed: a hello knows better.
                if (!session.greeted) {
                    session.turnTo(state.conn());
                }
            }
        } catch (ProtocolException _) {
            counts.garbled();
        }
    }

    private Session session(Uid uid) {
        return sessions.computeIfAbsent(uid, _ -> new Session());
    }

    void live(Uid uid, byte[] bytes) {
        if (agent(uid).isEmpty()) {
            counts.foreign(IngestCounts.Foreign.NOT_ENROLLED);
            return;
        }
        try {
            Live live = ControlCodec.decodeLive(bytes);
            store.present().live(uid, live, clock.millis());
            homecoming.home(uid);
            // Not signed, so it tells of heads and proves no loss.
            List<EpochHead> heads = live.heads().stream()
                    .map(head -> new EpochHead(head.epoch(), head.startNo(), head.stream(), head.head(), 1))
                    .toList();
            store.batches().announce(uid, heads, false);
            store.present().progress(uid, Progress.of(store.batches().holdings(uid)));
        } catch (ProtocolException _) {
            counts.garbled();
        }
    }

    /** Answers a hello; empty if it is not to be answered. */
    Optional<byte[]> hello(Uid uid, byte[] bytes) {
        Optional<Agent> agent = agent(uid);
        if (agent.isEmpty()) {
            counts.foreign(IngestCounts.Foreign.NOT_ENROLLED);
            return Optional.empty();
        }
        try {
            Hello hello = ControlCodec.decodeHello(bytes, uid, keys.of(agent.get()));
            return answer(uid, hello).map(reply -> ControlCodec.encode(reply, uid, hub.signingKey()));
        } catch (ProtocolException _) {
            counts.garbled();
            return Optional.empty();
        } catch (StoreException e) {
            LOG.log(WARNING, "the hello of agent {0} is not answered: {1}", uid, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<HelloReply> answer(Uid uid, Hello hello) {
        long now = clock.millis();
        Session session = session(uid);
        synchronized (session) {
            if (!session.order.isNews(hello)) {
                LOG.log(DEBUG, "a hello of agent {0} came after a later one and is not answered", uid);
                return Optional.empty();
            }
            session.turnTo(hello.conn());
            boolean isLast = hello.page() == hello.pages() - 1;
            // The newest epoch is the last of all.
            if (isLast && session.twins.noticed(hello.epochs())) {
                twins(uid, now);
            }
            store.batches().announce(uid, hello.epochs(), false);
            if (collectPages(session, hello)) {
                store.batches().announce(uid, session.pages, true);
                session.pages.clear();
            }
            session.greeted |= isLast;
        }
        rollback.compare(uid, hello.lastLsn(), store.batches().lsn(), now);
        store.present()
                .hello(
                        uid,
                        hello.agentVersion(),
                        hello.bytesQueued(),
                        new Present.Clock(hello.quality().code(), hello.wallMillis() - now, -1),
                        now);
        store.present().progress(uid, Progress.of(store.batches().holdings(uid)));
        return Optional.of(new HelloReply(
                hello.conn(),
                hub.boot(),
                store.batches().lsn(),
                now,
                hello.page(),
                hello.epochs().stream()
                        .map(head -> HeldRow.of(store.batches(), uid, head.epoch(), head.stream()))
                        .toList(),
                load.credit(),
                store.models().wanted(uid, Limits.MAX_WANTED).stream()
                        .map(Bytes::hex)
                        .toList()));
    }

    private void twins(Uid uid, long now) {
        boolean known = store.present().of(uid).map(Present::twinsAt).orElse(0L) > 0;
        store.present().twins(uid, now);
        LOG.log(
                known ? DEBUG : WARNING,
                "two processes speak for agent {0} by turns: look for a second machine with a copy of its data folder",
                uid);
    }

    /** Whether all pages of a hello have come, one after the other. */
    private static boolean collectPages(Session session, Hello hello) {
        if (hello.page() == 0) {
            session.pages.clear();
        } else if (hello.page() != session.nextPage) {
            return false; // asked again, or out of order: what is listed is not known to be all
        }
        session.pages.addAll(hello.epochs());
        session.nextPage = hello.page() + 1;
        return hello.page() == hello.pages() - 1;
    }

    /** How to answer an agent; empty while the hub knows of no connection of it. */
    Optional<Line> line(Uid uid) {
        Session session = sessions.get(uid);
        Optional<Agent> agent = agent(uid);
        if (session == null || agent.isEmpty()) {
            return Optional.empty();
        }
        synchronized (session) {
            if (session.conn == NO_CONN) {
                return Optional.empty();
            }
            SessionKeys known = session.keys;
            try {
                if (known == null) {
                    known = SessionKeys.ofHub(
                            hub.identity().agree().getPrivate(),
                            agent.get().card(),
                            hub.card(),
                            session.conn,
                            hub.boot());
                    session.keys = known;
                }
            } catch (InvalidKeyException e) {
                LOG.log(INFO, "agent {0} was enrolled with a key that no receipt can be made for: enrol it anew", uid);
                return Optional.empty();
            }
            return Optional.of(new Line(session.conn, session.greeted, known));
        }
    }

    /** The hub hears its broker: those who were in touch before are awaited. */
    void fleetReturns(long now) {
        homecoming.begin(
                store.present().lately().stream()
                        .filter(uid -> agent(uid).isPresent())
                        .toList(),
                now);
        watchReturn(now);
    }

    /** Lets history come once the fleet is back. */
    void watchReturn(long now) {
        load.holdHistory(homecoming.goesOn(now));
    }

    /** Forgets connections: the broker that knew of them is gone. What is old stays old. */
    void allGone() {
        sessions.values().forEach(session -> {
            synchronized (session) {
                session.turnTo(NO_CONN);
            }
        });
        store.present().allDisconnected();
    }

    private Optional<Agent> agent(Uid uid) {
        return store.registry().find(uid).filter(agent -> !agent.retired());
    }
}
