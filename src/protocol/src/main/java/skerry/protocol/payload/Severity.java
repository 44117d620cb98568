package skerry.protocol.payload;

/** How grave a log line or event is; the order is by gravity and the wire code is stable. */
public enum Severity {
    UNKNOWN(0),
    TRACE(1),
    DEBUG(2),
    INFO(3),
    WARNING(4),
    ERROR(5),
    FATAL(6);

    private static final Severity[] ALL = values();

    private final int code;

    Severity(int code) {
        this.code = code;
    }

    /** The number on the wire, 0 to 6. */
    public int code() {
        return code;
    }

    /** @throws IllegalArgumentException for a code of a later version */
    public static Severity of(int code) {
        if (code < 0 || code >= ALL.length) {
            throw new IllegalArgumentException("unknown severity " + code);
        }
        return ALL[code];
    }
}
