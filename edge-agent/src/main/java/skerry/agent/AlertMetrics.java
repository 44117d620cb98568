package skerry.agent;

import java.util.function.Supplier;
import skerry.agent.alert.AlertBoard;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** How the alerts of this node stand, and what evaluating its rules costs. */
final class AlertMetrics implements Collector {
    private static final MetricFamily ALERTS =
            MetricFamily.gauge("skerry_agent_alerts", "Alerts of this node's rules, by state.");
    private static final MetricFamily LEFT_OUT = MetricFamily.counter(
            "skerry_agent_alerts_left_out_total", "Series that would have been alerts beyond what is kept.");
    private static final MetricFamily RULES =
            MetricFamily.gauge("skerry_agent_rules", "Rules that this node evaluates.");
    private static final MetricFamily FAILING =
            MetricFamily.gauge("skerry_agent_rules_failing", "Rules that could not be evaluated the last time.");
    private static final MetricFamily EVALUATIONS =
            MetricFamily.counter("skerry_agent_rule_evaluations_total", "Evaluations of rules.");
    private static final MetricFamily FAILURES =
            MetricFamily.counter("skerry_agent_rule_evaluation_failures_total", "Evaluations of rules that failed.");
    private static final MetricFamily ROUNDS =
            MetricFamily.counter("skerry_agent_rule_rounds_total", "Rounds in which rules were evaluated.");
    private static final MetricFamily SECONDS = MetricFamily.counter(
            "skerry_agent_rule_evaluation_seconds_total", "Time that rounds of rules took, reading the ring included.");
    private static final MetricFamily LAST =
            MetricFamily.gauge("skerry_agent_rule_last_evaluation_seconds", "Time that the last round of rules took.");

    private final Supplier<AlertBoard> board;

    AlertMetrics(Supplier<AlertBoard> board) {
        this.board = board;
    }

    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public void collect(SampleSink sink) {
        AlertBoard now = board.get();
        sink.add(ALERTS, Labels.of("state", "firing"), (double) now.count(true));
        sink.add(ALERTS, Labels.of("state", "pending"), (double) now.count(false));
        sink.add(LEFT_OUT, (double) now.leftOut());
        sink.add(RULES, now.rules());
        sink.add(FAILING, now.troubles().size());
        sink.add(EVALUATIONS, (double) now.evaluations());
        sink.add(FAILURES, (double) now.failures());
        sink.add(ROUNDS, (double) now.rounds());
        sink.add(SECONDS, now.roundSeconds());
        sink.add(LAST, now.lastRoundSeconds());
    }
}
