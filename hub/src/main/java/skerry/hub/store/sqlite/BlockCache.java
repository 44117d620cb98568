package skerry.hub.store.sqlite;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import skerry.hub.store.Track;
import skerry.protocol.series.Series;

/** Chunks that were decoded lately, bounded by what they take in memory. Thread-safe. */
final class BlockCache {
    private static final long MAX_BYTES = 48L << 20;

    record Key(long day, long segment, String group) {}

    private record Entry(Map<Series, Track> tracks, long bytes) {}

    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    synchronized @Nullable Map<Series, Track> find(Key key) {
        Entry known = entries.get(key);
        return known == null ? null : known.tracks();
    }

    synchronized void put(Key key, Map<Series, Track> tracks) {
        long size = 200;
        for (Track track : tracks.values()) {
            size += 400 + bytes(track);
        }
        Entry replaced = entries.put(key, new Entry(tracks, size));
        bytes += size - (replaced == null ? 0 : replaced.bytes());
        var eldest = entries.entrySet().iterator();
        while (bytes > MAX_BYTES && eldest.hasNext()) {
            bytes -= eldest.next().getValue().bytes();
            eldest.remove();
        }
    }

    private static long bytes(Track track) {
        if (!(track instanceof Track.Distribution distribution)) {
            return 44L * track.size();
        }
        long bytes = 0;
        for (int i = 0; i < distribution.size(); i++) {
            bytes += 80 + 12L * distribution.sketch(i).size();
        }
        return bytes;
    }

    /** Forgets what was read from a day's file, which was replaced or deleted. */
    synchronized void forget(long day) {
        var all = entries.entrySet().iterator();
        while (all.hasNext()) {
            var entry = all.next();
            if (entry.getKey().day() == day) {
                bytes -= entry.getValue().bytes();
                all.remove();
            }
        }
    }
}
