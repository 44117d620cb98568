package skerry.agent.budget;

/** What is counted by day; the code is stored. */
public enum Kind {
    /** Bytes through the socket, both ways. */
    WIRE(1),
    /** Bytes of batches handed to the carrier, resends and what goes around them included; part of {@link #WIRE}. */
    BATCHES(2),
    /** Milliseconds that the agent ran. */
    RUNNING(3),
    /** Live messages. */
    LIVES(4),
    RAW(10),
    MINUTES(11),
    OUTLINES(12),
    EVENTS(13),
    OTHER(14);

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
