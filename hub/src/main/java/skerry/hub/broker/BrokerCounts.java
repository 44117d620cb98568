package skerry.hub.broker;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What the broker turned away since it started. Thread-safe. */
public final class BrokerCounts {
    private final Map<Cause, LongAdder> ended = new EnumMap<>(Cause.class);
    private final LongAdder dropped = new LongAdder();

    /** Why the broker ended a connection, or did not let it begin. */
    public enum Cause {
        /** More connections than are allowed. */
        TOO_MANY("too-many"),
        /** No login in time, or something that is no login. */
        NOT_MQTT("not-mqtt"),
        /** A packet longer than is allowed. */
        OVERSIZE("oversize"),
        /** A rule of client ids, wills or topics. */
        RULE("rule"),
        /** A wrong password, or an agent that is not enrolled. */
        LOGIN("login"),
        /** The peer broke off, or speaks no TLS where that is spoken. */
        BROKEN("broken");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    BrokerCounts() {
        for (Cause cause : Cause.values()) {
            ended.put(cause, new LongAdder());
        }
    }

    void count(Cause cause) {
        Objects.requireNonNull(ended.get(cause), cause.word()).increment();
    }

    void dropped() {
        dropped.increment();
    }

    /** Messages not taken because too many waited for their reader; who sent them sends them again. */
    public long messagesDropped() {
        return dropped.sum();
    }

    public Map<Cause, Long> ended() {
        var sums = new HashMap<Cause, Long>();
        ended.forEach((cause, adder) -> sums.put(cause, adder.sum()));
        return sums;
    }
}
