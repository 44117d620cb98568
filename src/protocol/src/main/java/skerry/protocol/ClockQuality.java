package skerry.protocol;

/** How far a node's wall clock can be trusted. Source: sync protocol, section 8. */
public enum ClockQuality {
    UNKNOWN(0),
    /** Carried over a restart on disk. */
    RESTORED(1),
    /** Taken from the hub's answer, to half a round trip. */
    HUB(2),
    /** Disciplined by NTP. */
    NTP(3),
    /** GPS or a pulse per second. */
    GPS(4);

    private static final ClockQuality[] ALL = values();

    private final int code;

    ClockQuality(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @throws IllegalArgumentException for a code of a later version */
    public static ClockQuality of(int code) {
        if (code < 0 || code >= ALL.length) {
            throw new IllegalArgumentException("unknown clock quality " + code);
        }
        return ALL[code];
    }
}
