package skerry.hub.ingest;

import java.util.LinkedHashMap;
import java.util.Map;
import skerry.protocol.Bytes;
import skerry.protocol.control.Hello;

/**
 * Which of an agent's hellos is the newest. A broker may bring an old one late or again, and its signature holds; but it
 * carries the monotonic clock of its boot, by which it is told from a new one. Not thread-safe.
 */
final class HelloOrder {
    private static final int BOOTS = 8;

    /** Monotonic moments of the newest hellos, by boot; the boot heard longest ago first. */
    private final Map<Bytes, Long> newest = new LinkedHashMap<>(BOOTS, 0.75f, true);

    private long conn;
    private long doubted;
    private long doubtedAt;

    /**
     * Takes note of a hello.
     *
     * @return whether it is none that was overtaken by another. A machine may be set back to an earlier moment of its boot,
     *     so whoever asks again on the same connection is believed
     */
    boolean isNews(Hello hello) {
        long at = hello.monoMillis();
        boolean known = hello.conn() == conn;
        if (!known && at <= newest.getOrDefault(hello.bootId(), Long.MIN_VALUE) && !isRepeated(hello)) {
            return false;
        }
        if (known) {
            newest.merge(hello.bootId(), at, Math::max);
        } else {
            newest.put(hello.bootId(), at);
            conn = hello.conn();
        }
        if (newest.size() > BOOTS) {
            newest.remove(newest.keySet().iterator().next());
        }
        return true;
    }

    private boolean isRepeated(Hello hello) {
        boolean again = hello.conn() == doubted && hello.monoMillis() > doubtedAt;
        doubted = hello.conn();
        doubtedAt = hello.monoMillis();
        return again;
    }
}
