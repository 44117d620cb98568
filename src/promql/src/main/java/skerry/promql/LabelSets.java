package skerry.promql;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import skerry.protocol.series.Labels;

/** What expressions do to label sets. The metric's name is one of the labels here, as in Prometheus. */
public final class LabelSets {
    /** The label that holds the metric's name. */
    public static final String NAME = "__name__";

    /** Name by name and value by value; a set that ends before another comes first. */
    static final Comparator<Labels> ORDER = LabelSets::compare;

    private LabelSets() {}

    /** These labels with a metric's name among them. */
    public static Labels named(String metric, Labels labels) {
        return labels.with(NAME, metric);
    }

    /** These labels without a metric's name among them. */
    public static Labels withoutName(Labels labels) {
        return labels.get(NAME).isEmpty() ? labels : without(labels, List.of(NAME));
    }

    static Labels without(Labels labels, Collection<String> names) {
        Map<String, String> left = labels.asMap();
        return left.keySet().removeAll(names) ? Labels.of(left) : labels;
    }

    static Labels only(Labels labels, Collection<String> names) {
        Map<String, String> left = labels.asMap();
        return left.keySet().retainAll(names) ? Labels.of(left) : labels;
    }

    /** As {@link Labels#with}, where an empty value takes the label away. */
    static Labels with(Labels labels, String name, String value) {
        return labels.get(name).equals(value) ? labels : labels.with(name, value);
    }

    /** Whether labels can have this name; half a character comes of text that is none. */
    static boolean isName(String name) {
        return !name.isBlank() && name.indexOf('\uFFFD') < 0;
    }

    /** As it is written: {@code node_load1{site="x"}}. */
    public static String text(Labels labels) {
        String name = labels.get(NAME);
        String others = withoutName(labels).toString();
        return name.isEmpty() && others.isEmpty() ? "{}" : name + others;
    }

    private static int compare(Labels left, Labels right) {
        int both = Math.min(left.size(), right.size());
        for (int i = 0; i < both; i++) {
            int order = left.name(i).compareTo(right.name(i));
            if (order == 0) {
                order = left.value(i).compareTo(right.value(i));
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
