package skerry.agent.sync;

/** What an agent says, by topic, with the delivery that belongs to it. Source: sync protocol, section 3. */
public enum Uplink {
    STATE("state", 1, true, 0),
    HELLO("hello", 1, false, 60),
    LIVE("live", 0, false, 30),
    BATCH("batch", 1, false, 3600),
    /** Asks again by itself when it hears nothing. */
    WANT("want", 0, false, 30);

    private final String contentType;
    private final int qos;
    private final boolean retained;
    private final int expirySeconds;

    Uplink(String content, int qos, boolean retained, int expirySeconds) {
        this.contentType = "application/vnd.skerry." + content + "+cbor;v=1";
        this.qos = qos;
        this.retained = retained;
        this.expirySeconds = expirySeconds;
    }

    public String contentType() {
        return contentType;
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
