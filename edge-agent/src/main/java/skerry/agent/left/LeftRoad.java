package skerry.agent.left;

/** A road by which something leaves a site; the code is what the ring stores, for ever. */
public enum LeftRoad {
    LINK(0, "link", 2),
    STICK(1, "stick", 4),
    DIODE(2, "diode", 8),
    /** A stick that is in another node of the site. */
    PEER(3, "stick at another node", 16),
    /** HTTPS to the hub itself: joining a fleet and renewing the certificate. */
    HUB(4, "hub's own port", 0),
    /** What a node that leads others to the hub passes on, unread. */
    RELAY(5, "passed on for others", 0);

    /** Roads that a row of the ring can name. */
    static final int MOST = 8;

    private static final LeftRoad[] ALL = values();

    private final int code;
    private final String word;
    private final int mark;

    LeftRoad(int code, String word, int mark) {
        this.code = code;
        this.word = word;
        this.mark = mark;
    }

    public int code() {
        return code;
    }

    /** What people call it. */
    public String word() {
        return word;
    }

    /** The bit by which a batch notes that it has left by this road; 0 for a road without batches. */
    public int mark() {
        return mark;
    }

    /** @throws IllegalArgumentException for a code of a later version */
    public static LeftRoad of(int code) {
        if (code < 0 || code >= ALL.length) {
            throw new IllegalArgumentException("unknown road " + code);
        }
        return ALL[code];
    }
}
