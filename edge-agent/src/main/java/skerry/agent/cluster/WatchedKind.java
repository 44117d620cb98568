package skerry.agent.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import skerry.agent.cluster.watch.WatchedPath;

/**
 * A kind of objects that is followed.
 *
 * @param apiVersion {@code v1} or {@code apps/v1}
 * @param kind {@code Deployment}
 * @param resource {@code deployments}
 * @param namespaced whether its objects are in namespaces
 * @param metrics what the names of its metrics have in common: {@code kube_deployment}
 * @param optional whether many clusters do not have this kind
 * @param cost what is not known without the right to read it
 */
record WatchedKind(
        String apiVersion,
        String kind,
        String resource,
        boolean namespaced,
        String metrics,
        boolean optional,
        String cost) {
    static final List<WatchedKind> ALL = List.of(
            of("v1", "Pod", "pods", "which pods run, wait, crash or were evicted, and what they asked for"),
            outside("Node", "nodes", "whether nodes are ready, under pressure, or full"),
            outside("Namespace", "namespaces", "whether namespaces are about to be gone"),
            outside("PersistentVolume", "persistentvolumes", "whether volumes failed"),
            of("v1", "PersistentVolumeClaim", "persistentvolumeclaims", "which claims wait for a volume"),
            of("v1", "ResourceQuota", "resourcequotas", "how near namespaces are to their quotas"),
            of("v1", "Service", "services", "which services there are, and which ask to be scraped"),
            of("apps/v1", "Deployment", "deployments", "whether deployments have their replicas, and rollouts end"),
            of("apps/v1", "ReplicaSet", "replicasets", "which deployment a pod belongs to"),
            of("apps/v1", "StatefulSet", "statefulsets", "whether stateful sets have their replicas"),
            of("apps/v1", "DaemonSet", "daemonsets", "whether daemon sets run on all their nodes"),
            of("batch/v1", "Job", "jobs", "which jobs failed or do not end"),
            of("batch/v1", "CronJob", "cronjobs", "when cron jobs ran last"),
            of(
                    "autoscaling/v2",
                    "HorizontalPodAutoscaler",
                    "horizontalpodautoscalers",
                    "which autoscalers are at their end"),
            of(
                    "policy/v1",
                    "PodDisruptionBudget",
                    "poddisruptionbudgets",
                    "whether a node can be drained without an outage"),
            of("networking.k8s.io/v1", "Ingress", "ingresses", "which ingresses there are"),
            of("discovery.k8s.io/v1", "EndpointSlice", "endpointslices", "which addresses stand behind a service"),
            added("k3s.cattle.io/v1", "Addon", "addons", "skerry_k3s_addon", "whether k3s could apply its add-ons"),
            new WatchedKind(
                    "k3s.cattle.io/v1",
                    "ETCDSnapshotFile",
                    "etcdsnapshotfiles",
                    false,
                    "skerry_etcd_snapshot",
                    true,
                    "when etcd was last saved to S3 or at other nodes"),
            added(
                    "helm.cattle.io/v1",
                    "HelmChart",
                    "helmcharts",
                    "skerry_helmchart",
                    "whether charts could be installed"),
            added(
                    "upgrade.cattle.io/v1",
                    "Plan",
                    "plans",
                    "skerry_upgrade_plan",
                    "whether upgrades are under way or failed"));

    private static WatchedKind of(String apiVersion, String kind, String resource, String cost) {
        return new WatchedKind(apiVersion, kind, resource, true, usual(kind), false, cost);
    }

    /** In no namespace. */
    private static WatchedKind outside(String kind, String resource, String cost) {
        return new WatchedKind("v1", kind, resource, false, usual(kind), false, cost);
    }

    /** By k3s, or what was installed beside it. */
    private static WatchedKind added(String apiVersion, String kind, String resource, String metrics, String cost) {
        return new WatchedKind(apiVersion, kind, resource, true, metrics, true, cost);
    }

    private static String usual(String kind) {
        return "kube_" + kind.toLowerCase(Locale.ROOT);
    }

    /**
     * Whether it is followed.
     *
     * @param annotated whether what asks to be scraped is looked for
     */
    boolean isWanted(ChosenMetrics chosen, boolean annotated) {
        return (annotated && mayAsk()) || chosen.anyOf(metrics);
    }

    /** Whether its objects may ask to be scraped. */
    boolean mayAsk() {
        return isPod() || kind.equals("Service");
    }

    boolean isPod() {
        return kind.equals("Pod");
    }

    /** {@code apps}; empty for what has no group. */
    String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** Where it is followed: in the named namespaces, or everywhere if none is named. */
    List<WatchedPath> paths(Set<String> namespaces) {
        if (!namespaced || namespaces.isEmpty()) {
            return List.of(whereThere(WatchedPath.of(apiVersion, resource)));
        }
        var paths = new ArrayList<WatchedPath>();
        for (String namespace : namespaces.stream().sorted().toList()) {
            paths.add(whereThere(WatchedPath.of(apiVersion, resource, namespace)));
        }
        return paths;
    }

    private WatchedPath whereThere(WatchedPath path) {
        return optional ? path.asOptional() : path;
    }
}
