package skerry.platform.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Durations as people write them, {@code 200ms}, {@code 15s}, {@code 5m}, {@code 2h} or {@code 14d}, and sizes,
 * {@code 64KiB}, {@code 200MB} or {@code 1GiB}.
 */
public final class Units {
    private static final Map<String, Long> SIZES = Map.of(
            "",
            1L,
            "b",
            1L,
            "kb",
            1_000L,
            "mb",
            1_000_000L,
            "gb",
            1_000_000_000L,
            "kib",
            1L << 10,
            "mib",
            1L << 20,
            "gib",
            1L << 30);
    private static final Map<String, Long> SPANS_MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Units() {}

    /** @throws IllegalArgumentException with a sentence that begins with "must" */
    public static Duration duration(String text) {
        return Duration.ofMillis(scaled(text, SPANS_MILLIS, "a duration such as 15s, 5m, 2h or 14d"));
    }

    /**
     * A size in bytes.
     *
     * @throws IllegalArgumentException with a sentence that begins with "must"
     */
    public static long bytes(String text) {
        return scaled(text, SIZES, "a size such as 64KiB, 200MB or 1GiB");
    }

    /** A duration in its largest whole unit. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        for (String unit : List.of("d", "h", "m", "s")) {
            long length = SPANS_MILLIS.getOrDefault(unit, 1L);
            if (millis >= length && millis % length == 0) {
                return millis / length + unit;
            }
        }
        return millis + "ms";
    }

    /** A size in its largest whole unit. */
    static String text(long bytes) {
        for (String unit : List.of("GiB", "MiB", "KiB")) {
            long size = SIZES.getOrDefault(unit.toLowerCase(Locale.ROOT), 1L);
            if (bytes >= size && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return bytes + "B";
    }

    private static long scaled(String value, Map<String, Long> units, String what) {
        int digits = 0;
        while (digits < value.length() && Character.isDigit(value.charAt(digits))) {
            digits++;
        }
        Long unit = units.get(value.substring(digits).strip().toLowerCase(Locale.ROOT));
        if (digits == 0 || digits > 15 || unit == null) {
            throw new IllegalArgumentException("must be " + what);
        }
        return Math.multiplyExact(Long.parseLong(value.substring(0, digits)), unit);
    }
}
