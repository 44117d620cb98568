package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * Plans of the system upgrade controller ({@code upgrade.cattle.io/v1 Plan}). Source: rancher/system-upgrade-controller. What
 * its jobs run is not read.
 */
final class UpgradePlanState implements KindState<GenericKubernetesResource> {
    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily concurrency;
    private final MetricFamily applying;
    private final MetricFamily complete;
    private final MetricFamily condition;

    UpgradePlanState(ShownNames shown) {
        this.metrics = new KindMetrics("skerry_upgrade_plan", shown, "namespace", "plan");
        this.info = metrics.gauge(
                "info",
                "What the plan leads to, as asked for and as resolved.",
                "version",
                "channel",
                "latest_version",
                "latest_hash");
        this.concurrency = metrics.gauge("spec_concurrency", "How many nodes may be changed at a time.");
        this.applying = metrics.gauge("nodes_applying", "How many nodes the plan is changing now.");
        this.complete = metrics.gauge("complete", "Whether all nodes of the plan have its version.");
        this.condition =
                metrics.gauge("status_condition", "What the controller says of the plan.", "condition", "status");
    }

    @Override
    public int tell(GenericKubernetesResource plan, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(plan.getMetadata(), ObjectMeta::new);
        var fields = CustomFields.of(plan);
        var series = new ObjectSeries(
                sink, "namespace", ZeroValues.text(meta.getNamespace()), "plan", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        series.add(
                info,
                1,
                "version",
                fields.text("spec", "version"),
                "channel",
                CustomFields.lastPart(fields.text("spec", "channel")),
                "latest_version",
                fields.text("status", "latestVersion"),
                "latest_hash",
                fields.text("status", "latestHash"));
        fields.number("spec", "concurrency").ifPresent(number -> series.add(concurrency, number));
        series.add(applying, fields.count("status", "applying"));
        // Older controllers have no such condition.
        fields.condition("Complete").ifPresent(status -> series.flag(complete, status.equals("True")));
        for (String type : new String[] {"LatestResolved", "Validated", "Complete"}) {
            fields.condition(type)
                    .ifPresent(status -> series.condition(condition, "status", status, "condition", type));
        }
        return series.leftOut();
    }
}
