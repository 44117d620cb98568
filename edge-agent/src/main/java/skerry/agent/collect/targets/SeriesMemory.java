package skerry.agent.collect.targets;

import java.util.Arrays;

/** Which series the last scrape of a target had, at eight bytes each: a hash that two of them share once in 10¹² scrapes. */
final class SeriesMemory {
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private long[] known = new long[0];
    private long[] present = new long[64];
    private int size;

    /** Begins a scrape. */
    void begin() {
        size = 0;
    }

    /** @return whether the last scrape did not have it */
    boolean isNew(ScrapedSeries series) {
        long hash = hash(series);
        if (size == present.length) {
            present = Arrays.copyOf(present, size * 2);
        }
        present[size++] = hash;
        return Arrays.binarySearch(known, hash) < 0;
    }

    /** Ends a scrape that is taken; without it, the one before stays the last. */
    void taken() {
        known = Arrays.copyOf(present, size);
        Arrays.sort(known);
    }

    private static long hash(ScrapedSeries series) {
        long hash = mix(0, series.name());
        for (int i = 0; i < series.labels().size(); i++) {
            hash = mix(mix(hash, series.labels().name(i)), series.labels().value(i));
        }
        return hash;
    }

    private static long mix(long before, String text) {
        long hash = before;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * SPREAD;
            hash ^= hash >>> 29;
        }
        return (hash + 1) * SPREAD;
    }
}
