package skerry.agent.cluster.state;

import java.util.Set;

/**
 * The labels and annotations of objects that are told; all others are not, because each value makes a new series.
 *
 * @param labels their keys; {@code *} for all
 * @param annotations their keys; {@code *} for all
 */
public record ShownNames(Set<String> labels, Set<String> annotations) {
    public static final ShownNames NONE = new ShownNames(Set.of(), Set.of());

    public ShownNames {
        labels = Set.copyOf(labels);
        annotations = Set.copyOf(annotations);
    }
}
