package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;

/** The containers of a pod, or its init containers: what they are, what they ask for, and how they are. */
final class ContainerStates {
    /** What Go makes of a time that is not there; kube-state-metrics tells it of containers that ended unseen. */
    private static final String NO_TIME = "0001-01-01T00:00:00Z";

    private static final String CONTAINER = "container";
    private static final String REASON = "reason";

    private final boolean init;
    private final MetricFamily info;
    private final MetricFamily limits;
    private final MetricFamily requests;
    private final MetricFamily ready;
    private final MetricFamily restarts;
    private final MetricFamily running;
    private final MetricFamily started;
    private final MetricFamily terminated;
    private final MetricFamily terminatedReason;
    private final MetricFamily waiting;
    private final MetricFamily waitingReason;
    private final MetricFamily lastReason;
    private final MetricFamily lastExitCode;
    private final MetricFamily lastTime;

    static ContainerStates ofContainers(KindMetrics pod) {
        return new ContainerStates(pod, false);
    }

    static ContainerStates ofInitContainers(KindMetrics pod) {
        return new ContainerStates(pod, true);
    }

    private ContainerStates(KindMetrics pod, boolean init) {
        this.init = init;
        String prefix = init ? "init_container_" : "container_";
        String[] what = {CONTAINER, "image", "image_spec", "image_id", "container_id"};
        String[] whatInit = {CONTAINER, "image", "image_spec", "image_id", "container_id", "restart_policy"};
        String[] amount = {CONTAINER, "node", "resource", "unit"};
        this.info = pod.gauge(prefix + "info", "Which image the container runs.", init ? whatInit : what);
        this.limits = pod.gauge(prefix + "resource_limits", "What the container may use at most.", amount);
        this.requests = pod.gauge(prefix + "resource_requests", "What the container asks for.", amount);
        this.ready = pod.gauge(prefix + "status_ready", "Whether the container is ready.", CONTAINER);
        this.restarts =
                pod.counter(prefix + "status_restarts_total", "How often the container was restarted.", CONTAINER);
        this.running = pod.gauge(prefix + "status_running", "Whether the container runs.", CONTAINER);
        this.started =
                pod.gauge(prefix + "state_started", "When the container started, seconds since 1970.", CONTAINER);
        this.terminated = pod.gauge(prefix + "status_terminated", "Whether the container has ended.", CONTAINER);
        this.terminatedReason =
                pod.gauge(prefix + "status_terminated_reason", "Why the container has ended.", CONTAINER, REASON);
        this.waiting = pod.gauge(prefix + "status_waiting", "Whether the container waits for its start.", CONTAINER);
        this.waitingReason = pod.gauge(prefix + "status_waiting_reason", "Why the container waits.", CONTAINER, REASON);
        this.lastReason = pod.gauge(
                prefix + "status_last_terminated_reason", "Why the container ended the last time.", CONTAINER, REASON);
        this.lastExitCode = pod.gauge(
                prefix + "status_last_terminated_exitcode",
                "With which code the container ended the last time.",
                CONTAINER);
        this.lastTime = pod.gauge(
                prefix + "status_last_terminated_timestamp",
                "When the container ended the last time, seconds since 1970.",
                CONTAINER);
    }

    void tell(List<Container> specs, List<ContainerStatus> statuses, String node, ObjectSeries series) {
        Map<String, Container> byName = new HashMap<>();
        for (Container spec : specs) {
            String name = ZeroValues.text(spec.getName());
            byName.put(name, spec);
            if (spec.getResources() != null) {
                ResourceAmounts.ofContainer(
                        limits, spec.getResources().getLimits(), series, CONTAINER, name, "node", node);
                ResourceAmounts.ofContainer(
                        requests, spec.getResources().getRequests(), series, CONTAINER, name, "node", node);
            }
        }
        for (ContainerStatus status : statuses) {
            String name = ZeroValues.text(status.getName());
            tellInfo(name, status, byName.get(name), series);
            tellState(name, status, series);
            tellLastState(name, status.getLastState(), series);
        }
    }

    private void tellInfo(String name, ContainerStatus status, @Nullable Container spec, ObjectSeries series) {
        String image = ZeroValues.text(status.getImage());
        String imageId = ZeroValues.text(status.getImageID());
        String id = ZeroValues.text(status.getContainerID());
        String wanted = spec == null ? "" : ZeroValues.text(spec.getImage());
        String policy = spec == null || !init ? "" : ZeroValues.text(spec.getRestartPolicy());
        series.add(
                info,
                1,
                CONTAINER,
                name,
                "image",
                image,
                "image_spec",
                wanted,
                "image_id",
                imageId,
                "container_id",
                id,
                "restart_policy",
                policy);
    }

    private void tellState(String name, ContainerStatus status, ObjectSeries series) {
        var state = Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
        ContainerStateTerminated ended = state.getTerminated();
        series.flag(ready, ZeroValues.flag(status.getReady()), CONTAINER, name);
        series.add(restarts, ZeroValues.number(status.getRestartCount()), CONTAINER, name);
        series.flag(running, state.getRunning() != null, CONTAINER, name);
        series.flag(terminated, ended != null, CONTAINER, name);
        series.flag(waiting, state.getWaiting() != null, CONTAINER, name);
        if (state.getRunning() != null) {
            series.time(started, time(state.getRunning().getStartedAt()), CONTAINER, name);
        } else if (ended != null) {
            series.time(started, time(ended.getStartedAt()), CONTAINER, name);
        }
        if (ended != null) {
            series.add(terminatedReason, 1, CONTAINER, name, REASON, ZeroValues.text(ended.getReason()));
        }
        if (state.getWaiting() != null) {
            String reason = ZeroValues.text(state.getWaiting().getReason());
            series.add(waitingReason, 1, CONTAINER, name, REASON, reason);
        }
    }

    private void tellLastState(String name, @Nullable ContainerState last, ObjectSeries series) {
        if (last != null && last.getTerminated() != null) {
            ContainerStateTerminated ended = last.getTerminated();
            series.add(lastReason, 1, CONTAINER, name, REASON, ZeroValues.text(ended.getReason()));
            series.add(lastExitCode, ZeroValues.number(ended.getExitCode()), CONTAINER, name);
            series.time(lastTime, time(ended.getFinishedAt()), CONTAINER, name);
        }
    }

    private static String time(@Nullable String time) {
        return time == null ? NO_TIME : time;
    }
}
