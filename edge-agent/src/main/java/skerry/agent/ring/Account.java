package skerry.agent.ring;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.LossCause;

/**
 * Where every record of this ring is. Each is in exactly one of delivered, delivered coarsely, sent unconfirmed, held,
 * dropped and refused, so that these add up to what was collected, in all and on each day and stream.
 *
 * @param days ordered by day and stream, the earliest first
 * @param siteOnlySamples samples of series that the send profile keeps at the site; in none of the above
 * @param rawEvicted records whose raw detail gave way after a batch covered them: no loss
 * @param raw what raw detail can be read back
 */
public record Account(List<DayAccount> days, long siteOnlySamples, RecordCounts rawEvicted, Raw raw) {
    /** Days told apart, so that these and all before fit two streams of a gap table. */
    private static final int DAYS_FOR_HUB = GapTable.MAX_DAYS / 2 - 1;

    public Account {
        days = List.copyOf(days);
    }

    /** Raw blocks in the ring and the bytes of their bodies. */
    public record Raw(long blocks, long bytes) {}

    /** The rows of the newest days. */
    public List<DayAccount> newest(int count) {
        long[] told = days.stream().mapToLong(DayAccount::epochDay).distinct().toArray();
        return count == 0 || told.length == 0
                ? List.of()
                : days.stream()
                        .filter(day -> day.epochDay() >= told[Math.max(0, told.length - count)])
                        .toList();
    }

    /** The newest days, and all before them added up: as many rows as a gap table holds. */
    List<DayAccount> daysForHub() {
        List<DayAccount> told = newest(DAYS_FOR_HUB);
        Map<Stream, DayAccount> earlier = new EnumMap<>(Stream.class);
        for (DayAccount day : days.subList(0, days.size() - told.size())) {
            var before = DayAccount.none(DayAccount.EARLIER, day.stream());
            earlier.merge(day.stream(), before.plus(day), DayAccount::plus);
        }
        var all = new ArrayList<>(earlier.values());
        all.addAll(told);
        return all;
    }

    /** All days and streams together. */
    public DayAccount total() {
        return days.stream().reduce(DayAccount.none(DayAccount.EARLIER, Stream.MINUTES), DayAccount::plus);
    }

    public RecordCounts collected() {
        return total().collected();
    }

    public RecordCounts delivered() {
        return total().delivered();
    }

    /** In minutes that a full ring lost, and whose hour the hub has. */
    public RecordCounts coarse() {
        return total().coarse();
    }

    public RecordCounts sentUnconfirmed() {
        return total().sentUnconfirmed();
    }

    public RecordCounts held() {
        return total().held();
    }

    public Map<LossCause, RecordCounts> dropped() {
        return total().dropped();
    }

    public RecordCounts refused() {
        return total().refused();
    }

    /** All dropped records, whatever the cause. */
    public RecordCounts droppedInAll() {
        return total().droppedInAll();
    }

    /** Whether all of these add up to what was collected, on each day and stream. */
    public boolean balances() {
        return days.stream().allMatch(DayAccount::balances);
    }
}
