package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Persistent volumes: where they lie, how large they are, and who has them. */
final class PersistentVolumeState implements KindState<PersistentVolume> {
    private static final List<String> PHASES = List.of("Pending", "Available", "Bound", "Released", "Failed");

    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily capacity;
    private final MetricFamily phase;
    private final MetricFamily claim;
    private final MetricFamily volumeMode;
    private final MetricFamily accessMode;

    PersistentVolumeState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_persistentvolume", shown, "persistentvolume");
        this.info = metrics.gauge(
                "info",
                "Where the volume lies.",
                "storageclass",
                "gce_persistent_disk_name",
                "ebs_volume_id",
                "azure_disk_name",
                "fc_wwids",
                "fc_lun",
                "fc_target_wwns",
                "iscsi_target_portal",
                "iscsi_iqn",
                "iscsi_lun",
                "iscsi_initiator_name",
                "nfs_server",
                "nfs_path",
                "csi_driver",
                "csi_volume_handle",
                "local_path",
                "local_fs",
                "host_path",
                "host_path_type",
                "reclaim_policy");
        this.capacity = metrics.gauge("capacity_bytes", "How large the volume is.");
        this.phase = metrics.gauge("status_phase", "Whether the volume is in the phase.", "phase");
        this.claim = metrics.gauge("claim_ref", "Which claim has the volume.", "name", "claim_namespace");
        this.volumeMode = metrics.gauge("volume_mode", "Whether it is a file system or a device.", "volumemode");
        this.accessMode = metrics.gauge("access_mode", "How it may be mounted.", "access_mode");
    }

    @Override
    public int tell(PersistentVolume volume, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(volume.getMetadata(), ObjectMeta::new);
        var spec = Objects.requireNonNullElseGet(volume.getSpec(), PersistentVolumeSpec::new);
        var series = new ObjectSeries(sink, "persistentvolume", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        metrics.deletion(meta, series);
        tellInfo(spec, series);
        Quantity size = ZeroValues.map(spec.getCapacity()).get("storage");
        series.whole(capacity, size == null ? new Quantity("0") : size);
        if (volume.getStatus() != null
                && !ZeroValues.text(volume.getStatus().getPhase()).isEmpty()) {
            series.oneOf(phase, "phase", PHASES, volume.getStatus().getPhase());
        }
        if (spec.getClaimRef() != null) {
            series.add(
                    claim,
                    1,
                    "name",
                    ZeroValues.text(spec.getClaimRef().getName()),
                    "claim_namespace",
                    ZeroValues.text(spec.getClaimRef().getNamespace()));
        }
        series.add(volumeMode, 1, "volumemode", Objects.requireNonNullElse(spec.getVolumeMode(), "Filesystem"));
        for (String mode : ZeroValues.list(spec.getAccessModes())) {
            series.add(accessMode, 1, "access_mode", mode);
        }
        return series.leftOut();
    }

    private void tellInfo(PersistentVolumeSpec spec, ObjectSeries series) {
        var gce = Optional.ofNullable(spec.getGcePersistentDisk());
        var ebs = Optional.ofNullable(spec.getAwsElasticBlockStore());
        var azure = Optional.ofNullable(spec.getAzureDisk());
        var fibre = Optional.ofNullable(spec.getFc());
        var iscsi = Optional.ofNullable(spec.getIscsi());
        var nfs = Optional.ofNullable(spec.getNfs());
        var csi = Optional.ofNullable(spec.getCsi());
        var local = Optional.ofNullable(spec.getLocal());
        var host = Optional.ofNullable(spec.getHostPath());
        series.add(
                info,
                1,
                "storageclass",
                ZeroValues.text(spec.getStorageClassName()),
                "gce_persistent_disk_name",
                gce.map(source -> source.getPdName()).orElse(""),
                "ebs_volume_id",
                ebs.map(source -> source.getVolumeID()).orElse(""),
                "azure_disk_name",
                azure.map(source -> source.getDiskName()).orElse(""),
                "fc_wwids",
                fibre.map(source -> joined(source.getWwids())).orElse(""),
                "fc_lun",
                fibre.map(source -> source.getLun()).map(Object::toString).orElse(""),
                "fc_target_wwns",
                fibre.map(source -> joined(source.getTargetWWNs())).orElse(""),
                "iscsi_target_portal",
                iscsi.map(source -> source.getTargetPortal()).orElse(""),
                "iscsi_iqn",
                iscsi.map(source -> source.getIqn()).orElse(""),
                "iscsi_lun",
                iscsi.map(source ->
                                Objects.requireNonNullElse(source.getLun(), 0).toString())
                        .orElse(""),
                "iscsi_initiator_name",
                iscsi.map(source -> source.getInitiatorName()).orElse(""),
                "nfs_server",
                nfs.map(source -> source.getServer()).orElse(""),
                "nfs_path",
                nfs.map(source -> source.getPath()).orElse(""),
                "csi_driver",
                csi.map(source -> source.getDriver()).orElse(""),
                "csi_volume_handle",
                csi.map(source -> source.getVolumeHandle()).orElse(""),
                "local_path",
                local.map(source -> source.getPath()).orElse(""),
                "local_fs",
                local.map(source -> source.getFsType()).orElse(""),
                "host_path",
                host.map(source -> source.getPath()).orElse(""),
                "host_path_type",
                host.map(source -> source.getType()).orElse(""),
                "reclaim_policy",
                ZeroValues.text(spec.getPersistentVolumeReclaimPolicy()));
    }

    private static String joined(@Nullable List<String> words) {
        return String.join(",", ZeroValues.list(words));
    }
}
