package skerry.agent.sync;

/** What an agent says, by topic, with the delivery that belongs to it. Source: sync protocol, section 3. */
public enum Uplink {
    STATE(1, true, 0),
    HELLO(1, false, 60),
    LIVE(0, false, 30),
    BATCH(1, false, 3600);

    private final int qos;
    private final boolean retained;
    private final int expirySeconds;

    Uplink(int qos, boolean retained, int expirySeconds) {
        this.qos = qos;
        this.retained = retained;
        this.expirySeconds = expirySeconds;
    }

    public int qos() {
        return qos;
    }

    public boolean retained() {
        return retained;
    }

    /** After which a broker drops it undelivered; 0 for never. */
    public int expirySeconds() {
        return expirySeconds;
    }
}
