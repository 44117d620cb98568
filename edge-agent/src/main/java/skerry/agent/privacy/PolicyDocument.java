package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/**
 * A policy as people read it: all that its id stands for.
 *
 * @param id in the header of every batch
 * @param version what a hub's minimum is compared with
 * @param kinds in the order of their names
 */
public record PolicyDocument(String id, int version, List<Kind> kinds) {
    public PolicyDocument {
        kinds = List.copyOf(kinds);
    }

    /**
     * What is looked for as one kind.
     *
     * @param rules that find it, in order
     */
    public record Kind(String name, Action action, List<String> rules) {
        public Kind {
            rules = List.copyOf(rules);
        }
    }

    /** Of the policy that a site has with these settings, on a machine that knows these names. */
    public static PolicyDocument of(PrivacySettings settings, SiteNames names) {
        Policy policy = Policy.of(settings, names);
        var kinds = new ArrayList<Kind>();
        policy.actions().forEach((kind, action) -> {
            List<String> rules = policy.detectors().stream()
                    .filter(detector -> detector.kind().equals(kind))
                    .map(Detector::rule)
                    .toList();
            kinds.add(new Kind(kind, action, rules));
        });
        return new PolicyDocument(policy.id(), policy.version(), kinds);
    }
}
