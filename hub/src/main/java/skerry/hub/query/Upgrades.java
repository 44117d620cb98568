package skerry.hub.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import skerry.hub.query.UpgradeState.Word;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.LatestValues.Latest;
import skerry.protocol.Uid;

/**
 * Which sites of the fleet are ready for a new version of Kubernetes; answered from memory, by the newest values of a few
 * metrics. Thread-safe.
 */
public final class Upgrades {
    /** Series that were told this much earlier than others of their agent are of what is no more: of the version before. */
    private static final long STALE_MILLIS = 3 * 60_000;

    private static final UpgradeState NONE = new UpgradeState(
            Word.NONE,
            "no agent of it tells of Kubernetes",
            List.of(),
            Optional.empty(),
            0,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    private final FleetStore store;

    public Upgrades(FleetStore store) {
        this.store = store;
    }

    /** What is known of every site that told of a cluster. */
    public static final class Fleet {
        private final Map<String, UpgradeState> bySite;

        Fleet(Map<String, UpgradeState> bySite) {
            this.bySite = Map.copyOf(bySite);
        }

        public UpgradeState of(String site) {
            return bySite.getOrDefault(site, NONE);
        }
    }

    /** @param now UTC epoch milliseconds */
    public Fleet of(long now) {
        var drafts = new HashMap<String, UpgradeDraft>();
        visit(
                "kube_node_info",
                one -> draft(drafts, one.uid())
                        .ifPresent(draft -> draft.node(label(one, "node"), label(one, "kubelet_version"), one.at())));
        visit(
                "kubernetes_build_info",
                one -> draft(drafts, one.uid())
                        .ifPresent(
                                draft -> draft.kubelet(label(one, "instance"), label(one, "git_version"), one.at())));
        visit(
                "k3s_certificate_expiration_seconds",
                one -> draft(drafts, one.uid())
                        .ifPresent(draft -> draft.certificate(one.at() + Math.round(one.last() * 1_000), one.at())));
        visit(
                "skerry_k3s_backup_timestamp_seconds",
                one -> draft(drafts, one.uid())
                        .ifPresent(draft -> draft.snapshot(Math.round(one.last() * 1_000), one.at())));
        visit(
                "skerry_etcd_snapshot_newest_timestamp_seconds",
                one -> draft(drafts, one.uid())
                        .ifPresent(draft -> draft.snapshot(Math.round(one.last() * 1_000), one.at())));
        budgets(drafts);
        plans(drafts);
        var states = new HashMap<String, UpgradeState>();
        drafts.forEach((site, draft) -> states.put(site, draft.finish(now)));
        return new Fleet(states);
    }

    /** A budget lets a pod go while more are well than must be. */
    private void budgets(Map<String, UpgradeDraft> drafts) {
        var desired = new HashMap<String, Double>();
        visit(
                "kube_poddisruptionbudget_status_desired_healthy",
                one -> desired.put(one.uid().value() + " " + budget(one), one.last()));
        visit("kube_poddisruptionbudget_status_current_healthy", one -> {
            Double least = desired.get(one.uid().value() + " " + budget(one));
            if (least != null && least > 0 && one.last() <= least) {
                draft(drafts, one.uid()).ifPresent(draft -> draft.budget(budget(one), one.at()));
            }
        });
    }

    private void plans(Map<String, UpgradeDraft> drafts) {
        plan(drafts, "skerry_upgrade_plan_info", one -> {
            String resolved = label(one, "latest_version");
            String target = resolved.isEmpty() ? label(one, "version") : resolved;
            return plan -> plan.to(target);
        });
        plan(drafts, "skerry_upgrade_plan_nodes_applying", one -> plan -> plan.applying(Math.round(one.last())));
        plan(drafts, "skerry_upgrade_plan_failed", one -> plan -> plan.failed(one.last() > 0));
        plan(drafts, "skerry_upgrade_plan_complete", one -> plan -> plan.complete(one.last() > 0));
    }

    private void plan(
            Map<String, UpgradeDraft> drafts, String metric, Function<Latest, UnaryOperator<UpgradePlan>> says) {
        visit(
                metric,
                one -> draft(drafts, one.uid())
                        .ifPresent(draft -> draft.plan(
                                label(one, "namespace") + "/" + label(one, "plan"), says.apply(one), one.at())));
    }

    private static String budget(Latest one) {
        return label(one, "namespace") + "/" + label(one, "poddisruptionbudget");
    }

    private static String label(Latest one, String name) {
        return one.series().labels().get(name);
    }

    private void visit(String metric, Consumer<Latest> then) {
        List<Latest> values = store.present().latest().ofMetric(metric);
        var newest = new HashMap<Uid, Long>();
        values.forEach(one -> newest.merge(one.uid(), one.at(), Math::max));
        values.stream()
                .filter(one -> newest.getOrDefault(one.uid(), one.at()) - one.at() <= STALE_MILLIS)
                .forEach(then);
    }

    private Optional<UpgradeDraft> draft(Map<String, UpgradeDraft> drafts, Uid uid) {
        return store.registry()
                .find(uid)
                .filter(agent -> !agent.retired())
                .map(Agent::site)
                .map(site -> drafts.computeIfAbsent(site, _ -> new UpgradeDraft()));
    }
}
