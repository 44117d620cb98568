package skerry.protocol;

/** The kinds of batches; each has its own sequence numbers. Source: sync protocol, section 1. */
public enum Stream {
    /** Events, alarms and clock records. */
    EVENTS('e'),
    /** Dictionary chunks: series and pattern templates. */
    DICTIONARY('d'),
    /** Minute summaries: metrics and log patterns of the minute in one batch. */
    MINUTES('m'),
    /** Hour and day summaries. */
    SUMMARIES('s'),
    /** The gap table; each batch holds the whole table and the newest wins. */
    GAPS('g'),
    /** Results of tickets. */
    RESULTS('r');

    private static final Stream[] ALL = values();

    private final char code;

    Stream(char code) {
        this.code = code;
    }

    /** The letter in topics and headers. */
    public char code() {
        return code;
    }

    /** @throws IllegalArgumentException for a letter of a later version */
    public static Stream of(char code) {
        for (Stream stream : ALL) {
            if (stream.code == code) {
                return stream;
            }
        }
        throw new IllegalArgumentException("unknown stream '" + code + "'");
    }
}
