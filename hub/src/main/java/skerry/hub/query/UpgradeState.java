package skerry.hub.query;

import java.util.List;
import java.util.Optional;

/**
 * Whether a site's Kubernetes can be taken to a new version, by what the site told. What is not known is empty.
 *
 * @param reason the sentence behind the word, without a full stop
 * @param versions of the nodes, each once
 * @param skew minor versions between the oldest and the newest node
 * @param certificateEnds when the first certificate ends, UTC epoch milliseconds, as {@code snapshotAt} and {@code toldAt}
 * @param budgets disruption budgets that let no pod go, as {@code namespace/name}
 * @param plans of the system upgrade controller
 * @param snapshotAt when the datastore was last saved; 0 if the site has no snapshot
 */
public record UpgradeState(
        Word word,
        String reason,
        List<String> versions,
        Optional<Long> skew,
        int nodes,
        Optional<Long> certificateEnds,
        List<String> budgets,
        Optional<Long> snapshotAt,
        List<UpgradePlan> plans,
        Optional<Long> toldAt) {
    /** From the one to be looked at first. */
    public enum Word {
        BLOCKED,
        LOOK,
        UNKNOWN,
        READY,
        NONE
    }

    public UpgradeState {
        versions = List.copyOf(versions);
        budgets = List.copyOf(budgets);
        plans = List.copyOf(plans);
    }
}
