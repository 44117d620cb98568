package skerry.hub.fleet;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import skerry.hub.store.AlertSeverity;
import skerry.hub.store.Alerts;
import skerry.hub.store.Alerts.Unresolved;

/** Decides which alerts are open, and what they say of a node. Pure; thread-safe. */
public final class AlertJudge {
    /** What the way of a batch may take beyond the silence that the contract allows. */
    static final Duration ON_ITS_WAY = Duration.ofMinutes(10);

    /** Rules that a sentence names; it counts the others. */
    private static final int NAMED = 3;

    private record Cause(AlertSeverity severity, String rule) {
        static final Comparator<Cause> GRAVEST_FIRST =
                Comparator.comparing(Cause::severity).reversed().thenComparing(Cause::rule);
    }

    private AlertJudge() {}

    /**
     * What an alert counts for whose end was not heard.
     *
     * @param newest the newest moment that the hub knows of its node, in corrected time; 0 for none
     * @param allHeard whether nothing is missing of what the node is known to have told; asked only where it matters
     */
    public static AlertStanding standing(Unresolved alert, Contract contract, long newest, BooleanSupplier allHeard) {
        long delay = alert.toldArrivedAt() - alert.toldAt();
        boolean late = delay > contract.lookBack().plus(ON_ITS_WAY).toMillis();
        boolean silent = newest - alert.toldAt() > Alerts.REPEATED.toMillis();
        if (!late && !silent) {
            return AlertStanding.OPEN;
        }
        boolean all = allHeard.getAsBoolean();
        if (silent && all) {
            return AlertStanding.END_UNHEARD;
        }
        return late && !all ? AlertStanding.LATE : AlertStanding.OPEN;
    }

    public static OpenAlerts count(List<Unresolved> open) {
        return new OpenAlerts(
                count(open, AlertSeverity.CRITICAL),
                count(open, AlertSeverity.WARNING),
                count(open, AlertSeverity.INFO),
                (int) open.stream().filter(Unresolved::acknowledged).count());
    }

    private static int count(List<Unresolved> open, AlertSeverity severity) {
        return (int) open.stream().filter(one -> one.severity() == severity).count();
    }

    /**
     * What is wrong with a node by its open alerts, as one sentence; empty if none is a warning or graver. An acknowledged
     * one is a problem still, and the sentence says that somebody knows.
     */
    public static Optional<String> problem(List<Unresolved> open) {
        List<Unresolved> grave = open.stream()
                .filter(one -> one.severity() != AlertSeverity.INFO)
                .toList();
        if (grave.isEmpty()) {
            return Optional.empty();
        }
        var causes = grave.stream()
                .collect(Collectors.groupingBy(
                        one -> new Cause(one.severity(), one.rule()),
                        () -> new TreeMap<>(Cause.GRAVEST_FIRST),
                        Collectors.counting()));
        String named = causes.entrySet().stream()
                .limit(NAMED)
                .map(cause ->
                        cause.getKey().rule() + " (" + cause.getKey().severity().word()
                                + (cause.getValue() > 1 && causes.size() > 1 ? ", " + cause.getValue() : "") + ")")
                .collect(Collectors.joining(", "));
        String more = causes.size() > NAMED ? " and " + (causes.size() - NAMED) + " more" : "";
        long known = grave.stream().filter(Unresolved::acknowledged).count();
        String acknowledged =
                known == 0 ? "" : known == grave.size() ? ", acknowledged" : ", " + known + " of them acknowledged";
        return Optional.of((grave.size() == 1 ? "alert " : grave.size() + " alerts: ") + named + more + acknowledged);
    }
}
