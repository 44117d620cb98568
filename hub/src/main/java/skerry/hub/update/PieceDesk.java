package skerry.hub.update;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Release;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.update.Piece;
import skerry.protocol.update.Piece.Refusal;
import skerry.protocol.update.Want;

/**
 * Hands out the files of releases in pieces, and nothing else that is in the folder: only digests that a release names are
 * served. Each agent, and all of them together, get so many bytes a second; who asks for more is told when to ask again.
 * Thread-safe.
 */
public final class PieceDesk {
    private static final System.Logger LOG = System.getLogger(PieceDesk.class.getName());
    /** Of agents that asked of late; who is not remembered has its whole rate. */
    private static final int REMEMBERED = 4_096;

    private static final int SPREAD_SECONDS = 8;
    private static final int LONGEST_SECONDS = 600;

    private final FleetStore store;
    private final ReleaseFolder folder;
    private final Rates rates;
    private final MonotonicClock clock;
    private final ByteRate all;
    private final Map<Uid, ByteRate> each = new HashMap<>();

    private final LongAdder pieces = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder busy = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder garbled = new LongAdder();

    /**
     * How much may be handed out, in bytes a second.
     *
     * @param all to all agents together
     * @param each to one
     */
    public record Rates(long all, long each) {}

    public PieceDesk(FleetStore store, ReleaseFolder folder, Rates rates, MonotonicClock clock) {
        this.store = store;
        this.folder = folder;
        this.rates = rates;
        this.clock = clock;
        this.all = new ByteRate(rates.all(), Limits.MAX_PIECE_BYTES, clock.millis());
    }

    /**
     * Answers what an agent published.
     *
     * @param crowded whether so much waits to be said already that pieces have to wait
     * @return empty if it is not to be answered
     */
    public Optional<byte[]> answer(Uid uid, byte[] message, boolean crowded) {
        Want want;
        try {
            want = Want.decode(message);
        } catch (ProtocolException _) {
            garbled.increment();
            return Optional.empty();
        }
        if (store.registry().find(uid).filter(agent -> !agent.retired()).isEmpty()) {
            garbled.increment();
            return Optional.empty();
        }
        return Optional.of(answer(uid, want, crowded).encode());
    }

    private Piece answer(Uid uid, Want want, boolean crowded) {
        Optional<Release.File> file = store.releases().file(want.digest());
        if (file.isEmpty() || want.offset() >= file.get().bytes()) {
            return unknown(want);
        }
        int length = (int) Math.min(want.length(), file.get().bytes() - want.offset());
        long wait = crowded ? 1_000 : wait(uid, length);
        if (wait > 0) {
            busy.increment();
            // Else all who are told the same come at the same moment.
            int spread = Math.floorMod(uid.hashCode() + (int) (clock.millis() >> 10), SPREAD_SECONDS);
            int later = (int) Math.min(LONGEST_SECONDS, Math.ceilDiv(wait, 1_000) + spread);
            return new Piece.Refused(want.digest(), want.offset(), Refusal.BUSY, later);
        }
        try {
            Bytes content = folder.read(want.digest(), want.offset(), length);
            pieces.increment();
            bytes.add(content.size());
            return new Piece.Content(want.digest(), want.offset(), file.get().bytes(), content);
        } catch (IOException e) {
            LOG.log(
                    WARNING,
                    "{0} of a release cannot be read, so no agent gets it; add the release again: {1}",
                    file.get().path(),
                    e.getMessage());
            return unknown(want);
        }
    }

    private Piece unknown(Want want) {
        unknown.increment();
        return new Piece.Refused(want.digest(), want.offset(), Refusal.UNKNOWN, 0);
    }

    /** Takes the bytes from both rates; milliseconds to wait if there is no room. */
    private synchronized long wait(Uid uid, int length) {
        long now = clock.millis();
        if (each.size() >= REMEMBERED) {
            each.values().removeIf(rate -> rate.isIdle(now));
        }
        if (each.size() >= REMEMBERED && !each.containsKey(uid)) {
            return 1_000;
        }
        ByteRate own = each.computeIfAbsent(uid, _ -> new ByteRate(rates.each(), Limits.MAX_PIECE_BYTES, now));
        long wait = Math.max(own.untilRoomFor(length, now), all.untilRoomFor(length, now));
        if (wait == 0) {
            own.take(length);
            all.take(length);
        }
        return wait;
    }

    public PieceCounts counts() {
        return new PieceCounts(pieces.sum(), bytes.sum(), busy.sum(), unknown.sum(), garbled.sum());
    }
}
