package skerry.promql;

import java.util.List;

/**
 * Which samples of two vectors belong together.
 *
 * @param on whether the labels are those that must agree, or those that are left out of the comparison
 * @param included labels that are copied from the side that has one sample for many
 */
public record Matching(boolean on, List<String> labels, Cardinality cardinality, List<String> included) {
    /** Where nothing is said: all labels must agree. */
    public static final Matching ALL = new Matching(false, List.of(), Cardinality.ONE_TO_ONE, List.of());

    public Matching {
        labels = List.copyOf(labels);
        included = List.copyOf(included);
    }

    /** How many samples may belong to how many. */
    public enum Cardinality {
        ONE_TO_ONE,
        /** {@code group_left}. */
        MANY_TO_ONE,
        /** {@code group_right}. */
        ONE_TO_MANY
    }
}
