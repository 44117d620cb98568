package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * Charts that k3s's Helm controller installs ({@code helm.cattle.io/v1 HelmChart}). Source: k3s-io/helm-controller. Values
 * are not read: they may hold secrets.
 */
final class HelmChartState implements KindState<GenericKubernetesResource> {
    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily condition;

    HelmChartState(ShownNames shown) {
        this.metrics = new KindMetrics("skerry_helmchart", shown, "namespace", "helmchart");
        this.info = metrics.gauge(
                "info",
                "What the chart is, and the job that installs it.",
                "chart",
                "version",
                "target_namespace",
                "job_name");
        this.condition =
                metrics.gauge("status_condition", "What the controller says of the chart.", "condition", "status");
    }

    @Override
    public int tell(GenericKubernetesResource chart, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(chart.getMetadata(), ObjectMeta::new);
        var fields = CustomFields.of(chart);
        var series = new ObjectSeries(
                sink, "namespace", ZeroValues.text(meta.getNamespace()), "helmchart", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        series.add(
                info,
                1,
                "chart",
                // An address may hold a login, and k3s's own charts are files.
                CustomFields.lastPart(fields.text("spec", "chart")).replaceFirst("[.]tgz$", ""),
                "version",
                fields.text("spec", "version"),
                "target_namespace",
                fields.text("spec", "targetNamespace"),
                "job_name",
                fields.text("status", "jobName"));
        for (String type : new String[] {"JobCreated", "Failed"}) {
            fields.condition(type)
                    .ifPresent(status -> series.condition(condition, "status", status, "condition", type));
        }
        return series.leftOut();
    }
}
