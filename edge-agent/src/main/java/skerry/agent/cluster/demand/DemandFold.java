package skerry.agent.cluster.demand;

import java.util.HashMap;
import java.util.Map;
import skerry.agent.collect.MetricFamily;
import skerry.protocol.series.Labels;

/**
 * Folds one round of a cluster's series: of the pods of a workload it keeps what a container asks for once, the most where they
 * differ, as in a rollout; and since when each pod is there, and where. Of a pod its owner comes before its containers. Not thread-safe.
 */
final class DemandFold {
    private static final String NONE = "<none>";

    private static final MetricFamily POD =
            MetricFamily.gauge("skerry_pod_workload", "Which workload the pod belongs to; told twice an hour.");
    private static final MetricFamily START = MetricFamily.gauge(
            "skerry_pod_start_time_seconds",
            "When the kubelet of the node took the pod, seconds since 1970; told twice an hour.");
    private static final Map<String, Map<String, MetricFamily>> FAMILIES = Map.of(
            "kube_pod_container_resource_requests",
            Map.of(
                    "cpu",
                    amount("request_cores", "asks for, cores"),
                    "memory",
                    amount("request_bytes", "asks for, bytes of memory")),
            "kube_pod_container_resource_limits",
            Map.of(
                    "cpu",
                    amount("limit_cores", "may use, cores"),
                    "memory",
                    amount("limit_bytes", "may use, bytes of memory")));

    private final Map<Pod, Owner> owners = new HashMap<>();
    /** Of replica sets and jobs, by themselves. */
    private final Map<Owner, Owner> above = new HashMap<>();

    private final Map<Asked, Double> asked = new HashMap<>();
    private final Map<Pod, Double> starts = new HashMap<>();
    private final Map<Pod, String> nodes = new HashMap<>();

    private record Pod(String namespace, String name) {}

    private record Asked(MetricFamily family, Owner owner, String container) {}

    /** A series that is to be told. */
    record Told(MetricFamily family, Labels labels) {}

    private static MetricFamily amount(String what, String text) {
        return MetricFamily.gauge(
                "skerry_workload_" + what, "What a container of the workload " + text + "; told twice an hour.");
    }

    void see(MetricFamily family, Labels labels, double value) {
        switch (family.name()) {
            case "kube_pod_owner" -> owner(labels);
            case "kube_pod_info" -> nodes.put(pod(labels), labels.get("node"));
            case "kube_pod_start_time" -> starts.put(pod(labels), value);
            case "kube_replicaset_owner" -> above(labels, "ReplicaSet", labels.get("replicaset"));
            case "kube_job_owner" -> above(labels, "Job", labels.get("job_name"));
            case "kube_pod_container_resource_requests", "kube_pod_container_resource_limits" -> {
                MetricFamily folded =
                        FAMILIES.getOrDefault(family.name(), Map.of()).get(labels.get("resource"));
                if (folded != null) {
                    asked.merge(new Asked(folded, ownerOf(pod(labels)), labels.get("container")), value, Math::max);
                }
            }
            default -> {
                // Says nothing of what is asked for.
            }
        }
    }

    /** What the round comes to. */
    Map<Told, Double> told() {
        Map<Told, Double> told = new HashMap<>();
        asked.forEach((one, value) -> told.merge(
                new Told(one.family(), top(one.owner()).labels().with("container", one.container())),
                value,
                Math::max));
        owners.forEach((pod, owner) ->
                told.put(new Told(POD, top(owner).labels().with("pod", pod.name())), 1.0));
        starts.forEach((pod, start) -> told.put(new Told(START, place(pod)), start));
        return told;
    }

    private Labels place(Pod pod) {
        Labels labels = Labels.of("namespace", pod.namespace(), "pod", pod.name());
        String node = nodes.getOrDefault(pod, "");
        return node.isEmpty() ? labels : labels.with("node", node);
    }

    private static Pod pod(Labels labels) {
        return new Pod(labels.get("namespace"), labels.get("pod"));
    }

    /** Pods of the kubelet itself are owned by their node, and are workloads of their own as those that nobody owns. */
    private void owner(Labels labels) {
        Pod pod = pod(labels);
        String kind = labels.get("owner_kind");
        boolean own = kind.isEmpty() || kind.equals(NONE) || kind.equals("Node");
        Owner owner = own ? alone(pod) : new Owner(pod.namespace(), kind, labels.get("owner_name"));
        if (labels.get("owner_is_controller").equals("true")) {
            owners.put(pod, owner);
        } else {
            owners.putIfAbsent(pod, owner);
        }
    }

    private void above(Labels labels, String kind, String name) {
        String ownerKind = labels.get("owner_kind");
        if (!ownerKind.isEmpty() && !ownerKind.equals(NONE)) {
            String namespace = labels.get("namespace");
            above.put(new Owner(namespace, kind, name), new Owner(namespace, ownerKind, labels.get("owner_name")));
        }
    }

    private Owner ownerOf(Pod pod) {
        Owner owner = owners.get(pod);
        return owner == null ? alone(pod) : owner;
    }

    private static Owner alone(Pod pod) {
        return new Owner(pod.namespace(), "Pod", pod.name());
    }

    private Owner top(Owner owner) {
        return above.getOrDefault(owner, owner);
    }
}
