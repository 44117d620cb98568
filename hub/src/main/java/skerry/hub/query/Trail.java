package skerry.hub.query;

import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Track;

/** What one series did in a stretch of time, in a few numbers. Not thread-safe. */
final class Trail {
    private long lastAt = Long.MIN_VALUE;
    private double last = Double.NaN;
    private double rate = Double.NaN;
    private double increase;
    private long changedAt = Long.MIN_VALUE;

    /** Takes windows in from {@code from} to {@code to} in; those of several blocks in any order. */
    void add(SeriesBlock block, Track track, long from, long to) {
        for (int i = 0; i < track.size(); i++) {
            int window = track.window(i);
            long end = block.end(window);
            if (block.start(window) < from || end > to) {
                continue;
            }
            if (track instanceof Track.Counter counter) {
                increase += counter.increase(i);
            }
            if (end > lastAt) {
                if (track.last(i) != last) {
                    changedAt = block.start(window);
                }
                lastAt = end;
                last = track.last(i);
                rate = track instanceof Track.Counter counter
                        ? counter.increase(i) * 1_000 / Math.max(1, block.length(window))
                        : Double.NaN;
            }
        }
    }

    /**
     * Says by the minutes of an hour that was added when in it the series was told last.
     *
     * @param end of the newest of these minutes that has it
     */
    void toldUntil(long end, long hourEnd) {
        if (lastAt == hourEnd) {
            lastAt = end;
        }
    }

    boolean isEmpty() {
        return lastAt == Long.MIN_VALUE;
    }

    /** End of the newest window with a value, UTC epoch milliseconds. */
    long lastAt() {
        return lastAt;
    }

    /** The newest value, or total. */
    double last() {
        return last;
    }

    /** A counter's growth per second in its newest window; NaN for a gauge. */
    double rate() {
        return rate;
    }

    /** A counter's growth in the whole stretch; 0 for a gauge. */
    double increase() {
        return increase;
    }

    /** Begin of the window since which the value is what it is, as far as the stretch tells. */
    long changedAt() {
        return changedAt;
    }
}
