package skerry.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/**
 * What a simulated node tells of the small k3s cluster that it is part of: its own containers, and, as the first of its site,
 * the state of the objects. A function of seed and moment, under the names that an agent uses. Thread-safe.
 */
final class ClusterModel {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    /** A container that crashes is started again this often. */
    private static final long CRASH_EVERY = 5 * MINUTE;

    private static final long JOB_EVERY = 30 * MINUTE;

    /** As an agent does: what hardly changes is told twice an hour. */
    private static final long DEMAND_EVERY = 30 * MINUTE;

    /** A volume fills for so many days, and is then emptied. */
    private static final double DAYS_TO_FILL = 20;

    private static final double VOLUME = 10e9;
    private static final double LIMIT = 128 << 20;
    private static final String HELP = "Simulated.";

    private final long seed;
    private final int index;
    private final int nodes;
    private final boolean crashing;
    private final ServiceModel services;

    /** A pod and its one container. */
    private record Pod(String namespace, String name, String container, int node, double memory) {
        Labels labels() {
            return Labels.of("namespace", namespace, "pod", name);
        }

        Labels ofContainer() {
            return labels().with("container", container);
        }
    }

    /**
     * @param seed of the site
     * @param index of the node at its site
     * @param nodes of the site
     * @param crashing whether a container of it crashes again and again
     */
    ClusterModel(long seed, int index, int nodes, boolean crashing) {
        this.seed = seed;
        this.index = index;
        this.nodes = nodes;
        this.crashing = crashing;
        this.services = new ServiceModel(seed, crashing);
    }

    /** @param millis the moment, UTC epoch milliseconds */
    void samples(long millis, SampleSink sink) {
        List<Pod> pods = pods(millis);
        pods.stream().filter(pod -> pod.node() == index).forEach(pod -> container(pod, millis, sink));
        if (index == 0) {
            pods.forEach(pod -> pod(pod, millis, sink));
            workloads(sink);
            cluster(millis, sink);
            new AppliedModel(seed, nodes).samples(millis, sink);
            services.samples(millis, sink);
            volume(millis, sink);
            if (millis % DEMAND_EVERY == 0) {
                pods.forEach(pod -> demand(pod, sink));
            }
        }
    }

    /** The pod of a job lives for five minutes. */
    private List<Pod> pods(long millis) {
        var pods = new ArrayList<Pod>(List.of(
                new Pod("shop", "api-0", "service", 0, crashing ? 0.97 : 0.55),
                new Pod("shop", "api-1", "service", nodes - 1, 0.6),
                new Pod("kube-system", "coredns-7f96", "coredns", 0, 0.2)));
        for (int node = 0; node < nodes; node++) {
            pods.add(new Pod("shop", "reader-" + node, "reader", node, 0.3 + 0.1 * node));
        }
        if (millis % JOB_EVERY < 5 * MINUTE) {
            pods.add(new Pod("shop", "import-" + millis / JOB_EVERY % 1_000, "import", nodes - 1, 0.4));
        }
        return pods;
    }

    private boolean isCrashing(Pod pod) {
        return crashing && pod.name().equals("api-0");
    }

    private void container(Pod pod, long millis, SampleSink sink) {
        Labels labels = pod.ofContainer().with("name", pod.name());
        double used = LIMIT * Math.min(0.99, pod.memory() + 0.02 * Math.sin(millis / (double) HOUR + seed % 7));
        gauge(sink, "container_memory_working_set_bytes", labels, Math.rint(used));
        gauge(sink, "container_spec_memory_limit_bytes", labels, LIMIT);
        gauge(sink, "container_start_time_seconds", labels, startedAt(pod, millis) / 1_000.0);
        counter(
                sink,
                "container_cpu_usage_seconds_total",
                labels.with("cpu", "total"),
                Math.rint(millis % (100 * DAY) / 1_000.0 * pod.memory() * 10) / 100);
    }

    private long startedAt(Pod pod, long millis) {
        long every = isCrashing(pod) ? CRASH_EVERY : pod.name().startsWith("import") ? JOB_EVERY : 5 * DAY;
        return millis / every * every;
    }

    private void pod(Pod pod, long millis, SampleSink sink) {
        gauge(sink, "kube_pod_info", pod.labels().with("node", "pi-" + (pod.node() + 1)), 1);
        gauge(sink, "kube_pod_status_ready", pod.labels().with("condition", "true"), isCrashing(pod) ? 0 : 1);
        double restarts = isCrashing(pod) ? millis % (100 * DAY) / CRASH_EVERY : 0;
        counter(sink, "kube_pod_container_status_restarts_total", pod.ofContainer(), restarts);
        for (String resource : List.of("cpu", "memory")) {
            Labels labels =
                    pod.ofContainer().with("resource", resource).with("unit", resource.equals("cpu") ? "core" : "byte");
            gauge(sink, "kube_pod_container_resource_requests", labels, resource.equals("cpu") ? 0.1 : LIMIT / 2);
        }
        if (isCrashing(pod)) {
            gauge(
                    sink,
                    "kube_pod_container_status_waiting_reason",
                    pod.ofContainer().with("reason", "CrashLoopBackOff"),
                    1);
            gauge(
                    sink,
                    "kube_pod_container_status_last_terminated_reason",
                    pod.ofContainer().with("reason", "OOMKilled"),
                    1);
        }
    }

    /** Whose the pod is, and once for all pods of a workload what it asks for. */
    private static void demand(Pod pod, SampleSink sink) {
        String name = pod.name().substring(0, pod.name().indexOf('-'));
        String kind = name.equals("reader") ? "DaemonSet" : name.equals("import") ? "CronJob" : "Deployment";
        Labels workload = Labels.of("namespace", pod.namespace(), "workload_kind", kind, "workload", name);
        gauge(sink, "skerry_pod_workload", workload.with("pod", pod.name()), 1);
        if (pod.name().endsWith("-1") && !kind.equals("CronJob")) {
            return;
        }
        Labels container = workload.with("container", pod.container());
        gauge(sink, "skerry_workload_request_cores", container, 0.1);
        gauge(sink, "skerry_workload_request_bytes", container, LIMIT / 2);
        gauge(sink, "skerry_workload_limit_bytes", container, LIMIT);
    }

    private void volume(long millis, SampleSink sink) {
        Labels claim = Labels.of("job", "kubelet", "namespace", "shop", "persistentvolumeclaim", "orders");
        double days = millis / (double) DAY + Math.floorMod(seed, 1_000);
        double used = days % DAYS_TO_FILL / DAYS_TO_FILL + 0.004 * Math.sin(days * 2 * Math.PI);
        gauge(sink, "kubelet_volume_stats_capacity_bytes", claim, VOLUME);
        gauge(sink, "kubelet_volume_stats_available_bytes", claim, Math.rint(VOLUME * (0.95 - 0.93 * used)));
    }

    private void workloads(SampleSink sink) {
        Labels api = Labels.of("namespace", "shop", "deployment", "api");
        gauge(sink, "kube_deployment_spec_replicas", api, 2);
        gauge(sink, "kube_deployment_status_replicas_available", api, crashing ? 1 : 2);
        gauge(sink, "kube_deployment_status_replicas_updated", api, 2);
        Labels reader = Labels.of("namespace", "shop", "daemonset", "reader");
        gauge(sink, "kube_daemonset_status_desired_number_scheduled", reader, nodes);
        gauge(sink, "kube_daemonset_status_number_available", reader, nodes);
        Labels budget = Labels.of("namespace", "shop", "poddisruptionbudget", "api");
        gauge(sink, "kube_poddisruptionbudget_status_desired_healthy", budget, 1);
        gauge(sink, "kube_poddisruptionbudget_status_current_healthy", budget, crashing ? 1 : 2);
        gauge(
                sink,
                "kube_job_failed",
                Labels.of("namespace", "shop", "job_name", "cleanup", "condition", "true"),
                seed % 2 == 0 ? 1 : 0);
    }

    private void cluster(long millis, SampleSink sink) {
        var lot = new Random(seed);
        boolean behind = nodes > 1 && lot.nextInt(3) == 0;
        for (int node = 0; node < nodes; node++) {
            String version = behind && node > 0 ? "v1.32.9+k3s1" : "v1.34.1+k3s1";
            gauge(sink, "kube_node_info", Labels.of("node", "pi-" + (node + 1), "kubelet_version", version), 1);
        }
        long ends = millis / (10 * DAY) * (10 * DAY) + (20 + lot.nextInt(200)) * DAY;
        gauge(
                sink,
                "k3s_certificate_expiration_seconds",
                Labels.of("subject", "CN=k3s", "usages", "ServerAuth"),
                (ends - millis) / 1_000.0);
        if (lot.nextInt(4) > 0) {
            gauge(sink, "skerry_k3s_backup_timestamp_seconds", Labels.NONE, millis / (6 * HOUR) * (6 * HOUR) / 1_000.0);
        }
    }

    /** What the cluster's event log tells in a life that begins at {@code start}, in the order of time. */
    List<Event> events(long start) {
        if (index > 0) {
            return List.of();
        }
        var events = new ArrayList<Event>();
        events.add(
                event(start + 3 * MINUTE, Severity.INFO, "Pod", "import-1", "Killing", 1, "Stopping container import"));
        for (int i = 1; crashing && i <= 3; i++) {
            events.add(event(
                    start + (3 + 5L * i) * MINUTE,
                    Severity.WARNING,
                    "Pod",
                    "api-0",
                    "BackOff",
                    7 * i,
                    "Back-off restarting failed container service in pod api-0"));
        }
        return events;
    }

    private static Event event(
            long at, Severity severity, String kind, String name, String reason, int count, String text) {
        return new Event(
                "kubernetes",
                severity,
                at,
                0,
                text,
                Map.of(
                        "namespace",
                        "shop",
                        "kind",
                        kind,
                        "name",
                        name,
                        "reason",
                        reason,
                        "component",
                        "kubelet",
                        "count",
                        Integer.toString(count)));
    }

    private static void gauge(SampleSink sink, String name, Labels labels, double value) {
        sink.add(MetricFamily.gauge(name, HELP), labels, value);
    }

    private static void counter(SampleSink sink, String name, Labels labels, double value) {
        sink.add(MetricFamily.counter(name, HELP), labels, value);
    }
}
