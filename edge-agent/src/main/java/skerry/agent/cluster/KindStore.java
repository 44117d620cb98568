package skerry.agent.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import skerry.agent.cluster.state.ObjectStates;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.collect.SampleBuffer;

/**
 * What is told of the objects of one kind: of each only its series are kept, not the object. Thread-safe: one thread follows,
 * another asks.
 */
final class KindStore<T extends HasMetadata> implements ObjectIntake {
    /** More than one object may have, see {@code ObjectSeries}. */
    private static final int MOST_SERIES_OF_ONE = 10_000;

    private static final int EXPECTED = 64;

    private final Class<T> type;
    private final ObjectStates states;
    private final Predicate<String> chosen;
    private final HeldSeries held;
    private final SampleBuffer scratch = new SampleBuffer(MOST_SERIES_OF_ONE, EXPECTED);
    private final Map<String, ToldSeries> objects = new HashMap<>();
    private int list;
    private long unreadable;
    private int noRoom;

    /**
     * @param chosen the metrics to keep, by name
     * @param held room for series, of all kinds together
     */
    KindStore(Class<T> type, ObjectStates states, Predicate<String> chosen, HeldSeries held) {
        this.type = type;
        this.states = states;
        this.chosen = chosen;
        this.held = held;
    }

    @Override
    public synchronized void listBegins() {
        list++;
        noRoom = 0;
    }

    @Override
    public void put(ObjectNode object) {
        String name = name(object);
        T value;
        try {
            value = ObjectModels.read(object, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            synchronized (this) {
                unreadable++;
                forget(name); // what was told of it before is no longer so
            }
            return;
        }
        boolean well = Wellness.isWell(object);
        synchronized (this) {
            scratch.clear();
            int leftOut = states.tell(value, (family, labels, number) -> {
                if (chosen.test(family.name())) {
                    scratch.add(family, labels, number);
                }
            });
            forget(name);
            if (held.take(scratch.size())) {
                objects.put(name, ToldSeries.of(scratch, leftOut + scratch.refused(), well, list));
            } else {
                noRoom++;
            }
        }
    }

    @Override
    public synchronized void remove(ObjectNode object) {
        forget(name(object));
    }

    @Override
    public synchronized void listEnds(String version) {
        for (Iterator<ToldSeries> all = objects.values().iterator(); all.hasNext(); ) {
            ToldSeries one = all.next();
            if (one.list() != list) {
                held.give(one.size());
                all.remove();
            }
        }
    }

    private void forget(String name) {
        ToldSeries before = objects.remove(name);
        if (before != null) {
            held.give(before.size());
        }
    }

    private static String name(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return metadata.path("namespace").asText("") + "/"
                + metadata.path("name").asText("");
    }

    /** Takes what is told of each object. */
    interface Each {
        void object(ToldSeries told);
    }

    synchronized void each(Each sink) {
        objects.values().forEach(sink::object);
    }

    synchronized int size() {
        return objects.size();
    }

    /** How many objects could not be read since the start. */
    synchronized long unreadable() {
        return unreadable;
    }

    /** How many objects of the last list, and since, there was no room for. */
    synchronized int noRoom() {
        return noRoom;
    }
}
