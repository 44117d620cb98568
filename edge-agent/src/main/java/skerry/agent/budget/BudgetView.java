package skerry.agent.budget;

import java.util.List;
import java.util.Optional;
import skerry.protocol.control.Autonomy;

/**
 * The budget for a person.
 *
 * @param ownMillis the agent's own time, by which days and months are counted
 * @param datedByHub whether a hub has said what time it is; else it is this node's clock at the first start
 * @param forecasts of the month, and of the day if it has a limit
 */
public record BudgetView(
        long ownMillis,
        boolean datedByHub,
        Plan plan,
        List<Forecast> forecasts,
        Optional<Needs> needs,
        Optional<Autonomy> autonomy) {
    public BudgetView {
        forecasts = List.copyOf(forecasts);
    }

    /** The month's. */
    public Forecast month() {
        return forecasts.getFirst();
    }
}
