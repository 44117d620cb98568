package skerry.agent.collect.targets;

import java.util.ArrayList;
import java.util.List;

/** The targets of several sources, those of the first first. */
public record JoinedTargets(List<TargetSource> sources) implements TargetSource {
    public JoinedTargets {
        sources = List.copyOf(sources);
    }

    @Override
    public List<Target> targets() {
        var all = new ArrayList<Target>();
        sources.forEach(source -> all.addAll(source.targets()));
        return all;
    }
}
