package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Pods: where they are, whose they are, how they are, and their containers. */
final class PodState implements KindState<Pod> {
    private static final List<String> PHASES = List.of("Pending", "Succeeded", "Failed", "Unknown", "Running");
    private static final List<String> QOS_CLASSES = List.of("BestEffort", "Burstable", "Guaranteed");

    private final KindMetrics metrics;
    private final ContainerStates containers;
    private final ContainerStates initContainers;
    private final PodSpecState spec;
    private final MetricFamily info;
    private final MetricFamily ips;
    private final MetricFamily owner;
    private final MetricFamily startTime;
    private final MetricFamily completionTime;
    private final MetricFamily phase;
    private final MetricFamily qosClass;
    private final MetricFamily reason;
    private final MetricFamily disruptionReason;
    private final MetricFamily ready;
    private final MetricFamily readyTime;
    private final MetricFamily containersReadyTime;
    private final MetricFamily initializedTime;
    private final MetricFamily scheduled;
    private final MetricFamily scheduledTime;
    private final MetricFamily unscheduledTime;
    private final MetricFamily unschedulable;

    PodState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_pod", shown, "namespace", "pod", "uid");
        this.containers = ContainerStates.ofContainers(metrics);
        this.initContainers = ContainerStates.ofInitContainers(metrics);
        this.spec = new PodSpecState(metrics);
        this.info = metrics.gauge(
                "info",
                "Where the pod is and what made it.",
                "host_ip",
                "pod_ip",
                "node",
                "created_by_kind",
                "created_by_name",
                "priority_class",
                "host_network");
        this.ips = metrics.gauge("ips", "Addresses of the pod.", "ip", "ip_family");
        this.owner = metrics.gauge("owner", "Who owns the pod.", "owner_kind", "owner_name", "owner_is_controller");
        this.startTime = metrics.gauge("start_time", "When the kubelet took the pod, seconds since 1970.");
        this.completionTime = metrics.gauge("completion_time", "When the last container ended, seconds since 1970.");
        this.phase = metrics.gauge("status_phase", "Whether the pod is in the phase.", "phase");
        this.qosClass = metrics.gauge("status_qos_class", "Whether the pod is of the class.", "qos_class");
        this.reason = metrics.gauge("status_reason", "Why the pod is as it is.", "reason");
        this.disruptionReason =
                metrics.gauge("status_disruption_reason", "Why the pod is about to be ended.", "reason");
        this.ready = metrics.gauge("status_ready", "Whether the pod serves requests.", "condition");
        this.readyTime = metrics.gauge("status_ready_time", "When the pod became ready, seconds since 1970.");
        this.containersReadyTime =
                metrics.gauge("status_container_ready_time", "When all containers became ready, seconds since 1970.");
        this.initializedTime =
                metrics.gauge("status_initialized_time", "When the init containers were done, seconds since 1970.");
        this.scheduled = metrics.gauge("status_scheduled", "Whether the pod has a node.", "condition");
        this.scheduledTime = metrics.gauge("status_scheduled_time", "When the pod got a node, seconds since 1970.");
        this.unscheduledTime =
                metrics.gauge("status_unscheduled_time", "When the pod was found to have no node, seconds since 1970.");
        this.unschedulable = metrics.gauge("status_unschedulable", "1 for a pod for which there is no node.");
    }

    @Override
    public int tell(Pod pod, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(pod.getMetadata(), ObjectMeta::new);
        var podSpec = Objects.requireNonNullElseGet(pod.getSpec(), PodSpec::new);
        var status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        String node = ZeroValues.text(podSpec.getNodeName());
        var series = new ObjectSeries(
                sink,
                "namespace",
                ZeroValues.text(meta.getNamespace()),
                "pod",
                ZeroValues.text(meta.getName()),
                "uid",
                ZeroValues.text(meta.getUid()));
        metrics.metadata(meta, series);
        metrics.deletion(meta, series);
        tellInfo(meta, podSpec, status, series);
        tellStatus(status, series);
        for (PodCondition condition : ZeroValues.list(status.getConditions())) {
            tellCondition(condition, series);
        }
        spec.tell(ZeroValues.text(meta.getName()), podSpec, status, series);
        containers.tell(
                ZeroValues.list(podSpec.getContainers()), ZeroValues.list(status.getContainerStatuses()), node, series);
        initContainers.tell(
                ZeroValues.list(podSpec.getInitContainers()),
                ZeroValues.list(status.getInitContainerStatuses()),
                node,
                series);
        return series.leftOut();
    }

    private void tellInfo(ObjectMeta meta, PodSpec podSpec, PodStatus status, ObjectSeries series) {
        Optional<OwnerReference> controller = ZeroValues.list(meta.getOwnerReferences()).stream()
                .filter(reference -> ZeroValues.flag(reference.getController()))
                .findFirst();
        series.add(
                info,
                1,
                "host_ip",
                ZeroValues.text(status.getHostIP()),
                "pod_ip",
                ZeroValues.text(status.getPodIP()),
                "node",
                ZeroValues.text(podSpec.getNodeName()),
                "created_by_kind",
                controller.map(OwnerReference::getKind).orElse(""),
                "created_by_name",
                controller.map(OwnerReference::getName).orElse(""),
                "priority_class",
                ZeroValues.text(podSpec.getPriorityClassName()),
                "host_network",
                Boolean.toString(ZeroValues.flag(podSpec.getHostNetwork())));
        KindMetrics.owners(owner, meta, series);
        for (PodIP address : ZeroValues.list(status.getPodIPs())) {
            String ip = ZeroValues.text(address.getIp());
            IpFamily.of(ip).ifPresent(family -> series.add(ips, 1, "ip", ip, "ip_family", family.digit()));
        }
    }

    private void tellStatus(PodStatus status, ObjectSeries series) {
        series.time(startTime, status.getStartTime());
        ZeroValues.list(status.getContainerStatuses()).stream()
                .map(PodState::end)
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .ifPresent(end -> series.add(completionTime, (double) end.getEpochSecond()));
        if (!ZeroValues.text(status.getPhase()).isEmpty()) {
            series.oneOf(phase, "phase", PHASES, status.getPhase());
        }
        if (!ZeroValues.text(status.getQosClass()).isEmpty()) {
            series.oneOf(qosClass, "qos_class", QOS_CLASSES, status.getQosClass());
        }
        PodReasons.ofStatus(status).ifPresent(word -> series.add(reason, 1, "reason", word));
        PodReasons.ofDisruption(status).ifPresent(word -> series.add(disruptionReason, 1, "reason", word));
    }

    private void tellCondition(PodCondition condition, ObjectSeries series) {
        String status = ZeroValues.text(condition.getStatus());
        String since = condition.getLastTransitionTime();
        boolean met = status.equals("True");
        switch (ZeroValues.text(condition.getType())) {
            case "Ready" -> {
                series.condition(ready, "condition", status);
                series.time(readyTime, met ? since : null);
            }
            case "ContainersReady" -> series.time(containersReadyTime, met ? since : null);
            case "Initialized" -> series.time(initializedTime, met ? since : null);
            case "PodScheduled" -> {
                series.condition(scheduled, "condition", status);
                series.time(scheduledTime, met ? since : null);
                if (status.equals("False")) {
                    series.add(unschedulable, 1);
                    series.time(unscheduledTime, since);
                }
            }
            default -> {
                // Conditions of controllers are no metric.
            }
        }
    }

    private static Optional<Instant> end(ContainerStatus container) {
        return container.getState() == null || container.getState().getTerminated() == null
                ? Optional.empty()
                : ObjectSeries.instant(container.getState().getTerminated().getFinishedAt());
    }
}
