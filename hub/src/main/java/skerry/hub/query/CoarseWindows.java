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
