package skerry.agent.privacy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a site says of its privacy.
 *
 * @param actions by kind, where they are not the usual ones
 * @param keyFile of the key of pseudonyms; empty for one of the agent's own in its data folder
 * @param rules of the site's own, beside those that every agent has
 * @param allowed values that stay as they are
 */
public record PrivacySettings(
        Map<String, Action> actions, Optional<Path> keyFile, List<CustomRule> rules, AllowList allowed) {
    /** Every kind has its usual action, and the agent a key of its own. */
    public static final PrivacySettings USUAL = new PrivacySettings(Map.of(), Optional.empty());

    public PrivacySettings {
        actions = Map.copyOf(actions);
        rules = List.copyOf(rules);
    }

    /** Without rules of the site's own. */
    public PrivacySettings(Map<String, Action> actions, Optional<Path> keyFile) {
        this(actions, keyFile, List.of(), AllowList.NONE);
    }

    /** What is done with findings of a kind. */
    public Action action(String kind) {
        return actions.getOrDefault(kind, Action.usual(kind));
    }

    /** The kinds that every agent looks for. */
    public static SortedSet<String> kinds() {
        var kinds = new TreeSet<String>();
        for (Detector detector : Policy.standard().detectors()) {
            kinds.add(detector.kind());
        }
        return kinds;
    }
}
