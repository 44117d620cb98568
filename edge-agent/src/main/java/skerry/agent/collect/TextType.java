package skerry.agent.collect;

import java.util.Locale;

/**
 * The word behind {@code # TYPE} in Prometheus text. It may differ from how the values behave: many counters of the
 * kernel are exposed as untyped or gauge by node_exporter, and dashboards and checks know them so.
 */
public enum TextType {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    SUMMARY,
    UNTYPED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in the text format: {@code counter}. */
    public String word() {
        return word;
    }
}
