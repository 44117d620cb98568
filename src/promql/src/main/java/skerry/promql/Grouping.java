package skerry.promql;

import java.util.List;

/**
 * What an aggregation keeps apart.
 *
 * @param without whether the labels are those that are left out, or those that stay
 */
public record Grouping(boolean without, List<String> labels) {
    /** All in one group. */
    public static final Grouping ALL = new Grouping(false, List.of());

    public Grouping {
        labels = List.copyOf(labels);
    }
}
