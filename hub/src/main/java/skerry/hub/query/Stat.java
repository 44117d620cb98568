package skerry.hub.query;

import java.util.Locale;
import java.util.Optional;

/** Which number of a window a chart shows. */
public enum Stat {
    AVG,
    MIN,
    MAX,
    LAST,
    /** Growth per second of a counter. */
    RATE,
    /** Highest growth per second between two neighbouring samples. */
    PEAK;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Stat> of(String word) {
        for (Stat stat : values()) {
            if (stat.word().equals(word)) {
                return Optional.of(stat);
            }
        }
        return Optional.empty();
    }
}
