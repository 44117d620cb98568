package skerry.protocol.payload;

import java.util.EnumMap;
import java.util.Map;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;

/**
 * What became of the records that a node booked on one UTC day: each is in exactly one of delivered, delivered coarsely,
 * sent unconfirmed, held, dropped and refused, so that these add up to what was collected.
 *
 * @param epochDay days since 1970-01-01, or {@link #EARLIER}
 * @param stream the stream that carries them: {@code m} samples and lines, {@code e} events
 * @param collected records stored, and those known to be lost before they could be
 * @param delivered covered by a confirmed batch
 * @param coarse in a minute batch that gave way to a full ring, whose hour is in confirmed batches: the hub has the hour
 * @param sentUnconfirmed left by a road without receipts, whether they are still here or not
 * @param held in the open window, in a raw block that no batch covers yet, or in an unconfirmed batch
 * @param refused in a batch that the hub refused
 * @param dropped by cause; never {@link LossCause#SENT_UNCONFIRMED}, which is no loss that anybody knows of
 */
public record DayAccount(
        long epochDay,
        Stream stream,
        RecordCounts collected,
        RecordCounts delivered,
        RecordCounts coarse,
        RecordCounts sentUnconfirmed,
        RecordCounts held,
        RecordCounts refused,
        Map<LossCause, RecordCounts> dropped) {
    /** The day of all days that are no longer told apart. */
    public static final long EARLIER = -1;

    /** The last day of the year 9999. */
    public static final long LAST_DAY = 2_932_896;

    /** @throws IllegalArgumentException if the day is none, or a loss that nobody knows of is called one */
    public DayAccount {
        if (epochDay < EARLIER || epochDay > LAST_DAY) {
            throw new IllegalArgumentException("no day of an account: " + epochDay);
        }
        if (dropped.containsKey(LossCause.SENT_UNCONFIRMED)) {
            throw new IllegalArgumentException("what was sent unconfirmed is not dropped");
        }
        dropped = Map.copyOf(dropped);
    }

    /** Nothing booked yet. */
    public static DayAccount none(long epochDay, Stream stream) {
        return new DayAccount(
                epochDay,
                stream,
                RecordCounts.NONE,
                RecordCounts.NONE,
                RecordCounts.NONE,
                RecordCounts.NONE,
                RecordCounts.NONE,
                RecordCounts.NONE,
                Map.of());
    }

    /** All dropped records, whatever the cause. */
    public RecordCounts droppedInAll() {
        return dropped.values().stream().reduce(RecordCounts.NONE, RecordCounts::plus);
    }

    /**
     * What was ever dropped, by cause: with what was delivered coarsely, which gave way to a full ring before its hour was
     * confirmed or after. Its gaps say so too, and it never falls.
     */
    public Map<LossCause, RecordCounts> everDropped() {
        Map<LossCause, RecordCounts> causes = new EnumMap<>(LossCause.class);
        causes.putAll(dropped);
        if (coarse.total() > 0) {
            causes.merge(LossCause.RING_FULL, coarse, RecordCounts::plus);
        }
        return causes;
    }

    /** delivered + delivered coarsely + sent unconfirmed + held + dropped + refused: what {@link #collected} must be. */
    public RecordCounts accountedFor() {
        return delivered
                .plus(coarse)
                .plus(sentUnconfirmed)
                .plus(held)
                .plus(droppedInAll())
                .plus(refused);
    }

    /** Whether every collected record is in exactly one place, kind by kind. */
    public boolean balances() {
        return collected.equals(accountedFor());
    }

    /** Both together, under this one's day and stream. */
    public DayAccount plus(DayAccount other) {
        Map<LossCause, RecordCounts> causes = new EnumMap<>(LossCause.class);
        causes.putAll(dropped);
        other.dropped.forEach((cause, records) -> causes.merge(cause, records, RecordCounts::plus));
        return new DayAccount(
                epochDay,
                stream,
                collected.plus(other.collected),
                delivered.plus(other.delivered),
                coarse.plus(other.coarse),
                sentUnconfirmed.plus(other.sentUnconfirmed),
                held.plus(other.held),
                refused.plus(other.refused),
                causes);
    }
}
