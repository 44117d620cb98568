package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Snapshots of k3s's etcd ({@code k3s.cattle.io/v1 ETCDSnapshotFile}), at nodes and in S3. Source: k3s, pkg/etcd. */
final class EtcdSnapshotState implements KindState<GenericKubernetesResource> {
    private final KindMetrics metrics;
    private final MetricFamily size;
    private final MetricFamily made;
    private final MetricFamily ready;

    EtcdSnapshotState(ShownNames shown) {
        this.metrics = new KindMetrics("skerry_etcd_snapshot", shown, "etcdsnapshotfile");
        this.size = metrics.gauge("size_bytes", "Size of the snapshot.", "node", "storage");
        this.made = metrics.gauge(
                "timestamp_seconds", "When the snapshot was made, seconds since 1970.", "node", "storage");
        this.ready = metrics.gauge("ready", "Whether the snapshot is whole and can be used.", "node", "storage");
    }

    @Override
    public int tell(GenericKubernetesResource snapshot, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(snapshot.getMetadata(), ObjectMeta::new);
        var fields = CustomFields.of(snapshot);
        var series = new ObjectSeries(sink, "etcdsnapshotfile", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        String[] labels = {"node", fields.text("spec", "nodeName"), "storage", storage(fields.text("spec", "location"))
        };
        String bytes = fields.text("status", "size");
        if (!bytes.isEmpty()) {
            series.whole(size, new Quantity(bytes), labels);
        }
        String time = fields.text("status", "creationTime");
        series.time(made, time.isEmpty() ? null : time, labels);
        fields.flag("status", "readyToUse").ifPresent(flag -> series.flag(ready, flag, labels));
        return series.leftOut();
    }

    /** Buckets and paths are nobody's business. */
    private static String storage(String location) {
        return location.startsWith("s3://") ? "s3" : "local";
    }
}
