package skerry.hub.fleet;

import java.util.Map;
import java.util.Optional;
import skerry.hub.store.Agent;
import skerry.protocol.ClockQuality;
import skerry.protocol.control.LinkBudget;

/**
 * A node as the hub knows it now.
 *
 * @param version of the agent; empty if it never said
 * @param road {@code mqtt} or {@code usb}: how its last batch came
 * @param quality how far its clock can be trusted
 * @param driftMillis its wall clock minus the hub's, as last measured
 * @param errorMillis bound of its wall clock's error, -1 if unknown
 * @param finishAt when its backlog will be in at the present rate, UTC epoch milliseconds; 0 if nothing waits or it is unknown
 * @param budget of its link, as it told last; empty if it has none
 * @param contact when it keeps contact, as it told last; empty if it never said
 * @param policy under which privacy policy it sends
 * @param alerts how many are open
 * @param latest a few present values: {@code cpu}, {@code mem}, {@code disk} as ratios, {@code temp} in °C
 */
public record NodeStatus(
        Agent agent,
        NodeFacts facts,
        String version,
        String road,
        ClockQuality quality,
        long driftMillis,
        long errorMillis,
        long finishAt,
        Optional<LinkBudget> budget,
        Optional<String> contact,
        PolicyStanding policy,
        OpenAlerts alerts,
        Map<String, Double> latest) {
    public NodeStatus {
        latest = Map.copyOf(latest);
    }
}
