package skerry.agent.cluster;

import java.util.List;
import java.util.Optional;

/**
 * Something that this agent asks the API for.
 *
 * @param group of the API; empty for the core
 * @param resource {@code deployments}, or {@code nodes/stats} for a part of it
 * @param verbs {@code list} and {@code watch}
 * @param namespace in which; empty for all, or for what is in none
 * @param name of the one object; empty for all
 * @param cost what is not known, or does not work, without it
 */
public record Right(
        String group,
        String resource,
        List<String> verbs,
        Optional<String> namespace,
        Optional<String> name,
        String cost) {
    public Right {
        verbs = List.copyOf(verbs);
    }

    /** To all objects of a kind. */
    public Right(String group, String resource, List<String> verbs, Optional<String> namespace, String cost) {
        this(group, resource, verbs, namespace, Optional.empty(), cost);
    }

    /** As people say it: {@code deployments.apps in namespace shop}. */
    public String what() {
        return (group.isEmpty() ? resource : resource + "." + group)
                + name.map(one -> " " + one).orElse("")
                + namespace.map(name -> " in namespace " + name).orElse("");
    }
}
