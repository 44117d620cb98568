package skerry.agent.sync;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import skerry.agent.ring.Outbox;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.stick.StickReceipt;

/**
 * The one thread that drives a session: it feeds what happens to it and does what it says. A failure of the ring ends the
 * session and a new one begins a while later; nothing is lost by that, since the hub is asked what it holds.
 */
public final class SyncLoop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SyncLoop.class.getName());
    private static final long REST_MILLIS = 30_000;
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private final LongFunction<Session> sessions;
    private final Carrier carrier;
    private final Outbox outbox;
    private final MonotonicClock clock;
    private final InstantSource wall;
    private final HubWord word;
    private final Mailbox mailbox = new Mailbox();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile SessionView view;
    private final RoundTrips roundTrips = new RoundTrips();
    private long attempt;

    /**
     * @param sessions makes a session that begins at a monotonic time
     * @param carrier closed with this loop
     * @param wall only to tell people when something was
     */
    public SyncLoop(
            LongFunction<Session> sessions,
            Carrier carrier,
            Outbox outbox,
            MonotonicClock clock,
            InstantSource wall,
            HubWord word) {
        this.sessions = sessions;
        this.carrier = carrier;
        this.outbox = outbox;
        this.clock = clock;
        this.wall = wall;
        this.word = word;
        this.view = new SessionView(SessionState.OFFLINE, clock.millis(), -1, 0, 0, Optional.empty());
        this.thread = Thread.ofPlatform().name("sync").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Says that the ring has stored batches. Never waits; any thread. */
    public void batchesStored() {
        mailbox.put(new SessionInput.NewBatches());
    }

    /** Says that the node's present state has changed so much that the hub should know now. Never waits; any thread. */
    public void liveChanged() {
        mailbox.put(new SessionInput.LiveChanged());
    }

    /** Hands over the hub's word that a stick brought. Never waits; any thread. */
    public void fromStick(StickReceipt receipt) {
        mailbox.put(new SessionInput.FromStick(receipt));
    }

    /** Asks for a piece of a release, if the link has room for it now. Never waits; any thread. */
    public void wantPiece(Bytes want) {
        mailbox.put(new SessionInput.WantPiece(want));
    }

    /** Any thread. */
    public SyncStatus status() {
        var now = view;
        long mono = clock.millis();
        return new SyncStatus(
                now.state(),
                wall.instant().minusMillis(mono - now.since()),
                now.lastContact() < 0
                        ? Optional.empty()
                        : Optional.of(wall.instant().minusMillis(mono - now.lastContact())),
                outbox.bytesQueued(),
                now.inFlight(),
                now.disbelieved() + mailbox.dropped(),
                now.problem());
    }

    /** Ends the connection in good order and the thread. */
    @Override
    public void close() {
        stopping = true;
        mailbox.put(new SessionInput.Tick());
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        carrier.close();
    }

    private void run() {
        while (!stopping) {
            try {
                drive(sessions.apply(clock.millis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                rest(e);
            }
        }
    }

    private void drive(Session session) throws InterruptedException {
        while (!stopping) {
            long wait = Math.clamp(session.wakeAt() - clock.millis(), 0, LONGEST_WAIT_MILLIS);
            var input = mailbox.take(wait);
            if (input instanceof SessionInput.Published(long of, long token, int _) && of == attempt) {
                long took = roundTrips.taken(token, clock.millis());
                if (took >= 0) {
                    word.brokerTook(took);
                }
            }
            List<SessionAction> actions = session.on(input == null ? new SessionInput.Tick() : input, clock.millis());
            show(session.view());
            perform(actions);
        }
    }

    private void perform(List<SessionAction> actions) {
        for (SessionAction action : actions) {
            switch (action) {
                case SessionAction.Connect connect -> {
                    attempt = connect.attempt();
                    roundTrips.begin();
                    carrier.connect(attempt, connect.will(), mailbox);
                }
                case SessionAction.Subscribe(long of) -> carrier.subscribe(of);
                case SessionAction.Publish(long of, Publication publication) -> {
                    roundTrips.sent(publication.token(), clock.millis());
                    carrier.publish(of, publication);
                }
                case SessionAction.Disconnect(long of) -> carrier.disconnect(of);
                case SessionAction.Raise(String sentence) -> LOG.log(WARNING, "sync: {0}", sentence);
                case SessionAction.Obey asked -> word.command(asked);
                case SessionAction.HubClock told -> word.time(told);
                case SessionAction.TakePiece came -> word.piece(came);
            }
        }
    }

    private void show(SessionView now) {
        var before = view;
        view = now;
        if (before.state() != now.state()) {
            LOG.log(INFO, "sync with the hub is {0}", now.state());
        }
    }

    /** The session cannot go on: its ring does not answer, or it has a fault. */
    private void rest(RuntimeException failure) {
        String sentence = "sync stopped and starts again in " + REST_MILLIS / 1000 + " s: " + failure.getMessage();
        LOG.log(WARNING, "{0}", sentence);
        LOG.log(DEBUG, "what stopped the session", failure);
        view = new SessionView(
                SessionState.OFFLINE, clock.millis(), view.lastContact(), 0, view.disbelieved(), Optional.of(sentence));
        carrier.disconnect(attempt);
        long until = clock.millis() + REST_MILLIS;
        try {
            while (!stopping && clock.millis() < until) {
                mailbox.take(until - clock.millis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
