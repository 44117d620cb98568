package skerry.hub.query;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import skerry.protocol.series.Labels;

/** What is gathered of one pod until all of its series were seen. Not thread-safe. */
final class PodDraft {
    /** A pod has no more containers than this; others are left aside. */
    private static final int MAX_CONTAINERS = 64;
    /** Values of a container that lie farther back than this from the pod's newest are of one before a restart. */
    private static final long STALE_MILLIS = 3 * 60_000;

    private static final Map<String, String> RESOURCES = Map.of("cpu", "_cores", "memory", "_bytes");
    private static final Map<String, String> AMOUNTS = Map.of("requests", "request", "limits", "limit");

    private final String namespace;
    private final String pod;
    private final Map<String, Container> containers = new HashMap<>();
    private final Map<String, Dated> marks = new HashMap<>();
    private String node = "";
    private double restarts;
    private double oomKills;
    private long startedAt = Long.MAX_VALUE;
    private long clusterTo = Long.MIN_VALUE;
    private long containersTo = Long.MIN_VALUE;

    private record Dated(double value, long at) {
        static Dated newer(@Nullable Dated known, double value, long at) {
            return known == null || at > known.at ? new Dated(value, at) : known;
        }
    }

    private static final class Container {
        final Map<String, Dated> values = new HashMap<>();

        Optional<Double> value(String name, long since) {
            return Optional.ofNullable(values.get(name))
                    .filter(dated -> dated.at() >= since)
                    .map(Dated::value);
        }
    }

    PodDraft(String namespace, String pod) {
        this.namespace = namespace;
        this.pod = pod;
    }

    /** What the cluster's agent tells. */
    void ofCluster(String metric, Labels labels, Trail trail) {
        clusterTo = Math.max(clusterTo, trail.lastAt());
        switch (metric) {
            case "kube_pod_info" -> node = labels.get("node");
            case "kube_pod_start_time" -> startedAt = Math.round(trail.last() * 1_000);
            case "kube_pod_container_status_restarts_total" -> restarts += trail.increase();
            case "kube_pod_container_resource_requests", "kube_pod_container_resource_limits" ->
                put(
                        labels,
                        metric.substring(metric.lastIndexOf('_') + 1) + " " + labels.get("resource"),
                        trail.last(),
                        trail);
            case "kube_pod_status_phase" -> mark("phase " + labels.get("phase"), trail);
            case "kube_pod_status_reason" -> mark("reason " + labels.get("reason"), trail);
            case "kube_pod_status_ready" -> mark("ready " + labels.get("condition"), trail);
            case "kube_pod_status_unschedulable" -> mark("unschedulable", trail);
            case "kube_pod_container_status_waiting_reason" -> mark("waiting " + labels.get("reason"), trail);
            case "kube_pod_container_status_last_terminated_reason" -> mark("exit " + labels.get("reason"), trail);
            default -> {
                // Tells of the pod, and nothing that is shown.
            }
        }
    }

    /** What the agent of a node tells of the containers there. */
    void ofNode(String nodeName, String metric, Labels labels, Trail trail) {
        if (trail.lastAt() >= containersTo && node.isEmpty()) {
            node = nodeName;
        }
        containersTo = Math.max(containersTo, trail.lastAt());
        switch (metric) {
            case "container_memory_working_set_bytes" -> put(labels, "used memory", trail.last(), trail);
            case "container_spec_memory_limit_bytes" -> {
                if (trail.last() > 0) {
                    put(labels, "spec memory", trail.last(), trail);
                }
            }
            case "container_cpu_usage_seconds_total" -> put(labels, "used cpu", trail.rate(), trail);
            case "container_oom_events_total" -> oomKills += trail.increase();
            case "container_start_time_seconds" -> put(labels, "start", trail.last(), trail);
            default -> {
                // Tells of the pod, and nothing that is shown.
            }
        }
    }

    /** Where and since when it is there and what its workload asks for, where nobody tells it of the pod itself. */
    void ofWorkload(Demands demands) {
        if (startedAt == Long.MAX_VALUE) {
            startedAt = demands.startedAt(namespace, pod).orElse(Long.MAX_VALUE);
        }
        if (node.isEmpty()) {
            node = demands.node(namespace, pod).orElse("");
        }
        demands.workload(namespace, pod)
                .ifPresent(workload -> containers.forEach((name, container) -> {
                    for (String resource : RESOURCES.keySet()) {
                        for (String amount : AMOUNTS.keySet()) {
                            demands.amount(workload, name, AMOUNTS.get(amount) + RESOURCES.get(resource))
                                    .ifPresent(value -> container.values.putIfAbsent(
                                            amount + " " + resource, new Dated(value, containersTo)));
                        }
                    }
                }));
    }

    private void put(Labels labels, String name, double value, Trail trail) {
        String container = labels.get("container");
        if (containers.size() < MAX_CONTAINERS || containers.containsKey(container)) {
            containers
                    .computeIfAbsent(container, _ -> new Container())
                    .values
                    .compute(name, (_, known) -> Dated.newer(known, value, trail.lastAt()));
        }
    }

    /** Several containers of a pod may have the same mark: it counts if any has it. */
    private void mark(String name, Trail trail) {
        marks.merge(
                name,
                new Dated(trail.last(), trail.lastAt()),
                (known, now) ->
                        now.at() > known.at() || (now.at() == known.at() && now.value() > known.value()) ? now : known);
    }

    /**
     * @param clusterNewest end of the newest window in which the cluster's agent told of any pod
     * @param nodesNewest the same of the site's nodes and their containers
     */
    PodFacts finish(long clusterNewest, long nodesNewest) {
        boolean told = clusterTo != Long.MIN_VALUE;
        long toldTo = Math.max(clusterTo, containersTo);
        // Who sees all pods knows which are no more; a node that fell silent takes none with it.
        boolean gone = told ? clusterNewest - clusterTo > STALE_MILLIS : nodesNewest - containersTo > STALE_MILLIS;
        String state = gone ? "gone" : state(told);
        Optional<String> exit = marked("exit ", clusterTo);
        long restarted = Math.round(restarts);
        // The container's own counter ends with it: that it was ended for lack of memory is then known by the exit
        // alone.
        long killed = Math.max(
                Math.round(oomKills),
                restarted > 0 && exit.filter("OOMKilled"::equals).isPresent() ? 1 : 0);
        return new PodFacts(
                namespace,
                pod,
                Optional.of(node).filter(name -> !name.isEmpty()),
                state,
                state.equals("Running") || state.equals("Succeeded"),
                gone,
                restarted,
                killed,
                use("memory"),
                containers.values().stream()
                        .flatMap(one -> one
                                .value("used memory", current())
                                .flatMap(used -> limit(one, "memory").map(limit -> used / limit))
                                .stream())
                        .max(Double::compare),
                use("cpu"),
                exit,
                startedAt(),
                toldTo);
    }

    private String state(boolean told) {
        if (!told) {
            return "Running";
        }
        Optional<String> reason = marked("reason ", clusterTo)
                .or(() -> marked("waiting ", clusterTo))
                .or(() -> isMarked("unschedulable") ? Optional.of("Unschedulable") : Optional.empty());
        Optional<String> phase = marked("phase ", clusterTo);
        if (reason.isPresent()) {
            return reason.get();
        }
        if (phase.isPresent() && !phase.get().equals("Running")) {
            return phase.get();
        }
        if (isMarked("ready true")) {
            return "Running";
        }
        return marks.containsKey("ready true") ? "Not ready" : phase.orElse("unknown");
    }

    private boolean isMarked(String name) {
        Dated mark = marks.get(name);
        return mark != null && mark.value() > 0 && clusterTo - mark.at() <= STALE_MILLIS;
    }

    /** The first, by name, of those that are so at the end. */
    private Optional<String> marked(String prefix, long at) {
        return marks.entrySet().stream()
                .filter(mark -> mark.getKey().startsWith(prefix)
                        && mark.getValue().value() > 0
                        && at - mark.getValue().at() <= STALE_MILLIS)
                .map(mark -> mark.getKey().substring(prefix.length()))
                .min(String::compareTo);
    }

    private long current() {
        return containersTo - STALE_MILLIS;
    }

    private Optional<Double> limit(Container one, String resource) {
        return one.value("limits " + resource, Long.MIN_VALUE)
                .or(() -> one.value("spec " + resource, Long.MIN_VALUE))
                .filter(limit -> limit > 0);
    }

    private PodFacts.Use use(String resource) {
        return new PodFacts.Use(
                sum(one -> one.value("used " + resource, current())),
                sum(one -> one.value("requests " + resource, Long.MIN_VALUE)),
                sum(one -> limit(one, resource)));
    }

    private Optional<Double> sum(Function<Container, Optional<Double>> value) {
        return containers.values().stream()
                .flatMap(one -> value.apply(one).stream())
                .reduce(Double::sum);
    }

    private Optional<Long> startedAt() {
        if (startedAt != Long.MAX_VALUE) {
            return Optional.of(startedAt);
        }
        return containers.values().stream()
                .flatMap(one -> one.value("start", current()).stream())
                .map(seconds -> Math.round(seconds * 1_000))
                .min(Long::compare);
    }
}
