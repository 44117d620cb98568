package skerry.hub.store.sqlite;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.sqlite.BootTable.Boot;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;

/**
 * Turns the clocks of nodes into time. A stamp of a trusted clock is taken as it is. One of a clock that nobody set, or
 * that shows the future or the last century, is kept as monotonic time of its boot, and read through the boot's offset,
 * which may be improved later without touching what was stored. Thread-safe.
 *
 * <p>Without any trusted stamp of a boot, its offset is estimated: no batch arrives before it was made, so the lowest
 * difference of arrival and monotonic time bounds it from above.
 */
final class Clocks {
    /** Further apart, two stamps of one boot contradict each other. */
    private static final long AGREE_MILLIS = Duration.ofMinutes(10).toMillis();
    /** A node's clock may be ahead of the hub's by this much. */
    private static final long AHEAD_MILLIS = Duration.ofMinutes(5).toMillis();

    private static final long BEFORE_SKERRY =
            Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
    private static final int REMEMBERED = 20_000;

    /**
     * On which clock stamps are kept.
     *
     * @param base 0 for UTC, or the number of a boot
     * @param shift what turns a wall stamp of the batch into one on that clock
     */
    record Dating(int base, long shift) {
        static final Dating TRUSTED = new Dating(0, 0);
    }

    private record Key(int agent, Bytes bootId) {}

    private final Database control;
    private final Map<Key, Boot> byId = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boot> eldest) {
            return size() > REMEMBERED && !changed.containsKey(eldest.getValue().no());
        }
    };
    private final Map<Integer, Boot> changed = new HashMap<>();
    private int lastNumber;

    Clocks(Database control) {
        this.control = control;
        this.lastNumber = control.read("reading boots", BootTable::last);
    }

    /** Learns from a batch's stamps, and says how to keep them. */
    synchronized Dating date(int agent, ClockSpan span, long arrivedAt) {
        Boot boot = learn(agent, span, arrivedAt);
        return isBelievable(span, boot, arrivedAt)
                ? Dating.TRUSTED
                : new Dating(boot.no(), span.monoFirst() - span.wallFirst());
    }

    /** The best guess at the moment of a batch's last stamp. */
    synchronized long until(int agent, ClockSpan span, long arrivedAt) {
        Boot boot = learn(agent, span, arrivedAt);
        return isBelievable(span, boot, arrivedAt) ? span.wallLast() : span.monoLast() + boot.offset();
    }

    private Boot learn(int agent, ClockSpan span, long arrivedAt) {
        var key = new Key(agent, span.bootId());
        Boot known = byId.get(key);
        if (known == null) {
            known = control.read("reading a boot", connection -> BootTable.find(connection, agent, span.bootId()))
                    .orElse(null);
        }
        Boot better = better(agent, known, span, arrivedAt);
        if (!better.equals(known)) {
            changed.put(better.no(), better);
        }
        byId.put(key, better);
        return better;
    }

    private Boot better(int agent, @org.jspecify.annotations.Nullable Boot known, ClockSpan span, long arrivedAt) {
        boolean trusted = isTrusted(span.quality()) && isPossible(span, arrivedAt);
        if (trusted && (known == null || span.quality().compareTo(known.quality()) > 0)) {
            int no = known == null ? ++lastNumber : known.no();
            return new Boot(
                    no, agent, span.bootId(), span.wallLast() - span.monoLast(), span.quality(), span.errorMillis());
        }
        long bound = arrivedAt - span.monoLast();
        if (known == null) {
            return new Boot(++lastNumber, agent, span.bootId(), bound, ClockQuality.UNKNOWN, -1);
        }
        return known.quality() == ClockQuality.UNKNOWN && bound < known.offset()
                ? new Boot(known.no(), agent, known.bootId(), bound, ClockQuality.UNKNOWN, -1)
                : known;
    }

    private static boolean isTrusted(ClockQuality quality) {
        return quality.compareTo(ClockQuality.HUB) >= 0;
    }

    private static boolean isPossible(ClockSpan span, long arrivedAt) {
        return span.wallFirst() >= BEFORE_SKERRY
                && span.wallLast() >= BEFORE_SKERRY
                && Math.max(span.wallFirst(), span.wallLast()) <= arrivedAt + AHEAD_MILLIS;
    }

    private static boolean isBelievable(ClockSpan span, Boot boot, long arrivedAt) {
        if (!isPossible(span, arrivedAt)) {
            return false;
        }
        if (isTrusted(span.quality())) {
            return true;
        }
        boolean agrees = Math.abs(span.wallLast() - span.monoLast() - boot.offset()) <= AGREE_MILLIS;
        // A clock that went on from where the last boot ended is behind by how long the node was off.
        boolean mayBeRight = span.quality() == ClockQuality.UNKNOWN && !isTrusted(boot.quality());
        return agrees || mayBeRight;
    }

    /** What to add to stamps on a clock to get UTC epoch milliseconds. */
    synchronized long offset(int base) {
        if (base == 0) {
            return 0;
        }
        Boot boot = changed.get(base);
        if (boot != null) {
            return boot.offset();
        }
        for (Boot one : byId.values()) {
            if (one.no() == base) {
                return one.offset();
            }
        }
        Optional<Boot> stored = control.read("reading a boot", connection -> BootTable.find(connection, base));
        stored.ifPresent(one -> byId.put(new Key(one.agent(), one.bootId()), one));
        return stored.map(Boot::offset).orElse(0L);
    }

    /** What was learnt and is not yet written. */
    synchronized List<Boot> unwritten() {
        return new ArrayList<>(changed.values());
    }

    /** Takes note that these were written. */
    synchronized void written(List<Boot> boots) {
        boots.forEach(boot -> changed.remove(boot.no(), boot));
    }
}
