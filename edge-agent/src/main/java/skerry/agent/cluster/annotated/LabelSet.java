package skerry.agent.cluster.annotated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;

/**
 * Labels of an object, or those that a service selects by, at eight bytes each: a hash of name and value. Two labels share one by
 * chance once in some 10¹⁹ pairs, and who makes them share one could as well set the label that is selected. Immutable.
 */
final class LabelSet {
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final long[] hashes;

    private LabelSet(long[] hashes) {
        this.hashes = hashes;
    }

    /** @param most of them; the others count as not there */
    static LabelSet of(JsonNode labels, int most) {
        return new LabelSet(labels.properties().stream()
                .limit(most)
                .mapToLong(LabelSet::hash)
                .sorted()
                .toArray());
    }

    boolean isEmpty() {
        return hashes.length == 0;
    }

    boolean hasAll(LabelSet selected) {
        for (long hash : selected.hashes) {
            if (Arrays.binarySearch(hashes, hash) < 0) {
                return false;
            }
        }
        return true;
    }

    private static long hash(Map.Entry<String, JsonNode> label) {
        return mix(mix(0, label.getKey()), label.getValue().asText(""));
    }

    private static long mix(long before, String text) {
        long hash = before;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * SPREAD;
            hash ^= hash >>> 29;
        }
        return (hash + 1) * SPREAD;
    }
}
