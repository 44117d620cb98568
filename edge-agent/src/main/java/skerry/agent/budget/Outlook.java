package skerry.agent.budget;

import java.util.List;
import skerry.protocol.control.LinkBudget;

/**
 * What is sent now, and how the present periods will end.
 *
 * @param forecasts of the month, and behind it of the day if that has a limit
 */
public record Outlook(Plan plan, List<Forecast> forecasts) {
    public Outlook {
        forecasts = List.copyOf(forecasts);
    }

    /** Of the month, or of the day if only that has a limit. */
    LinkBudget forHub() {
        Forecast told = forecasts.stream()
                .filter(forecast -> forecast.limit() > 0)
                .findFirst()
                .orElseThrow();
        return new LinkBudget(
                plan.step().word(),
                told.limit(),
                told.spent(),
                told.expected().orElse(-1),
                told.period().toMillis());
    }
}
