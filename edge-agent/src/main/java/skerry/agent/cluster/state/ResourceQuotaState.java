package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Resource quotas: what a namespace may have and has. Resources keep their names, as with kube-state-metrics. */
final class ResourceQuotaState implements KindState<ResourceQuota> {
    private final KindMetrics metrics;
    private final MetricFamily amount;

    ResourceQuotaState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_resourcequota", shown, "namespace", "resourcequota");
        this.amount = MetricFamily.gauge(
                "kube_resourcequota",
                "What the namespace may have of the resource (hard), and has (used).",
                "namespace",
                "resourcequota",
                "resource",
                "type");
    }

    @Override
    public int tell(ResourceQuota quota, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(quota.getMetadata(), ObjectMeta::new);
        var status = Objects.requireNonNullElseGet(quota.getStatus(), ResourceQuotaStatus::new);
        var series = new ObjectSeries(
                sink,
                "namespace",
                ZeroValues.text(meta.getNamespace()),
                "resourcequota",
                ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        tellAmounts("hard", status.getHard(), series);
        tellAmounts("used", status.getUsed(), series);
        return series.leftOut();
    }

    private void tellAmounts(String type, @Nullable Map<String, Quantity> amounts, ObjectSeries series) {
        new TreeMap<>(ZeroValues.map(amounts))
                .forEach((resource, quantity) ->
                        series.thousandths(amount, quantity, "resource", resource, "type", type));
    }
}
