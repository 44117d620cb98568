package skerry.agent.budget;

import java.util.Comparator;
import java.util.List;
import skerry.protocol.control.LinkBudget;

/**
 * What is sent now, and how the present periods will end.
 *
 * @param forecasts of the month, and of the day if that has a limit
 */
public record Outlook(Plan plan, List<Forecast> forecasts) {
    public Outlook {
        forecasts = List.copyOf(forecasts);
    }

    /** Of the longest period that has a limit. */
    LinkBudget forHub() {
        Forecast told = forecasts.stream()
                .filter(forecast -> forecast.limit() > 0)
                .max(Comparator.comparing(forecast ->
                        forecast.period().toMillis() - forecast.period().fromMillis()))
                .orElseThrow();
        return new LinkBudget(
                plan.step().word(),
                told.limit(),
                told.spent(),
                told.expected().orElse(-1),
                told.period().toMillis());
    }
}
