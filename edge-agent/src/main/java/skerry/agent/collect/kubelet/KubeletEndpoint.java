package skerry.agent.collect.kubelet;

import java.util.Optional;
import skerry.agent.collect.targets.SampleFormat;

/** What a kubelet serves and the agent reads; and the right that each needs. Never {@code nodes/proxy}, which is as good as root. */
public enum KubeletEndpoint {
    METRICS("/metrics", "nodes/metrics", "how the kubelet and, on k3s, the control plane do"),
    CADVISOR("/metrics/cadvisor", "nodes/metrics", "the size of the machine, and files and sockets of containers"),
    RESOURCE("/metrics/resource", "nodes/metrics", "what pods use as a whole"),
    PROBES("/metrics/probes", "nodes/metrics", "which probes of containers fail"),
    SUMMARY("/stats/summary", "nodes/stats", "how full volumes are, and what pods keep on the node's disk");

    private final String path;
    private final String right;
    private final String cost;

    KubeletEndpoint(String path, String right, String cost) {
        this.path = path;
        this.right = right;
        this.cost = cost;
    }

    /** As in the label {@code metrics_path}. */
    public String path() {
        return path;
    }

    /** To {@code get} this, in the API's core group. */
    public String right() {
        return right;
    }

    /** What is not known without it. */
    public String cost() {
        return cost;
    }

    /** Of its answers; empty for metrics text. */
    Optional<SampleFormat> format() {
        return this == SUMMARY ? Optional.of(StatsSummary.FORMAT) : Optional.empty();
    }
}
