package skerry.hub.ingest;

import static java.lang.System.Logger.Level.WARNING;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Road;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.BatchKey;
import skerry.protocol.Stream;
import skerry.protocol.Topics;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;

/**
 * What the hub does with what agents say, below any broker and without threads of its own: the caller brings the messages
 * and the moments. Thread-safe, but one thread at a time decodes.
 */
public final class FrontDesk {
    private static final System.Logger LOG = System.getLogger(FrontDesk.class.getName());

    private final Intake intake;
    private final Rollback rollback = new Rollback();
    private final Sessions sessions;
    private final Receipts receipts;
    private final Decoder decoder;
    private final CommandSender commands;
    private final MonotonicClock clock;
    /** Guarded by itself. */
    private final ReceiptJoiner joiner = new ReceiptJoiner();

    /** Takes a receipt to an agent. */
    public interface Way {
        void send(Uid uid, byte[] receipt);
    }

    public FrontDesk(
            FleetStore store,
            HubIdent hub,
            Topics topics,
            InstantSource wall,
            MonotonicClock clock,
            LoadGauge load,
            IngestCounts counts) {
        this.intake = new Intake(store, topics, wall, counts);
        this.sessions = new Sessions(store, hub, wall, load, counts, rollback);
        this.receipts = new Receipts(store, sessions, hub, load, wall, counts);
        this.decoder = new Decoder(store, counts, this::askForChunk);
        this.commands = new CommandSender(store, hub, wall);
        this.clock = clock;
    }

    Rollback rollback() {
        return rollback;
    }

    /** The way in for other roads. */
    Intake intake() {
        return intake;
    }

    /** Hears a birth or a will. */
    public void state(Uid uid, byte[] bytes) {
        sessions.state(uid, bytes);
    }

    /** Hears how an agent is. */
    public void live(Uid uid, byte[] bytes) {
        sessions.live(uid, bytes);
    }

    /** Answers a hello; empty if it is not to be answered. */
    public Optional<byte[]> hello(Uid uid, byte[] bytes) {
        return sessions.hello(uid, bytes);
    }

    /**
     * The commands to be sent to an agent now, signed, in their order; none while it has not said hello.
     *
     * @param fresh whether its connection is new
     */
    public List<byte[]> commands(Uid uid, boolean fresh) {
        return sessions.line(uid)
                .filter(Sessions.Line::greeted)
                .map(line -> commands.due(uid, line.conn(), fresh))
                .orElse(List.of());
    }

    /** Checks the bytes of a batch: length, header, identity, signature. Any number of threads at once. */
    public Checked check(Uid uid, Stream stream, byte[] bytes) {
        return intake.check(uid, stream, bytes);
    }

    /** Stores what is sound in one durable commit; its receipts wait for {@link #answer}. */
    public void store(List<Checked> group, Road road) {
        queue(intake.commit(group, road));
    }

    /** Sends the receipts that are due. */
    public void answer(Way way) {
        List<ReceiptJoiner.Due> due;
        synchronized (joiner) {
            due = joiner.due(clock.millis());
        }
        for (ReceiptJoiner.Due one : due) {
            try {
                receipts.send(one, way);
            } catch (RuntimeException e) {
                LOG.log(WARNING, "agent " + one.uid() + " was not answered and will send again", e);
            }
        }
    }

    /** Milliseconds until receipts are due; {@code Long.MAX_VALUE} if none wait. */
    public long untilAnswer() {
        synchronized (joiner) {
            return joiner.untilDue(clock.millis());
        }
    }

    /**
     * Decodes all that is stored and not decoded.
     *
     * @throws skerry.hub.store.StoreException if the store failed; to be tried again
     */
    public void decode() {
        decoder.drain();
    }

    /** Asks a store that failed whether it takes batches again. */
    void probe() {
        intake.probe();
    }

    /** The hub hears its broker: history waits until the fleet is back. */
    void fleetReturns() {
        sessions.fleetReturns(clock.millis());
    }

    /** Looks whether the fleet is back. */
    void watchReturn() {
        sessions.watchReturn(clock.millis());
    }

    /** Forgets connections: the broker that knew of them is gone. */
    public void allGone() {
        sessions.allGone();
    }

    private void queue(List<Verdict> verdicts) {
        synchronized (joiner) {
            long now = clock.millis();
            verdicts.forEach(verdict -> joiner.add(verdict, now));
        }
    }

    /** A batch is stored and cannot be read without a chunk that its agent may still have. */
    private void askForChunk(BatchKey key) {
        queue(List.of(new Verdict.NotTaken(key, Ack.Reason.DICT_MISSING, 0)));
    }
}
