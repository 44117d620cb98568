package skerry.simulator;

import java.time.Duration;
import java.util.List;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * What is applied to a simulated k3s cluster: its add-ons, two charts, and at some sites a plan for an upgrade. A function of seed
 * and moment, under the names that an agent uses. Thread-safe.
 */
final class AppliedModel {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final String HELP = "Simulated.";
    private static final String SYSTEM = "kube-system";

    private final long seed;
    private final int nodes;

    /**
     * @param seed of the site
     * @param nodes of the site
     */
    AppliedModel(long seed, int nodes) {
        this.seed = seed;
        this.nodes = nodes;
    }

    /** @param millis the moment, UTC epoch milliseconds */
    void samples(long millis, SampleSink sink) {
        for (String addon : List.of("coredns", "local-storage", "metrics-server", "site")) {
            boolean failed = addon.equals("site") && lot(7) == 1;
            applied(sink, "skerry_k3s_addon", Labels.of("namespace", SYSTEM, "addon", addon), failed, true);
        }
        for (String chart : List.of("traefik", "pump")) {
            boolean failed = chart.equals("pump") && lot(5) == 2;
            applied(sink, "skerry_helmchart", Labels.of("namespace", SYSTEM, "helmchart", chart), failed, !failed);
        }
        if (lot(3) > 0) {
            plan(millis, sink);
        }
    }

    /** Its nodes are changed one after the other in the first half of every third hour. */
    private void plan(long millis, SampleSink sink) {
        Labels plan = Labels.of("namespace", "system-upgrade", "plan", "servers");
        boolean failed = lot(11) == 4;
        boolean now = !failed && lot(3) == 1 && millis % (3 * HOUR) < 10 * MINUTE * nodes;
        gauge(
                sink,
                "skerry_upgrade_plan_info",
                plan.with("channel", "stable")
                        .with("latest_version", lot(3) == 1 ? "v1.35.1-k3s1" : "v1.34.1-k3s1")
                        .with("version", ""),
                1);
        gauge(sink, "skerry_upgrade_plan_failed", plan, failed ? 1 : 0);
        gauge(sink, "skerry_upgrade_plan_nodes_applying", plan, now ? 1 : 0);
        gauge(sink, "skerry_upgrade_plan_complete", plan, !failed && lot(3) == 2 ? 1 : 0);
    }

    private long lot(int of) {
        return Math.floorMod(seed, of);
    }

    private static void applied(SampleSink sink, String metric, Labels labels, boolean failed, boolean done) {
        gauge(sink, metric + "_failed", labels, failed ? 1 : 0);
        gauge(sink, metric + "_applied", labels, done ? 1 : 0);
    }

    private static void gauge(SampleSink sink, String name, Labels labels, double value) {
        sink.add(MetricFamily.gauge(name, HELP), labels, value);
    }
}
