package skerry.agent.cluster;

import java.util.List;
import java.util.Optional;

/**
 * Something that this agent asks the API for.
 *
 * @param group of the API; empty for the core
 * @param resource {@code deployments}
 * @param verbs {@code list} and {@code watch}
 * @param namespace in which; empty for all, or for what is in none
 * @param cost what is not known without it
 */
public record Right(String group, String resource, List<String> verbs, Optional<String> namespace, String cost) {
    public Right {
        verbs = List.copyOf(verbs);
    }

    /** As people say it: {@code deployments.apps in namespace shop}. */
    public String what() {
        return (group.isEmpty() ? resource : resource + "." + group)
                + namespace.map(name -> " in namespace " + name).orElse("");
    }
}
