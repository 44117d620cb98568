package skerry.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import skerry.agent.cluster.demand.WorkloadDemand;
import skerry.agent.collect.Collector;
import skerry.agent.collect.SampleSink;
import skerry.agent.summary.SendProfile;
import skerry.protocol.series.Series;

/**
 * What a site with a cluster sends in a month under the default profile, beside what it sent before requests were folded and the
 * network of each pod left out, and beside requests and limits as kube-state-metrics has them. The objects are generated, the host's series are this machine's own.
 */
final class ClusterBytesBench implements Bench {
    private static final int HOST_MINUTES = 3;
    private static final int MINUTES = 120;
    private static final int ROUNDS_PER_MINUTE = 4;

    /** How requests and limits are told. */
    private enum Demand {
        BEFORE("before ADR 44"),
        FOLDED("default"),
        PLAIN("default and requests of each container");

        private final String text;

        Demand(String text) {
            this.text = text;
        }

        SendProfile profile() {
            return switch (this) {
                case BEFORE -> SendProfile.of(List.of("default", "container_network_*"));
                case FOLDED -> SendProfile.named("default");
                case PLAIN ->
                    SendProfile.of(List.of(
                            "default",
                            "kube_pod_container_resource_requests",
                            "kube_pod_container_resource_limits",
                            "kube_pod_owner"));
            };
        }
    }

    @Override
    public String name() {
        return "month";
    }

    @Override
    public String about() {
        return "bytes a month of sites with a generated cluster: 1 node with 30 pods, 5 nodes with 100; hosts as this machine";
    }

    @Override
    public String takes() {
        return "5 min";
    }

    /** Where an agent has its samples from. */
    private interface Source {
        /** @param number of the round, from 0 on */
        void round(int number, SampleSink sink) throws IOException;
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        context.say("collecting this machine's own series for %d minutes, which then repeat", HOST_MINUTES);
        HostLoop host = HostLoop.record(HOST_MINUTES * ROUNDS_PER_MINUTE);
        var figures = new ArrayList<Figure>();
        figures.add(sent(context, "a host alone", SendProfile.named("default"), host::round));
        for (Demand demand : Demand.values()) {
            var one = new GeneratedCluster(1, 30);
            figures.add(sent(
                    context,
                    "1 node, 30 pods, " + demand.text,
                    demand.profile(),
                    host::round,
                    containers(one, 0),
                    state(one, demand)));
            var five = new GeneratedCluster(5, 100);
            figures.add(sent(
                    context,
                    "a node of 5 with 20 pods, " + demand.text,
                    demand.profile(),
                    host::round,
                    containers(five, 4)));
            figures.add(sent(
                    context, "cluster of 5 nodes, 100 pods, " + demand.text, demand.profile(), state(five, demand)));
        }
        return figures;
    }

    private static Source containers(GeneratedCluster cluster, int node) {
        return (number, sink) -> cluster.containers(node, number / ROUNDS_PER_MINUTE, sink);
    }

    private static Source state(GeneratedCluster cluster, Demand demand) {
        int[] round = {0};
        Collector state = cluster.state(() -> round[0] / ROUNDS_PER_MINUTE);
        Collector told = demand == Demand.FOLDED
                ? new WorkloadDemand(state, () -> round[0] * 60_000L / ROUNDS_PER_MINUTE)
                : state;
        return (number, sink) -> {
            round[0] = number;
            told.collect(sink);
        };
    }

    private static Figure sent(BenchContext context, String what, Predicate<Series> profile, Source... sources)
            throws IOException {
        var sent = new SentBytes(profile);
        for (int minute = 0; minute < MINUTES; minute++) {
            for (int i = 0; i < ROUNDS_PER_MINUTE; i++) {
                var sink = sent.round();
                for (Source source : sources) {
                    source.round(minute * ROUNDS_PER_MINUTE + i, sink);
                }
            }
            sent.closeMinute();
        }
        context.say(
                "%s: %d series in the last round, the names of all once %,d bytes",
                what, sent.series(), sent.firstNames());
        return Figure.of(what, sent.megabytesPerMonth(), "MB in 30 days", "≤ 100", "");
    }
}
