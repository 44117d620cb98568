package skerry.protocol.payload;

/** Why records were dropped; the wire code is stable. */
public enum LossCause {
    /** The ring was full of what the hub had not confirmed. */
    RING_FULL(1),
    /** A damaged file or block. */
    CORRUPTION(2),
    /** The source was gone before it was read: a log deleted or truncated. */
    SOURCE_GONE(3),
    /** More than a limit allows: series, patterns, line length. */
    LIMIT(4),
    /** The disk refused writes for longer than memory could hold. */
    DISK_FULL(5),
    /** Sent over a one-way road and then overwritten. */
    SENT_UNCONFIRMED(6),
    /** Anything a later version names. */
    OTHER(7),
    /** Raw detail of an open window that is encrypted, and whose key was not there at the next start. */
    KEY_MISSING(8);

    private static final LossCause[] ALL = values();

    private final int code;

    LossCause(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The cause of a code; {@link #OTHER} for one of a later version, since a loss must still be counted. */
    public static LossCause of(int code) {
        for (LossCause cause : ALL) {
            if (cause.code == code) {
                return cause;
            }
        }
        return OTHER;
    }
}
