package skerry.hub.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import skerry.hub.store.History;
import skerry.hub.store.SeriesBlock;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Uid;

/** Hours, and minutes in place of those hours at the end that are not closed yet. Pure. */
final class CoarseWindows {
    static final long HOUR = 3_600_000;
    /** An hour's summary has come by then, if the link is up. */
    private static final long OPEN_HOURS = 3 * HOUR;

    private CoarseWindows() {}

    /**
     * The minutes of the newest hour that is closed, if they are there up to its end: by them is known when in it a series was
     * told last. None where only the hour itself came.
     */
    static List<SeriesBlock> minutesOfNewestHour(
            History history, Uid uid, List<SeriesBlock> coarse, long from, long to, Set<String> metrics) {
        long end = endOfNewestHour(coarse, to);
        long start = Math.max(from, end - HOUR);
        if (start >= end) {
            return List.of();
        }
        List<SeriesBlock> minutes = history.windows(uid, Kind.MINUTE, start, end, metrics);
        return reaches(minutes, end) ? minutes : List.of();
    }

    /** The earliest moment there is, where there is no hour. */
    static long endOfNewestHour(List<SeriesBlock> coarse, long to) {
        long end = Long.MIN_VALUE + HOUR;
        for (SeriesBlock block : coarse) {
            for (int i = 0; i < block.size(); i++) {
                if (block.length(i) > HOUR / 2 && block.end(i) <= to) {
                    end = Math.max(end, block.end(i));
                }
            }
        }
        return end;
    }

    private static boolean reaches(List<SeriesBlock> minutes, long end) {
        for (SeriesBlock block : minutes) {
            for (int i = 0; i < block.size(); i++) {
                if (block.end(i) == end) {
                    return true;
                }
            }
        }
        return false;
    }

    static List<SeriesBlock> of(History history, Uid uid, long from, long to, Set<String> metrics) {
        var blocks = new ArrayList<>(history.windows(uid, Kind.HOUR, from, to, metrics));
        long hoursTo = from;
        for (SeriesBlock block : blocks) {
            for (int i = 0; i < block.size(); i++) {
                hoursTo = Math.max(hoursTo, block.end(i));
            }
        }
        long open = Math.max(hoursTo, to - OPEN_HOURS);
        if (open < to) {
            blocks.addAll(history.windows(uid, Kind.MINUTE, open, to, metrics));
        }
        return blocks;
    }
}
