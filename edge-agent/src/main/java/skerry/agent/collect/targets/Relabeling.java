package skerry.agent.collect.targets;

import java.util.List;
import java.util.Map;

/** Rules that change or drop samples, one after the other, each on what those before left. */
public record Relabeling(List<RelabelRule> rules) {
    /** Changes nothing. */
    public static final Relabeling NONE = new Relabeling(List.of());

    public Relabeling {
        rules = List.copyOf(rules);
    }

    /**
     * Applies the rules.
     *
     * @param labels to be changed, the metric's name under {@code __name__}
     * @return false if the sample is to be dropped
     */
    boolean apply(Map<String, String> labels) {
        for (RelabelRule rule : rules) {
            if (!rule.apply(labels)) {
                return false;
            }
        }
        return true;
    }
}
