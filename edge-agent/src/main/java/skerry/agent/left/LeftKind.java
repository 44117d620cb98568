package skerry.agent.left;

/** What left a site, in words for whoever looks after privacy; the code is what the ring stores, for ever. */
public enum LeftKind {
    /** Handed over or not when the agent ended without warning: counted as if it had left. */
    UNCERTAIN(0, "not certain", "unexpected ends"),
    SERIES(1, "metric summaries", "series"),
    PATTERNS(2, "pattern counts", "patterns"),
    EXAMPLES(3, "log examples", "lines"),
    NAMES(4, "series names", "series"),
    TEMPLATES(5, "pattern texts", "texts"),
    EVENTS(6, "events", "events"),
    ACCOUNT(7, "account and gaps", "tables"),
    ANSWERS(8, "answers to requests", "parts"),
    LIVE(9, "live status", "messages"),
    /** What a connection or a stick needs: hello, presence, lists of files. No record is in it. */
    SESSION(10, "session", "messages"),
    WANTS(11, "requests for releases", "messages"),
    ENROLMENT(12, "enrolment", "messages"),
    RELAYED(13, "other nodes' data", "pieces");

    /** Kinds that a row of the ring can name. */
    static final int MOST = 32;

    private static final LeftKind[] ALL = values();

    private final int code;
    private final String words;
    private final String unit;

    LeftKind(int code, String words, String unit) {
        this.code = code;
        this.words = words;
        this.unit = unit;
    }

    public int code() {
        return code;
    }

    /** What people call it. */
    public String words() {
        return words;
    }

    /** What its items are. */
    public String unit() {
        return unit;
    }

    /** @throws IllegalArgumentException for a code of a later version */
    public static LeftKind of(int code) {
        if (code < 0 || code >= ALL.length) {
            throw new IllegalArgumentException("unknown kind " + code);
        }
        return ALL[code];
    }
}
