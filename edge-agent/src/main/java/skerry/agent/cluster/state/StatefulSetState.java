package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Stateful sets: how many pods are wanted and there, and which revisions they have. */
final class StatefulSetState implements KindState<StatefulSet> {
    private final KindMetrics metrics;
    private final MetricFamily generation;
    private final MetricFamily replicasWanted;
    private final MetricFamily ordinalsStart;
    private final MetricFamily claimPolicy;
    private final MetricFamily replicas;
    private final MetricFamily available;
    private final MetricFamily current;
    private final MetricFamily ready;
    private final MetricFamily updated;
    private final MetricFamily observedGeneration;
    private final MetricFamily currentRevision;
    private final MetricFamily updateRevision;

    StatefulSetState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_statefulset", shown, "namespace", "statefulset");
        this.generation = metrics.gauge("metadata_generation", "Which version of the wish this is.");
        this.replicasWanted = metrics.gauge("replicas", "How many pods are wanted.");
        this.ordinalsStart = metrics.gauge("ordinals_start", "The number of the first pod.");
        this.claimPolicy = metrics.gauge(
                "persistentvolumeclaim_retention_policy",
                "What becomes of the claims of pods that go.",
                "when_deleted",
                "when_scaled");
        this.replicas = metrics.gauge("status_replicas", "How many pods there are.");
        this.available = metrics.gauge("status_replicas_available", "How many pods are ready for long enough.");
        this.current = metrics.gauge("status_replicas_current", "How many pods are of the current revision.");
        this.ready = metrics.gauge("status_replicas_ready", "How many pods are ready.");
        this.updated = metrics.gauge("status_replicas_updated", "How many pods are of the newest revision.");
        this.observedGeneration =
                metrics.gauge("status_observed_generation", "Which version of the wish the controller saw.");
        this.currentRevision = metrics.gauge("status_current_revision", "The revision to leave.", "revision");
        this.updateRevision = metrics.gauge("status_update_revision", "The revision to reach.", "revision");
    }

    @Override
    public int tell(StatefulSet statefulSet, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(statefulSet.getMetadata(), ObjectMeta::new);
        var spec = Objects.requireNonNullElseGet(statefulSet.getSpec(), StatefulSetSpec::new);
        var status = Objects.requireNonNullElseGet(statefulSet.getStatus(), StatefulSetStatus::new);
        var series = new ObjectSeries(
                sink,
                "namespace",
                ZeroValues.text(meta.getNamespace()),
                "statefulset",
                ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        metrics.deletion(meta, series);
        series.add(generation, ZeroValues.number(meta.getGeneration()));
        series.given(replicasWanted, spec.getReplicas());
        if (spec.getOrdinals() != null) {
            series.add(ordinalsStart, ZeroValues.number(spec.getOrdinals().getStart()));
        }
        var policy = spec.getPersistentVolumeClaimRetentionPolicy();
        if (policy != null) {
            series.add(
                    claimPolicy,
                    1,
                    "when_deleted",
                    ZeroValues.text(policy.getWhenDeleted()),
                    "when_scaled",
                    ZeroValues.text(policy.getWhenScaled()));
        }
        series.add(replicas, ZeroValues.number(status.getReplicas()));
        series.add(available, ZeroValues.number(status.getAvailableReplicas()));
        series.add(current, ZeroValues.number(status.getCurrentReplicas()));
        series.add(ready, ZeroValues.number(status.getReadyReplicas()));
        series.add(updated, ZeroValues.number(status.getUpdatedReplicas()));
        series.add(observedGeneration, ZeroValues.number(status.getObservedGeneration()));
        series.add(currentRevision, 1, "revision", ZeroValues.text(status.getCurrentRevision()));
        series.add(updateRevision, 1, "revision", ZeroValues.text(status.getUpdateRevision()));
        return series.leftOut();
    }
}
