package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.Objects;
import java.util.TreeSet;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Nodes: what they run, what they have, and whether pods may come. */
final class NodeState implements KindState<Node> {
    private static final String ROLE_LABEL = "node-role.kubernetes.io/";

    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily role;
    private final MetricFamily taint;
    private final MetricFamily unschedulable;
    private final MetricFamily allocatable;
    private final MetricFamily capacity;
    private final MetricFamily condition;
    private final MetricFamily addresses;
    private final MetricFamily volumesInUse;
    private final MetricFamily volumesAttached;

    NodeState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_node", shown, "node");
        this.info = metrics.gauge(
                "info",
                "What the node runs.",
                "kernel_version",
                "os_image",
                "container_runtime_version",
                "kubelet_version",
                "kubeproxy_version",
                "provider_id",
                "pod_cidr",
                "system_uuid",
                "internal_ip");
        this.role = metrics.gauge("role", "Which roles the node has.", "role");
        this.taint = metrics.gauge("spec_taint", "What keeps pods away.", "key", "value", "effect");
        this.unschedulable = metrics.gauge("spec_unschedulable", "Whether the node is closed for new pods.");
        this.allocatable = metrics.gauge("status_allocatable", "What pods may use of it.", "resource", "unit");
        this.capacity = metrics.gauge("status_capacity", "What the node has.", "resource", "unit");
        this.condition = metrics.gauge("status_condition", "How the node is.", "condition", "status");
        this.addresses = metrics.gauge("status_addresses", "Where the node is reached.", "type", "address");
        this.volumesInUse = metrics.gauge("volumes_in_use_count", "Volumes in use on the node.");
        this.volumesAttached = metrics.gauge("volumes_attached_count", "Volumes attached to the node.");
    }

    @Override
    public int tell(Node node, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(node.getMetadata(), ObjectMeta::new);
        var spec = Objects.requireNonNullElseGet(node.getSpec(), NodeSpec::new);
        var status = Objects.requireNonNullElseGet(node.getStatus(), NodeStatus::new);
        var series = new ObjectSeries(sink, "node", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        metrics.deletion(meta, series);
        tellInfo(spec, status, series);
        for (String label : new TreeSet<>(ZeroValues.map(meta.getLabels()).keySet())) {
            if (label.startsWith(ROLE_LABEL)) {
                series.add(role, 1, "role", label.substring(ROLE_LABEL.length()));
            }
        }
        for (Taint each : ZeroValues.list(spec.getTaints())) {
            series.add(
                    taint,
                    1,
                    "key",
                    ZeroValues.text(each.getKey()),
                    "value",
                    ZeroValues.text(each.getValue()),
                    "effect",
                    ZeroValues.text(each.getEffect()));
        }
        series.flag(unschedulable, ZeroValues.flag(spec.getUnschedulable()));
        ResourceAmounts.ofNode(allocatable, status.getAllocatable(), series);
        ResourceAmounts.ofNode(capacity, status.getCapacity(), series);
        for (NodeCondition each : ZeroValues.list(status.getConditions())) {
            series.condition(condition, "status", each.getStatus(), "condition", ZeroValues.text(each.getType()));
        }
        series.add(volumesInUse, ZeroValues.list(status.getVolumesInUse()).size());
        series.add(volumesAttached, ZeroValues.list(status.getVolumesAttached()).size());
        return series.leftOut();
    }

    private void tellInfo(NodeSpec spec, NodeStatus status, ObjectSeries series) {
        var system = Objects.requireNonNullElseGet(status.getNodeInfo(), NodeSystemInfo::new);
        String internalIp = "";
        for (NodeAddress address : ZeroValues.list(status.getAddresses())) {
            String type = ZeroValues.text(address.getType());
            String place = ZeroValues.text(address.getAddress());
            series.add(addresses, 1, "type", type, "address", place);
            if (type.equals("InternalIP")) {
                internalIp = place;
            }
        }
        series.add(
                info,
                1,
                "kernel_version",
                ZeroValues.text(system.getKernelVersion()),
                "os_image",
                ZeroValues.text(system.getOsImage()),
                "container_runtime_version",
                ZeroValues.text(system.getContainerRuntimeVersion()),
                "kubelet_version",
                ZeroValues.text(system.getKubeletVersion()),
                "kubeproxy_version",
                "deprecated", // the word of kube-state-metrics, since Kubernetes no longer fills the field
                "provider_id",
                ZeroValues.text(spec.getProviderID()),
                "pod_cidr",
                ZeroValues.text(spec.getPodCIDR()),
                "system_uuid",
                ZeroValues.text(system.getSystemUUID()),
                "internal_ip",
                internalIp);
    }
}
