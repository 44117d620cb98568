package skerry.agent.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import skerry.agent.cluster.outcome.Derived;
import skerry.agent.cluster.outcome.NewestSnapshots;
import skerry.agent.cluster.outcome.Outcomes;
import skerry.agent.cluster.outcome.Witnesses;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.cluster.watch.WatchStatus;
import skerry.agent.collect.SampleSink;

/** What becomes of add-ons, charts, upgrade plans and snapshots: who has to hear of which kind, and what then is told. */
final class K3sOutcomes {
    private final Outcomes addons = Outcomes.ofAddons();
    private final Outcomes charts = Outcomes.ofCharts();
    private final Outcomes plans = Outcomes.ofPlans();
    private final NewestSnapshots snapshots = new NewestSnapshots();
    private final List<Of> all = new ArrayList<>();

    private record Of(Derived derived, WatchStatus status) {}

    /** The intake of a kind, and whoever else has to hear of it. */
    ObjectIntake beside(WatchedKind kind, ObjectIntake store) {
        return switch (kind.kind()) {
            case "Addon" -> new TwoIntakes(store, addons.objects());
            case "HelmChart" -> new TwoIntakes(store, charts.objects());
            case "Plan" -> new TwoIntakes(store, plans.objects());
            case "ETCDSnapshotFile" -> new TwoIntakes(store, snapshots.objects());
            case "Job" ->
                new TwoIntakes(
                        store,
                        new TwoIntakes(
                                charts.witnesses(job -> Witnesses.ofJob(job, Witnesses.OF_CHART)),
                                plans.witnesses(job -> Witnesses.ofJob(job, Witnesses.OF_PLAN))));
            case "Pod" ->
                new TwoIntakes(
                        store,
                        new TwoIntakes(
                                charts.witnesses(pod -> Witnesses.ofPod(pod, Witnesses.OF_CHART)),
                                plans.witnesses(pod -> Witnesses.ofPod(pod, Witnesses.OF_PLAN))));
            default -> store;
        };
    }

    ObjectIntake besideEvents(ObjectIntake log) {
        return new TwoIntakes(log, addons.witnesses(Witnesses::ofAddonEvent));
    }

    /** @param status of a kind, or of a part of it */
    void follows(WatchedKind kind, WatchStatus status) {
        switch (kind.kind()) {
            case "Addon" -> all.add(new Of(addons, status));
            case "HelmChart" -> all.add(new Of(charts, status));
            case "Plan" -> all.add(new Of(plans, status));
            case "ETCDSnapshotFile" -> all.add(new Of(snapshots, status));
            default -> {
                // others only bear witness
            }
        }
    }

    /**
     * Tells of the kinds that are heard of.
     *
     * @return how many objects found no room
     */
    int tell(Predicate<WatchStatus> fresh, Predicate<String> chosen, SampleSink sink) {
        int[] leftOut = {0};
        all.stream()
                .filter(one -> fresh.test(one.status()))
                .map(Of::derived)
                .distinct()
                .forEach(derived -> {
                    derived.tell((family, labels, value) -> {
                        if (chosen.test(family.name())) {
                            sink.add(family, labels, value);
                        }
                    });
                    leftOut[0] += derived.leftOut();
                });
        return leftOut[0];
    }
}
