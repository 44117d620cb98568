package skerry.hub.store;

import java.util.Optional;
import skerry.protocol.payload.Severity;

/** How grave an alert is, by its rule; the order is by gravity, and the position is stored. */
public enum AlertSeverity {
    /** For reading, of no consequence for the state of a site. */
    INFO("info"),
    WARNING("warning"),
    CRITICAL("critical");

    private static final AlertSeverity[] ALL = values();

    private final String word;

    AlertSeverity(String word) {
        this.word = word;
    }

    /** As in the API, the addresses of pages and metric labels. */
    public String word() {
        return word;
    }

    /** Of an alert's event. */
    public static AlertSeverity of(Severity event) {
        return switch (event) {
            case FATAL, ERROR -> CRITICAL;
            case WARNING -> WARNING;
            case INFO, DEBUG, TRACE, UNKNOWN -> INFO;
        };
    }

    public static Optional<AlertSeverity> of(String word) {
        for (AlertSeverity one : ALL) {
            if (one.word.equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** The one at a stored position; a position of a later release is taken as the gravest. */
    public static AlertSeverity at(int ordinal) {
        return ALL[Math.clamp(ordinal, 0, ALL.length - 1)];
    }
}
