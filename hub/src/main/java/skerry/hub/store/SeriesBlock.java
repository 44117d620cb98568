package skerry.hub.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import skerry.protocol.series.Series;

/**
 * Windows of one agent in order of their start, and the series that have values in them. Immutable and thread-safe;
 * callers must not change the arrays they made one from.
 */
public final class SeriesBlock {
    private final long[] start;
    private final long[] length;
    private final long[] arrivedAt;
    private final Road[] road;
    private final Map<Series, Track> tracks;

    /** @throws IllegalArgumentException if the columns are not of one length */
    public SeriesBlock(long[] start, long[] length, long[] arrivedAt, Road[] road, Map<Series, Track> tracks) {
        if (length.length != start.length || arrivedAt.length != start.length || road.length != start.length) {
            throw new IllegalArgumentException("the columns of a block's windows are not of one length");
        }
        this.start = start;
        this.length = length;
        this.arrivedAt = arrivedAt;
        this.road = road;
        this.tracks = Map.copyOf(tracks);
    }

    public int size() {
        return start.length;
    }

    /** Begin of a window, UTC epoch milliseconds unless the block is on another clock. */
    public long start(int i) {
        return start[i];
    }

    public long end(int i) {
        return start[i] + length[i];
    }

    /** As covered, milliseconds. */
    public long length(int i) {
        return length[i];
    }

    /** When it came to the hub, UTC epoch milliseconds. */
    public long arrivedAt(int i) {
        return arrivedAt[i];
    }

    public Road road(int i) {
        return road[i];
    }

    public Map<Series, Track> tracks() {
        return tracks;
    }

    /** The same windows with all starts moved by {@code millis}, and other tracks. */
    public SeriesBlock movedBy(long millis, Map<Series, Track> otherTracks) {
        if (millis == 0) {
            return new SeriesBlock(start, length, arrivedAt, road, otherTracks);
        }
        long[] moved = new long[start.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = start[i] + millis;
        }
        return new SeriesBlock(moved, length, arrivedAt, road, otherTracks);
    }

    /**
     * The windows that lie between two moments, with what series have in them; one that lies across a moment is where its
     * middle is, since windows of different lengths may be dated apart by what a clock drifted.
     *
     * @param from on the clock of the block, as {@code to}
     * @return this one if all windows do
     */
    public SeriesBlock between(long from, long to) {
        int[] kept = new int[start.length];
        int[] place = new int[start.length];
        int size = 0;
        for (int i = 0; i < start.length; i++) {
            long middle = start[i] + length[i] / 2;
            boolean lies = middle >= from && middle < to;
            place[i] = lies ? size : -1;
            if (lies) {
                kept[size++] = i;
            }
        }
        if (size == start.length) {
            return this;
        }
        kept = Arrays.copyOf(kept, size);
        var road = new Road[size];
        for (int i = 0; i < size; i++) {
            road[i] = this.road[kept[i]];
        }
        var keptTracks = new HashMap<Series, Track>();
        tracks.forEach((series, track) -> {
            Track rest = track.moved(place);
            if (rest.size() > 0) {
                keptTracks.put(series, rest);
            }
        });
        return new SeriesBlock(
                Columns.pick(start, kept), Columns.pick(length, kept), Columns.pick(arrivedAt, kept), road, keptTracks);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeriesBlock that
                && Arrays.equals(start, that.start)
                && Arrays.equals(length, that.length)
                && Arrays.equals(arrivedAt, that.arrivedAt)
                && Arrays.equals(road, that.road)
                && tracks.equals(that.tracks);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(start);
    }

    @Override
    public String toString() {
        return start.length + " windows, " + tracks.size() + " series";
    }
}
