package skerry.agent.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import skerry.agent.cluster.state.ShownNames;

/**
 * How a cluster is looked at.
 *
 * @param role empty to find out
 * @param kubeconfig by which to reach it; empty for the usual ways
 * @param namespaces to look at; empty for all
 * @param shown labels and annotations of objects to tell
 * @param metrics names of metrics to collect, {@code *} at the end of a name for all that begin so; {@code default} stands for
 *     what the community's alerts and dashboards ask for
 * @param maxSeries the most series in a round
 * @param events whether the cluster's events are taken
 * @param annotatedTargets whether pods and services are scraped that ask for it by annotations
 * @param identitySecret where the identity of an agent is kept whose pod may move
 */
public record ClusterSettings(
        Optional<Role> role,
        Optional<Path> kubeconfig,
        Set<String> namespaces,
        ShownNames shown,
        List<String> metrics,
        int maxSeries,
        boolean events,
        boolean annotatedTargets,
        Optional<SecretName> identitySecret) {
    /** The most namespaces that may be named: each costs connections of its own. */
    public static final int MOST_NAMESPACES = 8;

    public static final int USUAL_SERIES = 10_000;

    public ClusterSettings {
        namespaces = Set.copyOf(namespaces);
        metrics = List.copyOf(metrics);
    }

    ClusterSettings with(SecretName secret) {
        return new ClusterSettings(
                role, kubeconfig, namespaces, shown, metrics, maxSeries, events, annotatedTargets, Optional.of(secret));
    }
}
