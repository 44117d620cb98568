package skerry.hub.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import skerry.hub.query.WorkloadDraft.Says;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.protocol.series.Labels;

/**
 * Deployments, stateful sets, daemon sets and jobs of a site, k3s's add-ons and charts, and upgrade plans, as its cluster's agent
 * tells of them. Thread-safe.
 */
public final class Workloads {
    /** Workloads of one site; what is beyond is counted. */
    public static final int MAX_WORKLOADS = 2_000;

    /**
     * What a metric says of which kind.
     *
     * @param label that names the object
     */
    private record Meaning(String metric, String kind, String label, Says says) {}

    private static final Map<String, Meaning> MEANINGS = List.of(
                    new Meaning("kube_deployment_spec_replicas", "Deployment", "deployment", Says.WANTED),
                    new Meaning("kube_deployment_status_replicas_available", "Deployment", "deployment", Says.READY),
                    new Meaning("kube_deployment_status_replicas_updated", "Deployment", "deployment", Says.UPDATED),
                    new Meaning("kube_deployment_spec_paused", "Deployment", "deployment", Says.PAUSED),
                    new Meaning("kube_deployment_status_condition", "Deployment", "deployment", Says.NO_PROGRESS),
                    new Meaning("kube_statefulset_replicas", "StatefulSet", "statefulset", Says.WANTED),
                    new Meaning("kube_statefulset_status_replicas_ready", "StatefulSet", "statefulset", Says.READY),
                    new Meaning("kube_statefulset_status_replicas_updated", "StatefulSet", "statefulset", Says.UPDATED),
                    new Meaning(
                            "kube_daemonset_status_desired_number_scheduled", "DaemonSet", "daemonset", Says.WANTED),
                    new Meaning("kube_daemonset_status_number_available", "DaemonSet", "daemonset", Says.READY),
                    new Meaning(
                            "kube_daemonset_status_updated_number_scheduled", "DaemonSet", "daemonset", Says.UPDATED),
                    new Meaning("kube_job_failed", "Job", "job_name", Says.FAILED),
                    new Meaning("kube_job_status_active", "Job", "job_name", Says.ACTIVE),
                    new Meaning("skerry_k3s_addon_failed", AppliedWords.ADDON, "addon", Says.FAILED),
                    new Meaning("skerry_k3s_addon_applied", AppliedWords.ADDON, "addon", Says.DONE),
                    new Meaning("skerry_helmchart_failed", AppliedWords.CHART, "helmchart", Says.FAILED),
                    new Meaning("skerry_helmchart_applied", AppliedWords.CHART, "helmchart", Says.DONE),
                    new Meaning("skerry_upgrade_plan_failed", AppliedWords.PLAN, "plan", Says.FAILED),
                    new Meaning("skerry_upgrade_plan_nodes_applying", AppliedWords.PLAN, "plan", Says.ACTIVE),
                    new Meaning("skerry_upgrade_plan_complete", AppliedWords.PLAN, "plan", Says.DONE))
            .stream()
            .collect(Collectors.toUnmodifiableMap(Meaning::metric, meaning -> meaning));

    private static final Set<String> METRICS = MEANINGS.keySet();

    private final SiteSeries series;

    public Workloads(FleetStore store) {
        this.series = new SiteSeries(store);
    }

    /** @param leftOut series of workloads beyond {@link #MAX_WORKLOADS} */
    public record Found(List<WorkloadFacts> workloads, long leftOut) {
        public Found {
            workloads = List.copyOf(workloads);
        }
    }

    private record Key(String kind, String namespace, String name) {}

    /**
     * All that were there at any time from {@code from} to {@code to}, in no order.
     *
     * @param nodes the newest agent of each node of the site
     * @param from UTC epoch milliseconds, as {@code to}
     */
    public Found of(List<Agent> nodes, long from, long to) {
        Map<Key, WorkloadDraft> drafts = new HashMap<>();
        long[] newest = {0};
        long[] leftOut = {0};
        series.visit(nodes, from, to, METRICS, (_, one, trail) -> {
            Meaning meaning = MEANINGS.get(one.name());
            if (meaning == null || !isMeant(meaning, one.labels())) {
                return;
            }
            var key = new Key(
                    meaning.kind(), one.labels().get("namespace"), one.labels().get(meaning.label()));
            WorkloadDraft draft = drafts.get(key);
            if (draft == null && drafts.size() >= MAX_WORKLOADS) {
                leftOut[0]++;
                return;
            }
            if (draft == null) {
                draft = new WorkloadDraft(key.kind(), key.namespace(), key.name());
                drafts.put(key, draft);
            }
            newest[0] = Math.max(newest[0], trail.lastAt());
            draft.add(meaning.says(), trail);
        });
        return new Found(
                drafts.values().stream().map(draft -> draft.finish(newest[0])).toList(), leftOut[0]);
    }

    /** Of conditions, only those that say that something is wrong. */
    private static boolean isMeant(Meaning meaning, Labels labels) {
        return switch (meaning.says()) {
            case NO_PROGRESS ->
                labels.get("condition").equals("Progressing")
                        && labels.get("status").equals("false");
            case FAILED ->
                !meaning.kind().equals("Job") || labels.get("condition").equals("true");
            default -> true;
        };
    }
}
