package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.api.model.NamespaceStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Namespaces: whether they are there to stay. */
final class NamespaceState implements KindState<Namespace> {
    private static final List<String> PHASES = List.of("Active", "Terminating");

    private final KindMetrics metrics;
    private final MetricFamily phase;
    private final MetricFamily condition;

    NamespaceState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_namespace", shown, "namespace");
        this.phase = metrics.gauge("status_phase", "Whether the namespace is in the phase.", "phase");
        this.condition =
                metrics.gauge("status_condition", "What keeps the namespace from going.", "condition", "status");
    }

    @Override
    public int tell(Namespace namespace, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(namespace.getMetadata(), ObjectMeta::new);
        var status = Objects.requireNonNullElseGet(namespace.getStatus(), NamespaceStatus::new);
        var series = new ObjectSeries(sink, "namespace", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        series.oneOf(phase, "phase", PHASES, status.getPhase());
        for (NamespaceCondition each : ZeroValues.list(status.getConditions())) {
            series.condition(condition, "status", each.getStatus(), "condition", ZeroValues.text(each.getType()));
        }
        return series.leftOut();
    }
}
