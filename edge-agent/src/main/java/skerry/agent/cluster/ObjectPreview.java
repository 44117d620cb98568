package skerry.agent.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import skerry.agent.cluster.state.ObjectStates;
import skerry.agent.cluster.state.ShownNames;
import skerry.agent.collect.SampleSink;

/**
 * Tells the state of the objects in a text, as the cluster role tells that of a cluster. Reads what {@code kubectl get}
 * prints as JSON or YAML: an object, a list, several documents. Immutable and thread-safe.
 */
public final class ObjectPreview {
    /** Longest text that is read. */
    public static final int MAX_BYTES = 32 << 20;

    static final int MAX_OBJECTS = 20_000;
    /** So many kinds that are not told are named; more are counted as one. */
    private static final int MAX_NAMED = 100;

    private static final String OTHERS = "other kinds";

    private final ObjectStates states;

    public ObjectPreview(ShownNames shown) {
        this.states = new ObjectStates(shown);
    }

    /**
     * What was in a text beside what was told.
     *
     * @param told how many objects were told
     * @param untold how many objects of each kind that is not told: {@code v1 ConfigMap}
     * @param repeated how many objects stood there a second time, and were left out
     * @param seriesLeftOut how many series were beyond the bound for one object, or without a value that can be read
     */
    public record Contents(int told, Map<String, Integer> untold, int repeated, long seriesLeftOut) {
        public Contents {
            untold = Map.copyOf(untold);
        }
    }

    /**
     * Hands over the samples of all objects in the text.
     *
     * @throws ObjectTextException if the text is too long or something in it is no object; samples of objects before that
     *     place were handed over
     */
    public Contents read(byte[] text, SampleSink sink) throws ObjectTextException {
        if (text.length > MAX_BYTES) {
            throw new ObjectTextException(
                    "the text is longer than " + MAX_BYTES + " bytes: give one kind or one namespace at a time");
        }
        var reading = new Reading(sink);
        ObjectDocuments.read(text, reading::object);
        return new Contents(reading.told, reading.untold, reading.repeated, reading.seriesLeftOut);
    }

    /** One pass over a text. */
    private final class Reading {
        private final SampleSink sink;
        private final Map<String, Integer> untold = new TreeMap<>();
        private final Set<String> seen = new HashSet<>();
        private int objects;
        private int told;
        private int repeated;
        private long seriesLeftOut;

        Reading(SampleSink sink) {
            this.sink = sink;
        }

        void object(String apiVersion, String kind, ObjectNode object) throws ObjectTextException {
            objects++;
            if (objects > MAX_OBJECTS) {
                throw new ObjectTextException(
                        "there are more than " + MAX_OBJECTS + " objects: give one kind or one namespace at a time");
            }
            Optional<Class<? extends HasMetadata>> type = states.type(apiVersion, kind);
            String what = (apiVersion + " " + kind).strip();
            if (type.isEmpty()) {
                String name = what.isEmpty() ? "objects without a kind" : what;
                untold.merge(untold.size() < MAX_NAMED || untold.containsKey(name) ? name : OTHERS, 1, Integer::sum);
                return;
            }
            JsonNode metadata = object.path("metadata");
            String place = place(metadata);
            if (!seen.add(what + " " + place)) {
                repeated++;
                return;
            }
            if (metadata instanceof ObjectNode fields) {
                fields.remove("managedFields"); // often half of an object, and never told
            }
            seriesLeftOut += states.tell(value(object, type.get(), kind + " " + place), sink);
            told++;
        }

        private <T extends HasMetadata> T value(ObjectNode object, Class<T> type, String what)
                throws ObjectTextException {
            try {
                return ObjectModels.read(object, type);
            } catch (JsonProcessingException e) {
                throw new ObjectTextException("object " + objects + " (" + what + ") cannot be read: " + reason(e));
            }
        }
    }

    private static String place(JsonNode metadata) {
        String namespace = metadata.path("namespace").asText("");
        String name = metadata.path("name").asText("");
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    private static String reason(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "it has not the form of its kind";
        }
        String field = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        return field + " is not of the type that Kubernetes has there";
    }
}
