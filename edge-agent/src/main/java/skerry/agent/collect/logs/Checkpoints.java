package skerry.agent.collect.logs;

import java.util.List;

/** The stored places, read once when the agent starts. */
@FunctionalInterface
public interface Checkpoints {
    List<Checkpoint> load();
}
