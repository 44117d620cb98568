package skerry.agent.cluster.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import skerry.agent.cluster.outcome.Testimony.Word;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** Tells of each object of a kind whether it failed, by its own status and by what others say of it. Thread-safe. */
public final class Outcomes implements Derived {
    private static final int MOST_OBJECTS = 1_000;
    private static final int MOST_WITNESSES = 4_000;

    private final String label;
    private final MetricFamily failed;
    private final Optional<MetricFamily> done;
    private final boolean lastDecides;
    private final Predicate<JsonNode> own;
    private final Keyed<Boolean> objects = new Keyed<>(MOST_OBJECTS);
    private final AtomicInteger kinds = new AtomicInteger();
    private final Keyed<Testimony> witnesses = new Keyed<>(MOST_WITNESSES);

    /**
     * @param label that names the object in its series
     * @param done told too, if it is known: whether all is done
     * @param lastDecides whether only the newest witness counts, rather than all that are there
     * @param own whether an object's own status says that it failed
     */
    private Outcomes(
            String label,
            MetricFamily failed,
            Optional<MetricFamily> done,
            boolean lastDecides,
            Predicate<JsonNode> own) {
        this.label = label;
        this.failed = failed;
        this.done = done;
        this.lastDecides = lastDecides;
        this.own = own;
    }

    /** An add-on says itself whether it was ever applied, and its last event whether that failed since. */
    public static Outcomes ofAddons() {
        return new Outcomes(
                "addon",
                MetricFamily.gauge(
                        "skerry_k3s_addon_failed",
                        "Whether k3s could not apply the add-on when it last tried.",
                        "namespace",
                        "addon"),
                Optional.empty(),
                true,
                _ -> false);
    }

    public static Outcomes ofCharts() {
        return new Outcomes(
                "helmchart",
                MetricFamily.gauge(
                        "skerry_helmchart_failed", "Whether the chart cannot be installed.", "namespace", "helmchart"),
                Optional.of(MetricFamily.gauge(
                        "skerry_helmchart_applied", "Whether the chart's job is done.", "namespace", "helmchart")),
                false,
                chart -> Witnesses.isTrue(chart.path("status"), "Failed"));
    }

    /** The controller cannot go on with a plan whose version it does not find, or that it does not understand. */
    public static Outcomes ofPlans() {
        return new Outcomes(
                "plan",
                MetricFamily.gauge(
                        "skerry_upgrade_plan_failed",
                        "Whether the plan failed at a node, or cannot be followed.",
                        "namespace",
                        "plan"),
                Optional.empty(),
                false,
                plan -> Witnesses.says(plan.path("status"), "LatestResolved", "False")
                        || Witnesses.says(plan.path("status"), "Validated", "False"));
    }

    /** Takes the objects themselves. */
    public ObjectIntake objects() {
        return objects.intake("", object -> Optional.of(own.test(object)));
    }

    /** Takes objects that may say something of those; of each kind of them apart. */
    public ObjectIntake witnesses(Function<JsonNode, Optional<Testimony>> reading) {
        return witnesses.intake(kinds.getAndIncrement() + " ", reading);
    }

    @Override
    public void tell(SampleSink sink) {
        Map<String, List<Testimony>> said = new HashMap<>();
        witnesses
                .copy()
                .values()
                .forEach(one -> said.computeIfAbsent(one.about(), _ -> new ArrayList<>())
                        .add(one));
        objects.copy().forEach((object, failedItself) -> {
            List<Testimony> words = deciding(said.getOrDefault(object, List.of()));
            int slash = object.indexOf('/');
            Labels labels = Labels.of("namespace", object.substring(0, slash), label, object.substring(slash + 1));
            boolean bad = failedItself || words.stream().anyMatch(one -> one.word() == Word.FAILED);
            sink.add(failed, labels, bad ? 1 : 0);
            if (done.isPresent() && !words.isEmpty()) {
                sink.add(done.get(), labels, words.stream().allMatch(one -> one.word() == Word.DONE) ? 1 : 0);
            }
        });
    }

    private List<Testimony> deciding(List<Testimony> words) {
        if (!lastDecides || words.isEmpty()) {
            return words;
        }
        Testimony last = words.getFirst();
        for (Testimony one : words) {
            last = one.at().isBefore(last.at()) ? last : one; // of the same second, the one that came last
        }
        return List.of(last);
    }

    @Override
    public int leftOut() {
        return objects.beyond() + witnesses.beyond();
    }
}
