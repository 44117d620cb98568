package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Replica sets, which deployments make: how many pods are wanted and there. */
final class ReplicaSetState implements KindState<ReplicaSet> {
    private final KindMetrics metrics;
    private final MetricFamily owner;
    private final MetricFamily generation;
    private final MetricFamily replicasWanted;
    private final MetricFamily replicas;
    private final MetricFamily labelled;
    private final MetricFamily ready;
    private final MetricFamily terminating;
    private final MetricFamily observedGeneration;

    ReplicaSetState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_replicaset", shown, "namespace", "replicaset");
        this.owner =
                metrics.gauge("owner", "Who owns the replica set.", "owner_kind", "owner_name", "owner_is_controller");
        this.generation = metrics.gauge("metadata_generation", "Which version of the wish this is.");
        this.replicasWanted = metrics.gauge("spec_replicas", "How many pods are wanted.");
        this.replicas = metrics.gauge("status_replicas", "How many pods there are.");
        this.labelled = metrics.gauge(
                "status_fully_labeled_replicas", "How many pods have all labels of the replica set's template.");
        this.ready = metrics.gauge("status_ready_replicas", "How many pods are ready.");
        this.terminating = metrics.gauge("status_terminating_replicas", "How many pods are about to end.");
        this.observedGeneration =
                metrics.gauge("status_observed_generation", "Which version of the wish the controller saw.");
    }

    @Override
    public int tell(ReplicaSet replicaSet, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(replicaSet.getMetadata(), ObjectMeta::new);
        var status = Objects.requireNonNullElseGet(replicaSet.getStatus(), ReplicaSetStatus::new);
        var series = new ObjectSeries(
                sink, "namespace", ZeroValues.text(meta.getNamespace()), "replicaset", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        KindMetrics.owners(owner, meta, series);
        series.add(generation, ZeroValues.number(meta.getGeneration()));
        if (replicaSet.getSpec() != null) {
            series.given(replicasWanted, replicaSet.getSpec().getReplicas());
        }
        series.add(replicas, ZeroValues.number(status.getReplicas()));
        series.add(labelled, ZeroValues.number(status.getFullyLabeledReplicas()));
        series.add(ready, ZeroValues.number(status.getReadyReplicas()));
        series.given(terminating, status.getTerminatingReplicas());
        series.add(observedGeneration, ZeroValues.number(status.getObservedGeneration()));
        return series.leftOut();
    }
}
