package skerry.hub.store.sqlite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.Holding;
import skerry.protocol.Stream;

/**
 * What is held of each epoch and stream, in memory for the agents that were asked for, and which of it is not yet written
 * to {@code control.db}. Not thread-safe: guarded by the batch log.
 */
final class Holdings {
    private static final int NEWEST_STARTS = 4;

    private record Key(int agent, long epoch, Stream stream) {}

    private final Database control;
    /** Per agent all that is open or new; others are added as they are asked for. */
    private final Map<Integer, Map<Key, Holding>> byAgent = new HashMap<>();

    private final Map<Key, Holding> changed = new LinkedHashMap<>();

    Holdings(Database control) {
        this.control = control;
    }

    private Map<Key, Holding> of(int agent) {
        return byAgent.computeIfAbsent(agent, no -> {
            var holdings = new HashMap<Key, Holding>();
            for (Holding holding : control.read(
                    "reading what is held", connection -> HoldingTable.open(connection, no, NEWEST_STARTS))) {
                holdings.put(new Key(no, holding.epoch(), holding.stream()), holding);
            }
            return holdings;
        });
    }

    Optional<Holding> find(int agent, long epoch, Stream stream) {
        var key = new Key(agent, epoch, stream);
        Holding known = of(agent).get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Holding> stored =
                control.read("reading what is held", connection -> HoldingTable.one(connection, agent, epoch, stream));
        stored.ifPresent(holding -> of(agent).put(key, holding));
        return stored;
    }

    /** The holding, made if there is none; to be told of changes by {@link #changed}. */
    Holding get(int agent, long epoch, Stream stream, long startNo) {
        return find(agent, epoch, stream).orElseGet(() -> {
            var fresh = Holding.none(epoch, stream, startNo);
            of(agent).put(new Key(agent, epoch, stream), fresh);
            return fresh;
        });
    }

    Collection<Holding> all(int agent) {
        return of(agent).values();
    }

    void changed(int agent, Holding holding) {
        changed.put(new Key(agent, holding.epoch(), holding.stream()), holding);
    }

    /** What changed since the last call, for writing. */
    List<HoldingTable.Owned> takeChanged() {
        var taken = new ArrayList<HoldingTable.Owned>(changed.size());
        changed.forEach((key, holding) -> taken.add(new HoldingTable.Owned(key.agent(), holding.copy())));
        changed.clear();
        return taken;
    }

    /** Marks again what could not be written. */
    void giveBack(List<HoldingTable.Owned> taken) {
        for (var owned : taken) {
            var key = new Key(owned.agent(), owned.holding().epoch(), owned.holding().stream());
            Holding present = of(owned.agent()).get(key);
            if (present != null) {
                changed.putIfAbsent(key, present);
            }
        }
    }
}
