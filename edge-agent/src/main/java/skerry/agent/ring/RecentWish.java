package skerry.agent.ring;

import skerry.protocol.series.Series;

/** Which series are wanted from the newest back, and how far. */
@FunctionalInterface
public interface RecentWish {
    /** How far back a series is wanted, in milliseconds; 0 for one that is not. */
    long spanMillis(Series series);

    /** Whether a series of this name may be wanted: most are not, and are not read as a whole then. */
    default boolean mayWant(String name) {
        return true;
    }
}
