package skerry.hub.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import skerry.protocol.Stream;

/**
 * How far an agent's data has come to the hub, in corrected time, 0 for none.
 *
 * @param newest the newest window held
 * @param dataTo up to where no minute is missing that is not counted as lost
 * @param filledTo the same where hours fill in for minutes
 * @param missing batches known of and not held
 */
public record Progress(long newest, long dataTo, long filledTo, long missing) {
    public static final Progress NONE = new Progress(0, 0, 0, 0);

    /** @param holdings all that are open or new of one agent */
    public static Progress of(Collection<Holding> holdings) {
        long missing = 0;
        for (Holding holding : holdings) {
            for (var hole : holding.missing()) {
                missing += hole.last() - hole.first() + 1;
            }
        }
        Reach minutes = Reach.of(holdings, Stream.MINUTES);
        Reach hours = Reach.of(holdings, Stream.SUMMARIES);
        return new Progress(
                Math.max(minutes.newest, hours.newest),
                minutes.contiguous,
                Math.max(minutes.contiguous, hours.contiguous),
                missing);
    }

    private record Reach(long newest, long contiguous) {
        static Reach of(Collection<Holding> holdings, Stream stream) {
            List<Holding> epochs = holdings.stream()
                    .filter(holding -> holding.stream() == stream)
                    .sorted(Comparator.comparingLong(Holding::startNo))
                    .toList();
            long newest = 0;
            for (Holding epoch : epochs) {
                newest = Math.max(newest, epoch.newest());
            }
            long reached = 0;
            for (Holding epoch : epochs) {
                reached = Math.max(reached, epoch.filledUntil());
                if (!epoch.isComplete()) {
                    return new Reach(newest, reached);
                }
            }
            return new Reach(newest, newest);
        }
    }
}
