package skerry.hub.query;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What plans mean for an upgrade: Kubernetes goes one minor version at a time, and never back. Pure. */
final class PlanCheck {
    private PlanCheck() {}

    /**
     * @param minors of the nodes, see {@link KubernetesMinor}; empty if one is not known
     * @param blocked takes what stands against an upgrade
     * @param look takes what should be looked at first
     */
    static void judge(Collection<UpgradePlan> plans, List<Long> minors, List<String> blocked, List<String> look) {
        for (UpgradePlan plan : plans) {
            if (plan.failed()) {
                blocked.add("the plan " + plan.name() + " has failed");
            }
            if (!plan.complete()) {
                path(plan, minors).ifPresent(blocked::add);
            }
            if (!plan.failed() && plan.applying() > 0) {
                look.add("an upgrade is under way: the plan " + plan.name() + " changes " + plan.applying()
                        + (plan.applying() == 1 ? " node" : " nodes"));
            }
        }
    }

    private static Optional<String> path(UpgradePlan plan, List<Long> minors) {
        Optional<Long> target = KubernetesMinor.of(plan.version());
        if (target.isEmpty() || minors.isEmpty()) {
            return Optional.empty();
        }
        String leads = "the plan " + plan.name() + " leads to " + plan.version() + ", ";
        if (target.get() - Collections.min(minors) > 1) {
            return Optional.of(
                    leads + (target.get() - Collections.min(minors)) + " minor versions ahead where only one is safe");
        }
        return target.get() < Collections.max(minors)
                ? Optional.of(leads + "which is back from what nodes run")
                : Optional.empty();
    }
}
