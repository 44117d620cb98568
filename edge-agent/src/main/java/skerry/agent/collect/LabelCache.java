package skerry.agent.collect;

import java.util.HashMap;
import java.util.Map;
import skerry.protocol.series.Labels;

/**
 * Keeps the labels of series that differ in one label, so that a series that lives on costs no memory per round. Not
 * thread-safe: owned by one collector.
 */
public final class LabelCache {
    /** Above this many values all are forgotten: names of short-lived devices must not pile up. */
    private static final int BOUND = 1024;

    private final String name;
    private final Map<String, Labels> byValue = new HashMap<>();

    /** @param name the label's name: {@code device} */
    public LabelCache(String name) {
        this.name = name;
    }

    public Labels of(String value) {
        var known = byValue.get(value);
        if (known != null) {
            return known;
        }
        if (byValue.size() == BOUND) {
            byValue.clear();
        }
        var labels = Labels.of(name, value);
        byValue.put(value, labels);
        return labels;
    }
}
