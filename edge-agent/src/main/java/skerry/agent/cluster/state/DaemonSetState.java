package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Daemon sets: on how many nodes their pods should be and are. */
final class DaemonSetState implements KindState<DaemonSet> {
    private final KindMetrics metrics;
    private final MetricFamily generation;
    private final MetricFamily current;
    private final MetricFamily desired;
    private final MetricFamily available;
    private final MetricFamily misscheduled;
    private final MetricFamily ready;
    private final MetricFamily unavailable;
    private final MetricFamily updated;
    private final MetricFamily observedGeneration;

    DaemonSetState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_daemonset", shown, "namespace", "daemonset");
        this.generation = metrics.gauge("metadata_generation", "Which version of the wish this is.");
        this.current = metrics.gauge(
                "status_current_number_scheduled", "Nodes that should have the pod and have at least one.");
        this.desired = metrics.gauge("status_desired_number_scheduled", "Nodes that should have the pod.");
        this.available = metrics.gauge("status_number_available", "Nodes whose pod is ready for long enough.");
        this.misscheduled = metrics.gauge("status_number_misscheduled", "Nodes that have the pod and should not.");
        this.ready = metrics.gauge("status_number_ready", "Nodes whose pod is ready.");
        this.unavailable = metrics.gauge("status_number_unavailable", "Nodes whose pod is missing.");
        this.updated = metrics.gauge("status_updated_number_scheduled", "Nodes whose pod is of the newest version.");
        this.observedGeneration =
                metrics.gauge("status_observed_generation", "Which version of the wish the controller saw.");
    }

    @Override
    public int tell(DaemonSet daemonSet, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(daemonSet.getMetadata(), ObjectMeta::new);
        var status = Objects.requireNonNullElseGet(daemonSet.getStatus(), DaemonSetStatus::new);
        var series = new ObjectSeries(
                sink, "namespace", ZeroValues.text(meta.getNamespace()), "daemonset", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        metrics.deletion(meta, series);
        series.add(generation, ZeroValues.number(meta.getGeneration()));
        series.add(current, ZeroValues.number(status.getCurrentNumberScheduled()));
        series.add(desired, ZeroValues.number(status.getDesiredNumberScheduled()));
        series.add(available, ZeroValues.number(status.getNumberAvailable()));
        series.add(misscheduled, ZeroValues.number(status.getNumberMisscheduled()));
        series.add(ready, ZeroValues.number(status.getNumberReady()));
        series.add(unavailable, ZeroValues.number(status.getNumberUnavailable()));
        series.add(updated, ZeroValues.number(status.getUpdatedNumberScheduled()));
        series.add(observedGeneration, ZeroValues.number(status.getObservedGeneration()));
        return series.leftOut();
    }
}
