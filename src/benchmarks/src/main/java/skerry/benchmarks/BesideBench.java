package skerry.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import skerry.agent.collect.HostPaths;
import skerry.simulator.LocalHub;
import skerry.simulator.TextServer;

/**
 * The agent beside Debian's Prometheus with its node_exporter, at once and on the same: this machine with thirty generated pods
 * in its control groups, and one exporter, every 15 seconds. Prometheus looks at no containers, follows no logs and sends
 * nothing on.
 */
final class BesideBench implements Bench {
    private static final int PODS = 30;
    private static final String SITE = "bench";
    private static final String AGENT = "agent";
    private static final String PROMETHEUS = "peer: prometheus";
    private static final String EXPORTER = "peer: node_exporter";

    @Override
    public String name() {
        return "beside";
    }

    @Override
    public String about() {
        return "packaged agent beside prometheus and node_exporter: this machine and one exporter of 1,000 series, every 15 s";
    }

    @Override
    public String takes() {
        return "the time of --minutes and 2 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        Path folder = context.folder(name());
        var node = new GeneratedNode(Files.createDirectories(folder.resolve("node")), PODS);
        var text = new ExporterText();
        try (var target = new TextServer(Optional.empty(), text::at);
                var hub = LocalHub.start(context.home(), folder.resolve("hub"))) {
            hub.addSite(SITE, SITE, "");
            var settings = new ArrayList<>(hub.enrol(MeasuredAgent.data(folder), SITE, "node"));
            settings.addAll(NodeBench.trees(node));
            settings.addAll(List.of(
                    "--set",
                    "role=node",
                    "--config",
                    configuration(folder, target).toString()));
            try (var agent = MeasuredAgent.start(context, folder, Path.of(node.logs()), settings)) {
                return beside(context, folder, node, target, agent);
            }
        }
    }

    private static Path configuration(Path folder, TextServer target) throws IOException {
        return Files.writeString(folder.resolve("agent.yaml"), """
                scrape:
                  - name: app
                    targets: ["%s"]
                """.formatted(target.where()));
    }

    private static List<Figure> beside(
            BenchContext context, Path folder, GeneratedNode node, TextServer target, MeasuredAgent agent)
            throws IOException, InterruptedException {
        HostPaths trees = node.paths();
        Optional<Peer.NodeExporter> exporter = Peer.nodeExporter(
                context,
                folder,
                List.of(
                        "--path.procfs=" + trees.procfs(),
                        "--path.sysfs=" + trees.sysfs(),
                        "--path.rootfs=" + trees.rootfs()));
        if (exporter.isEmpty()) {
            return watch(context, node, agent, List.of());
        }
        try (var nodes = exporter.get()) {
            Optional<Peer> prometheus =
                    Peer.prometheus(context, folder, List.of(nodes.address().getAuthority(), target.where()));
            if (prometheus.isEmpty()) {
                return watch(context, node, agent, List.of());
            }
            try (var server = prometheus.get();
                    var client = HttpClient.newHttpClient()) {
                var both = List.of(
                        new Named(PROMETHEUS, server.pid()),
                        new Named(EXPORTER, nodes.peer().pid()));
                List<Figure> figures = watch(context, node, agent, both);
                server.requireScraped(client, 2);
                return figures;
            }
        }
    }

    private record Named(String name, long pid) {}

    private static List<Figure> watch(BenchContext context, GeneratedNode node, MeasuredAgent agent, List<Named> peers)
            throws IOException, InterruptedException {
        context.say("warming up for two minutes");
        NodeBench.live(node, Duration.ofMinutes(2), () -> {});
        var own = new WatchedProcess(AGENT, agent.pid());
        var others = new ArrayList<WatchedProcess>();
        for (Named peer : peers) {
            others.add(new WatchedProcess(peer.name(), peer.pid()));
        }
        context.say("watching for %d minutes", context.length().toMinutes());
        NodeBench.live(node, context.length(), () -> {
            own.look();
            for (WatchedProcess other : others) {
                other.look();
            }
        });
        agent.requireNothingDropped();
        if (agent.metric("skerry_scrape_targets") != 1 || agent.metric("skerry_scrapes_failed_total") > 0) {
            throw new IllegalStateException("the agent did not scrape its target");
        }
        context.say(
                "none dropped; Prometheus keeps two hours in memory and has run for %d minutes; load average %s",
                context.length().toMinutes() + 2, Machine.currentLoad());
        var figures = new ArrayList<>(own.figures(""));
        others.forEach(other -> figures.addAll(other.figures("")));
        if (!others.isEmpty()) {
            figures.add(ratio("resident memory", own, others, WatchedProcess::residentMib));
            figures.add(ratio("CPU", own, others, WatchedProcess::cpuAnHour));
            figures.add(ratio("written to disk", own, others, WatchedProcess::writtenAnHour));
        }
        return figures;
    }

    private static Figure ratio(
            String what, WatchedProcess own, List<WatchedProcess> others, ToDoubleFunction<WatchedProcess> value) {
        double theirs = others.stream().mapToDouble(value).sum();
        return Figure.of(what + ", agent to both others together", value.applyAsDouble(own) / theirs, "times", "", "");
    }
}
