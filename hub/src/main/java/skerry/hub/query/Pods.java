package skerry.hub.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;

/**
 * The pods of a site, put together from what its cluster's agent tells under kube-state-metrics's names and what its nodes
 * tell of their containers under cAdvisor's. Thread-safe.
 */
public final class Pods {
    /** Pods of one site; what is beyond is counted. */
    public static final int MAX_PODS = 5_000;

    private static final Set<String> METRICS = Set.of(
            "kube_pod_info",
            "kube_pod_start_time",
            "kube_pod_status_phase",
            "kube_pod_status_reason",
            "kube_pod_status_ready",
            "kube_pod_status_unschedulable",
            "kube_pod_container_status_restarts_total",
            "kube_pod_container_status_waiting_reason",
            "kube_pod_container_status_last_terminated_reason",
            "kube_pod_container_resource_requests",
            "kube_pod_container_resource_limits",
            "container_cpu_usage_seconds_total",
            "container_memory_working_set_bytes",
            "container_spec_memory_limit_bytes",
            "container_oom_events_total",
            "container_start_time_seconds");

    private final SiteSeries series;

    public Pods(FleetStore store) {
        this.series = new SiteSeries(store);
    }

    /**
     * @param leftOut series of pods beyond {@link #MAX_PODS}
     * @param cluster whether anybody told of the cluster's state
     */
    public record Found(List<PodFacts> pods, long leftOut, boolean cluster) {
        public Found {
            pods = List.copyOf(pods);
        }
    }

    private record Key(String namespace, String pod) {}

    /**
     * All that were there at any time from {@code from} to {@code to}, in no order.
     *
     * @param nodes the newest agent of each node of the site
     * @param from UTC epoch milliseconds, as {@code to}; whole hours and minutes within count
     */
    public Found of(List<Agent> nodes, long from, long to) {
        Map<Key, PodDraft> drafts = new HashMap<>();
        long[] newest = {Long.MIN_VALUE, Long.MIN_VALUE};
        long[] leftOut = {0};
        series.visitToTheMinute(nodes, from, to, METRICS, (agent, one, trail) -> {
            var labels = one.labels();
            var key = new Key(labels.get("namespace"), labels.get("pod"));
            if (key.pod().isEmpty()) {
                return;
            }
            PodDraft draft = drafts.get(key);
            if (draft == null && drafts.size() >= MAX_PODS) {
                leftOut[0]++;
                return;
            }
            if (draft == null) {
                draft = new PodDraft(key.namespace(), key.pod());
                drafts.put(key, draft);
            }
            boolean ofCluster = one.name().startsWith("kube_");
            int teller = ofCluster ? 0 : 1;
            newest[teller] = Math.max(newest[teller], trail.lastAt());
            if (ofCluster) {
                draft.ofCluster(one.name(), labels, trail);
            } else {
                draft.ofNode(agent.node(), one.name(), labels, trail);
            }
        });
        var demands = Demands.of(series, nodes, from, to);
        drafts.values().forEach(draft -> draft.ofWorkload(demands));
        return new Found(
                drafts.values().stream()
                        .map(draft -> draft.finish(newest[0], newest[1]))
                        .toList(),
                leftOut[0],
                newest[0] != Long.MIN_VALUE);
    }
}
