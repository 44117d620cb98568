package skerry.agent.cluster.annotated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import skerry.agent.cluster.watch.ObjectIntake;

/**
 * What is kept of the objects of one kind in one place, up to a bound. Thread-safe: one thread follows, another asks.
 *
 * @param <T> what is kept of an object
 */
final class FollowedObjects<T> implements ObjectIntake {
    private final Function<ObjectNode, Optional<T>> reading;
    private final int most;
    private final Runnable changed;
    private final Map<String, Kept<T>> kept = new HashMap<>();
    private int list;
    private int leftOut;

    private record Kept<T>(T object, int list) {}

    /**
     * @param reading what is kept of an object; empty for nothing
     * @param most objects that are kept
     * @param changed told after each change
     */
    FollowedObjects(Function<ObjectNode, Optional<T>> reading, int most, Runnable changed) {
        this.reading = reading;
        this.most = most;
        this.changed = changed;
    }

    @Override
    public synchronized void listBegins() {
        list++;
        leftOut = 0;
    }

    @Override
    public synchronized void put(ObjectNode object) {
        String name = name(object);
        Optional<T> read = reading.apply(object);
        boolean was = kept.remove(name) != null;
        if (read.isPresent() && kept.size() < most) {
            kept.put(name, new Kept<>(read.get(), list));
        } else if (read.isPresent()) {
            leftOut++;
        }
        if (was || read.isPresent()) {
            changed.run();
        }
    }

    @Override
    public synchronized void remove(ObjectNode object) {
        if (kept.remove(name(object)) != null) {
            changed.run();
        }
    }

    @Override
    public synchronized void listEnds(String version) {
        if (kept.values().removeIf(one -> one.list() != list)) {
            changed.run();
        }
    }

    synchronized List<T> all() {
        var all = new ArrayList<T>();
        kept.values().forEach(one -> all.add(one.object()));
        return all;
    }

    /** How many objects of the last list, and since, there was no room for. */
    synchronized int leftOut() {
        return leftOut;
    }

    private static String name(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return metadata.path("namespace").asText("") + "/"
                + metadata.path("name").asText("");
    }
}
