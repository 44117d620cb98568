package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimCondition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import java.util.List;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Persistent volume claims: what they ask for and what they got. */
final class PersistentVolumeClaimState implements KindState<PersistentVolumeClaim> {
    private static final List<String> PHASES = List.of("Lost", "Bound", "Pending");
    /** Where the storage class stood before it became a field. */
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily phase;
    private final MetricFamily requested;
    private final MetricFamily accessMode;
    private final MetricFamily condition;

    PersistentVolumeClaimState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_persistentvolumeclaim", shown, "namespace", "persistentvolumeclaim");
        this.info = metrics.gauge("info", "Which volume the claim has.", "storageclass", "volumename", "volumemode");
        this.phase = metrics.gauge("status_phase", "Whether the claim is in the phase.", "phase");
        this.requested = metrics.gauge("resource_requests_storage_bytes", "How much storage the claim asks for.");
        this.accessMode = metrics.gauge("access_mode", "How the volume is to be mounted.", "access_mode");
        this.condition = metrics.gauge("status_condition", "How the claim is.", "condition", "status");
    }

    @Override
    public int tell(PersistentVolumeClaim claim, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(claim.getMetadata(), ObjectMeta::new);
        var spec = Objects.requireNonNullElseGet(claim.getSpec(), PersistentVolumeClaimSpec::new);
        var status = Objects.requireNonNullElseGet(claim.getStatus(), PersistentVolumeClaimStatus::new);
        var series = new ObjectSeries(
                sink,
                "namespace",
                ZeroValues.text(meta.getNamespace()),
                "persistentvolumeclaim",
                ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        metrics.deletion(meta, series);
        String annotated = ZeroValues.map(meta.getAnnotations()).get(CLASS_ANNOTATION);
        series.add(
                info,
                1,
                "storageclass",
                annotated == null ? ZeroValues.text(spec.getStorageClassName()) : annotated,
                "volumename",
                ZeroValues.text(spec.getVolumeName()),
                "volumemode",
                ZeroValues.text(spec.getVolumeMode()));
        if (!ZeroValues.text(status.getPhase()).isEmpty()) {
            series.oneOf(phase, "phase", PHASES, status.getPhase());
        }
        if (spec.getResources() != null) {
            series.whole(
                    requested, ZeroValues.map(spec.getResources().getRequests()).get("storage"));
        }
        for (String mode : ZeroValues.list(spec.getAccessModes())) {
            series.add(accessMode, 1, "access_mode", mode);
        }
        for (PersistentVolumeClaimCondition each : ZeroValues.list(status.getConditions())) {
            series.condition(condition, "status", each.getStatus(), "condition", ZeroValues.text(each.getType()));
        }
        return series.leftOut();
    }
}
