package skerry.hub.store;

import java.util.Optional;
import skerry.protocol.payload.Severity;

/** How grave an alert is, by its rule; the order is by gravity and the code is stored. */
public enum AlertSeverity {
    /** For reading, of no consequence for the state of a site. */
    INFO(0, "info"),
    WARNING(1, "warning"),
    CRITICAL(2, "critical");

    private static final AlertSeverity[] ALL = values();

    private final int code;
    private final String word;

    AlertSeverity(int code, String word) {
        this.code = code;
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

    /** The number in stored rows, 0 to 2; the graver, the higher. */
    public int code() {
        return code;
    }

    /** The one of a stored code; a code of a later release is taken as the gravest. */
    public static AlertSeverity ofCode(int code) {
        return ALL[Math.clamp(code, 0, ALL.length - 1)];
    }
}
