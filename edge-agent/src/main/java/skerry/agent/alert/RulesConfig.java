package skerry.agent.alert;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Which rules are evaluated.
 *
 * @param files in Prometheus's form
 * @param usual whether those that come with the agent are
 * @param disabled alerts of the usual rules that are not wanted
 */
public record RulesConfig(List<Path> files, boolean usual, Set<String> disabled) {
    public RulesConfig {
        files = List.copyOf(files);
        disabled = Set.copyOf(disabled);
    }
}
