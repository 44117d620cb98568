package skerry.agent.cluster.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import skerry.agent.cluster.watch.ObjectIntake;

/**
 * Keeps one value of each object that has one, by {@code namespace/name}, as long as the object is there. Several may follow,
 * each a part of the objects. Thread-safe.
 */
final class Keyed<V> {
    private final Map<String, V> values = new LinkedHashMap<>();
    private final int most;
    private int beyond;

    /** @param most values; those beyond are counted */
    Keyed(int most) {
        this.most = most;
    }

    /**
     * Takes the objects of one place.
     *
     * @param prefix of their keys, so that objects of several kinds may have one name
     */
    ObjectIntake intake(String prefix, Function<JsonNode, Optional<V>> reading) {
        return new Part(prefix, reading);
    }

    synchronized Map<String, V> copy() {
        return new LinkedHashMap<>(values);
    }

    /** How many objects found no room so far. */
    synchronized int beyond() {
        return beyond;
    }

    private final class Part implements ObjectIntake {
        private final String prefix;
        private final Function<JsonNode, Optional<V>> reading;
        private final Set<String> known = new HashSet<>();
        private final Set<String> listed = new HashSet<>();

        Part(String prefix, Function<JsonNode, Optional<V>> reading) {
            this.prefix = prefix;
            this.reading = reading;
        }

        @Override
        public void listBegins() {
            listed.clear();
        }

        @Override
        public void put(ObjectNode object) {
            String key = prefix + key(object);
            Optional<V> value = reading.apply(object);
            synchronized (Keyed.this) {
                values.remove(key); // what is put last comes last
                if (value.isEmpty()) {
                    known.remove(key);
                } else if (values.size() >= most) {
                    known.remove(key);
                    beyond++;
                } else {
                    values.put(key, value.get());
                    known.add(key);
                    listed.add(key);
                }
            }
        }

        @Override
        public void remove(ObjectNode object) {
            String key = prefix + key(object);
            synchronized (Keyed.this) {
                if (known.remove(key)) {
                    values.remove(key);
                }
            }
        }

        @Override
        public void listEnds(String version) {
            synchronized (Keyed.this) {
                for (Iterator<String> all = known.iterator(); all.hasNext(); ) {
                    String key = all.next();
                    if (!listed.contains(key)) {
                        values.remove(key);
                        all.remove();
                    }
                }
            }
            listed.clear();
        }
    }

    private static String key(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return metadata.path("namespace").asText("") + "/"
                + metadata.path("name").asText("");
    }
}
