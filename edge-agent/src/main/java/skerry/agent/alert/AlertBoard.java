package skerry.agent.alert;

import java.util.List;

/**
 * How the alerts and rules of an agent stand.
 *
 * @param alerts the firing ones first, then by time
 * @param troubles rules that cannot be evaluated
 * @param rules how many there are
 * @param evaluations of rules, since the start
 * @param failures of those
 * @param leftOut series that would have been alerts beyond what is kept
 * @param rounds since the start
 * @param roundSeconds that they took, all together
 * @param lastRoundSeconds that the last one took
 */
public record AlertBoard(
        List<AlertView> alerts,
        List<RuleTrouble> troubles,
        int rules,
        long evaluations,
        long failures,
        long leftOut,
        long rounds,
        double roundSeconds,
        double lastRoundSeconds) {
    /** Of an agent that has not evaluated anything. */
    public static final AlertBoard EMPTY = new AlertBoard(List.of(), List.of(), 0, 0, 0, 0, 0, 0, 0);

    public AlertBoard {
        alerts = List.copyOf(alerts);
        troubles = List.copyOf(troubles);
    }

    /** How many alerts fire, or how many are pending. */
    public long count(boolean firing) {
        return alerts.stream().filter(alert -> alert.firing() == firing).count();
    }
}
