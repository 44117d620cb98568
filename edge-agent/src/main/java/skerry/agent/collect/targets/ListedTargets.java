package skerry.agent.collect.targets;

import java.util.List;

/** The targets that the configuration lists. */
public record ListedTargets(List<Target> targets) implements TargetSource {
    public ListedTargets {
        targets = List.copyOf(targets);
    }
}
