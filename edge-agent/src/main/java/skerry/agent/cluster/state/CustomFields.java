package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of an object that has no type of its own here. Whatever is missing, or of another type, is empty. */
record CustomFields(Map<String, Object> top) {
    static CustomFields of(GenericKubernetesResource object) {
        return new CustomFields(ZeroValues.map(object.getAdditionalProperties()));
    }

    /** A text, or a number as one; empty for anything else. */
    String text(String... path) {
        return text(at(path)).orElse("");
    }

    Optional<Double> number(String... path) {
        return at(path) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    Optional<Boolean> flag(String... path) {
        return at(path) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    int count(String... path) {
        return at(path) instanceof List<?> list ? list.size() : 0;
    }

    /** The word that a condition has for its status: {@code True}; empty if there is no such condition. */
    Optional<String> condition(String type) {
        if (at("status", "conditions") instanceof List<?> conditions) {
            for (Object one : conditions) {
                if (one instanceof Map<?, ?> condition && type.equals(condition.get("type"))) {
                    return text(condition.get("status"));
                }
            }
        }
        return Optional.empty();
    }

    /** The end of a path or address, without what may stand before it, such as a login. */
    static String lastPart(String address) {
        String path = address.replaceFirst("[?#].*$", "").replaceFirst("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String || value instanceof Number ? Optional.of(value.toString()) : Optional.empty();
    }

    private @Nullable Object at(String... path) {
        Object found = top;
        for (String field : path) {
            found = found instanceof Map<?, ?> map ? map.get(field) : null;
        }
        return found;
    }
}
