package skerry.hub.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.hub.store.Agent;
import skerry.protocol.series.Labels;

/** Whose each pod of a site is, where and since when, and what workloads ask for, as the cluster's agent tells twice an hour. Immutable. */
final class Demands {
    /** Whose pods and amounts are kept; more are left out. */
    private static final int MAX_SERIES = 50_000;
    /** Who looks farther back than this finds what is told twice an hour. */
    private static final long TOLD_WITHIN = 2 * CoarseWindows.HOUR;

    private static final String POD = "skerry_pod_workload";
    private static final String START = "skerry_pod_start_time_seconds";
    private static final Set<String> METRICS = Set.of(
            POD,
            START,
            "skerry_workload_request_cores",
            "skerry_workload_request_bytes",
            "skerry_workload_limit_cores",
            "skerry_workload_limit_bytes");

    private final Map<Pod, Workload> workloads = new HashMap<>();
    private final Map<Amount, Trail> amounts = new HashMap<>();
    private final Map<Pod, Long> toldOf = new HashMap<>();
    private final Map<Pod, Long> starts = new HashMap<>();
    private final Map<Pod, String> places = new HashMap<>();

    private record Pod(String namespace, String name) {}

    /** A workload by its place in the cluster. */
    record Workload(String namespace, String kind, String name) {}

    private record Amount(Workload workload, String container, String metric) {}

    private Demands() {}

    static Demands of(SiteSeries series, List<Agent> nodes, long from, long to) {
        var demands = new Demands();
        series.visit(
                nodes,
                Math.min(from, to - TOLD_WITHIN),
                to,
                METRICS,
                (_, one, trail) -> demands.add(one.name(), one.labels(), trail));
        return demands;
    }

    private void add(String metric, Labels labels, Trail trail) {
        if (workloads.size() + starts.size() + amounts.size() >= MAX_SERIES) {
            return;
        }
        if (metric.equals(START)) {
            var pod = new Pod(labels.get("namespace"), labels.get("pod"));
            starts.put(pod, Math.round(trail.last() * 1_000));
            if (!labels.get("node").isEmpty()) {
                places.put(pod, labels.get("node"));
            }
            return;
        }
        var workload = new Workload(labels.get("namespace"), labels.get("workload_kind"), labels.get("workload"));
        if (metric.equals(POD)) {
            var pod = new Pod(workload.namespace(), labels.get("pod"));
            if (toldOf.merge(pod, trail.lastAt(), Math::max) == trail.lastAt()) {
                workloads.put(pod, workload);
            }
        } else {
            amounts.merge(
                    new Amount(workload, labels.get("container"), metric.substring("skerry_workload_".length())),
                    trail,
                    (known, other) -> other.lastAt() > known.lastAt() ? other : known);
        }
    }

    /** Whose the pod is; empty if nobody told. */
    Optional<Workload> workload(String namespace, String pod) {
        return Optional.ofNullable(workloads.get(new Pod(namespace, pod)));
    }

    /** When the kubelet took the pod, UTC epoch milliseconds; empty if nobody told. */
    Optional<Long> startedAt(String namespace, String pod) {
        return Optional.ofNullable(starts.get(new Pod(namespace, pod)));
    }

    /** The node whose kubelet took the pod; empty if nobody told. */
    Optional<String> node(String namespace, String pod) {
        return Optional.ofNullable(places.get(new Pod(namespace, pod)));
    }

    /** @param what {@code request_cores}, {@code request_bytes}, {@code limit_cores} or {@code limit_bytes} */
    Optional<Double> amount(Workload workload, String container, String what) {
        return Optional.ofNullable(amounts.get(new Amount(workload, container, what)))
                .map(Trail::last);
    }
}
