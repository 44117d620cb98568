package skerry.agent;

import skerry.agent.budget.ByteBudget;
import skerry.agent.budget.Forecast;
import skerry.agent.budget.Outlook;
import skerry.agent.budget.Step;
import skerry.agent.budget.WireMeter;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** What the link costs, and what it may. */
final class BudgetMetrics implements Collector {
    private static final MetricFamily LINK =
            MetricFamily.counter("skerry_link_bytes_total", "Bytes over the link to the hub, both ways.");
    private static final MetricFamily LIMIT =
            MetricFamily.gauge("skerry_budget_limit_bytes", "Byte budget of the present period.");
    private static final MetricFamily SPENT =
            MetricFamily.gauge("skerry_budget_spent_bytes", "Bytes over the link in the present period.");
    private static final MetricFamily EXPECTED = MetricFamily.gauge(
            "skerry_budget_expected_bytes", "Bytes at the end of the period if all new data is sent.");
    private static final MetricFamily STEP =
            MetricFamily.gauge("skerry_budget_step", "1 for what the byte budget lets through now.");

    private final WireMeter meter;
    private final ByteBudget budget;

    BudgetMetrics(WireMeter meter, ByteBudget budget) {
        this.meter = meter;
        this.budget = budget;
    }

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public void collect(SampleSink sink) {
        sink.add(LINK, (double) meter.total());
        Outlook outlook = budget.outlook();
        for (Step step : Step.values()) {
            sink.add(
                    STEP, Labels.of("step", step.word()), step == outlook.plan().step() ? 1 : 0);
        }
        for (Forecast forecast : outlook.forecasts()) {
            var period = Labels.of("period", forecast.period().word());
            if (forecast.limit() > 0) {
                sink.add(LIMIT, period, (double) forecast.limit());
            }
            sink.add(SPENT, period, (double) forecast.spent());
            forecast.expected().ifPresent(bytes -> sink.add(EXPECTED, period, (double) bytes));
        }
    }
}
