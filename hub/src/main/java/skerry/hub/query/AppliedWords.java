package skerry.hub.query;

import java.util.Set;
import skerry.hub.query.WorkloadFacts.State;

/** Why something that is applied to a cluster is as it is: k3s's add-ons and charts, and upgrade plans. */
final class AppliedWords {
    static final String ADDON = "Addon";
    static final String CHART = "HelmChart";
    static final String PLAN = "Plan";
    static final Set<String> KINDS = Set.of(ADDON, CHART, PLAN);

    private AppliedWords() {}

    /** @param active nodes that a plan changes now */
    static String reason(String kind, State state, long active) {
        return switch (state) {
            case GONE -> "it was deleted in this range";
            case FAILED -> failed(kind);
            case ROLLING_OUT -> underWay(kind, active);
            case UNKNOWN ->
                kind.equals(CHART)
                        ? "its job is gone, and nobody else says whether it was installed"
                        : "the site does not tell whether all of it is done";
            case AS_WANTED, PAUSED, STUCK -> "";
        };
    }

    private static String failed(String kind) {
        return switch (kind) {
            case ADDON -> "k3s could not apply it when it last tried";
            case CHART -> "it cannot be installed";
            default -> "it failed at a node, or its version cannot be found";
        };
    }

    private static String underWay(String kind, long active) {
        return switch (kind) {
            case ADDON -> "it was not applied yet";
            case CHART -> "it is being installed";
            default ->
                active == 0
                        ? "it waits for nodes, or for its time"
                        : "it changes " + active + (active == 1 ? " node now" : " nodes now");
        };
    }
}
