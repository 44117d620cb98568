package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * Add-ons of k3s ({@code k3s.cattle.io/v1 Addon}): files in its manifests folder. Source: k3s, pkg/deploy: the checksum of a
 * file is written when all of it was applied.
 */
final class AddonState implements KindState<GenericKubernetesResource> {
    private static final int CHECKSUM_CHARS = 12;

    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily applied;

    AddonState(ShownNames shown) {
        this.metrics = new KindMetrics("skerry_k3s_addon", shown, "namespace", "addon");
        this.info =
                metrics.gauge("info", "The file of the add-on, and the start of its checksum.", "source", "checksum");
        this.applied = metrics.gauge("applied", "Whether the add-on was applied, be it as an earlier file.");
    }

    @Override
    public int tell(GenericKubernetesResource addon, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(addon.getMetadata(), ObjectMeta::new);
        var fields = CustomFields.of(addon);
        var series = new ObjectSeries(
                sink, "namespace", ZeroValues.text(meta.getNamespace()), "addon", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        String checksum = fields.text("spec", "checksum");
        series.add(
                info,
                1,
                "source",
                CustomFields.lastPart(fields.text("spec", "source")),
                "checksum",
                checksum.substring(0, Math.min(CHECKSUM_CHARS, checksum.length())));
        series.flag(applied, !checksum.isEmpty());
        return series.leftOut();
    }
}
