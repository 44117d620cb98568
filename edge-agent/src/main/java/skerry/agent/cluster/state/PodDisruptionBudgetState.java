package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Pod disruption budgets: how many pods are well, must be, and may be taken away. */
final class PodDisruptionBudgetState implements KindState<PodDisruptionBudget> {
    private final KindMetrics metrics;
    private final MetricFamily currentHealthy;
    private final MetricFamily desiredHealthy;
    private final MetricFamily allowed;
    private final MetricFamily expected;
    private final MetricFamily observedGeneration;

    PodDisruptionBudgetState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_poddisruptionbudget", shown, "namespace", "poddisruptionbudget");
        this.currentHealthy = metrics.gauge("status_current_healthy", "How many pods are well.");
        this.desiredHealthy = metrics.gauge("status_desired_healthy", "How many pods must be well.");
        this.allowed = metrics.gauge("status_pod_disruptions_allowed", "How many pods may be taken away now.");
        this.expected = metrics.gauge("status_expected_pods", "How many pods the budget counts.");
        this.observedGeneration =
                metrics.gauge("status_observed_generation", "Which version of the wish the controller saw.");
    }

    @Override
    public int tell(PodDisruptionBudget budget, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(budget.getMetadata(), ObjectMeta::new);
        var status = Objects.requireNonNullElseGet(budget.getStatus(), PodDisruptionBudgetStatus::new);
        var series = new ObjectSeries(
                sink,
                "namespace",
                ZeroValues.text(meta.getNamespace()),
                "poddisruptionbudget",
                ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        series.add(currentHealthy, ZeroValues.number(status.getCurrentHealthy()));
        series.add(desiredHealthy, ZeroValues.number(status.getDesiredHealthy()));
        series.add(allowed, ZeroValues.number(status.getDisruptionsAllowed()));
        series.add(expected, ZeroValues.number(status.getExpectedPods()));
        series.add(observedGeneration, ZeroValues.number(status.getObservedGeneration()));
        return series.leftOut();
    }
}
