package skerry.hub.query;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Track;
import skerry.protocol.Uid;
import skerry.protocol.series.Series;

/** Series of all nodes of a site over a stretch of time, each in a few numbers. Thread-safe. */
final class SiteSeries {
    /** Nodes of one site that are read; more machines than any site of the field has. */
    static final int MAX_NODES = 500;

    private final FleetStore store;

    SiteSeries(FleetStore store) {
        this.store = store;
    }

    /** Takes a series of a node. */
    interface Visitor {
        /** @param agent the hardware that told it */
        void series(Agent agent, Series series, Trail trail);
    }

    /** @param nodes the newest agent of each node */
    void visit(List<Agent> nodes, long from, long to, Set<String> metrics, Visitor visitor) {
        visit(nodes, from, to, metrics, false, visitor);
    }

    /** As above, and of series that ended in the newest hour it is known in which minute, where its minutes came. */
    void visitToTheMinute(List<Agent> nodes, long from, long to, Set<String> metrics, Visitor visitor) {
        visit(nodes, from, to, metrics, true, visitor);
    }

    private void visit(
            List<Agent> nodes, long from, long to, Set<String> metrics, boolean toTheMinute, Visitor visitor) {
        for (Agent node : nodes.subList(0, Math.min(MAX_NODES, nodes.size()))) {
            for (Tenure tenure : Tenure.of(store, node)) {
                trails(tenure, from, Math.min(to, tenure.until()), metrics, toTheMinute)
                        .forEach((series, trail) -> visitor.series(tenure.agent(), series, trail));
            }
        }
    }

    /** Takes windows of a series of a node. */
    interface WindowVisitor {
        /** @param agent the hardware that told it; of another hardware's time no window counts */
        void windows(Agent agent, Series series, SeriesBlock block, Track track, long until);
    }

    /** Visits whole windows: hours, and minutes where there is no hour; blocks of a series in any order. */
    void visitWindows(List<Agent> nodes, long from, long to, Set<String> metrics, WindowVisitor visitor) {
        for (Agent node : nodes.subList(0, Math.min(MAX_NODES, nodes.size()))) {
            for (Tenure tenure : Tenure.of(store, node)) {
                long until = Math.min(to, tenure.until());
                CoarseWindows.of(store.history(), tenure.agent().uid(), from, until, metrics)
                        .forEach(block -> block.tracks()
                                .forEach((series, track) ->
                                        visitor.windows(tenure.agent(), series, block, track, until)));
            }
        }
    }

    private Map<Series, Trail> trails(Tenure tenure, long from, long to, Set<String> metrics, boolean toTheMinute) {
        var trails = new HashMap<Series, Trail>();
        Uid uid = tenure.agent().uid();
        List<SeriesBlock> coarse = CoarseWindows.of(store.history(), uid, from, to, metrics);
        coarse.stream()
                .filter(block -> block.size() > 0)
                .sorted(Comparator.comparingLong((SeriesBlock block) -> block.start(0)))
                .forEach(block -> block.tracks()
                        .forEach((series, track) ->
                                trails.computeIfAbsent(series, _ -> new Trail()).add(block, track, from, to)));
        trails.values().removeIf(Trail::isEmpty);
        if (toTheMinute) {
            var newest = new HashMap<Series, Trail>();
            CoarseWindows.minutesOfNewestHour(store.history(), uid, coarse, from, to, metrics)
                    .forEach(block -> block.tracks()
                            .forEach((series, track) -> newest.computeIfAbsent(series, _ -> new Trail())
                                    .add(block, track, from, to)));
            long hourEnd = CoarseWindows.endOfNewestHour(coarse, to);
            newest.forEach((series, minutes) -> {
                if (trails.containsKey(series) && !minutes.isEmpty()) {
                    trails.get(series).toldUntil(minutes.lastAt(), hourEnd);
                }
            });
        }
        return trails;
    }
}
