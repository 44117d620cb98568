package skerry.hub.query;

import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;

/**
 * A part of a node's history that one hardware tells of.
 *
 * @param until begin of the successor's data, UTC epoch milliseconds; windows that reach beyond it do not count, so that no
 *     time counts twice
 */
record Tenure(Agent agent, long until) {
    static final long OPEN = Long.MAX_VALUE;

    /** All of a node, the oldest first. Read anew each time: nothing that is stored says to which node it belongs. */
    static List<Tenure> of(FleetStore store, Agent node) {
        var tenures = new ArrayDeque<Tenure>();
        long until = OPEN;
        for (Agent agent : store.registry().lineage(node)) {
            if (!tenures.isEmpty()) {
                OptionalLong successor =
                        store.history().first(tenures.getFirst().agent().uid());
                until = Math.min(until, successor.orElse(until));
            }
            tenures.addFirst(new Tenure(agent, until));
        }
        return List.copyOf(tenures);
    }
}
