package skerry.agent.ring;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Minute batches that gave way unconfirmed before their hour was stored. In memory alone: the hour that goes on after a
 * restart is made of the batches that the ring holds then, so it has none of these. Owned by the ring's lock.
 */
final class EarlyLosses {
    /** More than an hour of them; beyond that the earliest stay dropped whatever becomes of their hour. */
    private static final int MOST = 512;

    private final Map<Key, StoredBatch> kept = new LinkedHashMap<>();
    private final Map<Key, StoredBatch> fresh = new HashMap<>();

    private record Key(long epoch, long seq) {}

    /** Begins a transaction; what an earlier one lost that was rolled back is not lost. */
    void begin() {
        fresh.clear();
    }

    void add(long epoch, StoredBatch minute) {
        fresh.put(new Key(epoch, minute.seq()), minute);
    }

    void committed() {
        kept.putAll(fresh);
        fresh.clear();
        var earliest = kept.keySet().iterator();
        for (int excess = kept.size() - MOST; excess > 0; excess--) {
            earliest.next();
            earliest.remove();
        }
    }

    Optional<StoredBatch> find(long epoch, long seq) {
        var key = new Key(epoch, seq);
        return Optional.ofNullable(fresh.getOrDefault(key, kept.get(key)));
    }
}
