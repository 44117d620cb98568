package skerry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.platform.tls.CertificateAuthority;
import skerry.simulator.LocalHub;
import skerry.simulator.TextServer;

/**
 * The role {@code node} at its work: this machine's metrics, thirty generated pods in control groups and log files, and a kubelet
 * over HTTPS whose answers are generated, beside a hub that takes its batches.
 */
final class NodeBench implements Bench {
    private static final int PODS = 30;
    private static final int LINES_PER_SECOND = 10;
    private static final int ROUND_SECONDS = 15;
    /** That a kubelet has. */
    private static final int PLACES = 5;

    private static final String SITE = "bench";

    @Override
    public String name() {
        return "node";
    }

    @Override
    public String about() {
        return "packaged agent, role node: this machine, " + PODS + " generated pods of two containers, "
                + LINES_PER_SECOND + " CRI lines a second, a generated kubelet";
    }

    @Override
    public String takes() {
        return "the time of --minutes and 2 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        Path folder = context.folder(name());
        var node = new GeneratedNode(Files.createDirectories(folder.resolve("node")), PODS);
        var authority = CertificateAuthority.open(
                Files.createDirectories(folder.resolve("ca")), InstantSource.system(), new SecureRandom());
        var texts = new KubeletText(PODS);
        Path token = Files.writeString(folder.resolve("token"), TextServer.TOKEN);
        try (var kubelet = new TextServer(Optional.of(authority.serverContext(List.of("127.0.0.1"))), texts::at);
                var hub = LocalHub.start(context.home(), folder.resolve("hub"))) {
            hub.addSite(SITE, SITE, "");
            var settings = new ArrayList<>(hub.enrol(MeasuredAgent.data(folder), SITE, "node"));
            settings.addAll(trees(node));
            settings.addAll(List.of(
                    "--set",
                    "role=node",
                    "--set",
                    "kubelet.address=" + kubelet.where(),
                    "--set",
                    "kubelet.token-file=" + token,
                    "--set",
                    "kubelet.ca-file=" + authority.certificateFile()));
            try (var agent = MeasuredAgent.start(context, folder, Path.of(node.logs()), settings)) {
                return watch(context, node, kubelet, agent);
            }
        }
    }

    /** Settings by which an agent looks at the generated node. */
    static List<String> trees(GeneratedNode node) {
        return List.of(
                "--set",
                "path.procfs=" + node.paths().procfs(),
                "--set",
                "path.sysfs=" + node.paths().sysfs(),
                "--set",
                "path.rootfs=" + node.paths().rootfs());
    }

    private static List<Figure> watch(BenchContext context, GeneratedNode node, TextServer kubelet, MeasuredAgent agent)
            throws IOException, InterruptedException {
        context.say("warming up for two minutes");
        live(node, Duration.ofMinutes(2), () -> {});
        var watched = new WatchedProcess("node", agent.pid());
        long served = kubelet.servedBytes();
        context.say("watching for %d minutes", context.length().toMinutes());
        live(node, context.length(), watched::look);
        agent.awaitLines((2 * 60 + context.length().toSeconds()) * LINES_PER_SECOND, Duration.ofMinutes(1));
        agent.requireNothingDropped();
        requireSeen(agent);
        context.say(
                "%,.0f samples stored, %.1f MB a minute from the kubelet; none dropped; load average %s",
                agent.metric("skerry_collected_records_total{kind=\"samples\"}"),
                (kubelet.servedBytes() - served) / 1e6 / context.length().toMinutes(),
                Machine.currentLoad());
        var figures = new ArrayList<>(watched.figures("≤ 72"));
        figures.addAll(context.limitFigures());
        return figures;
    }

    /** An agent that saw less than there was would be too cheap. */
    private static void requireSeen(MeasuredAgent agent) throws IOException, InterruptedException {
        double processes = agent.metric("container_processes");
        double targets = agent.metric("skerry_scrape_targets");
        double failed = agent.metric("skerry_scrapes_failed_total");
        if (processes != PODS * 2 || targets != PLACES || failed > 0) {
            throw new IllegalStateException("the agent told of " + processes + " processes of " + PODS * 2
                    + " containers, asked " + targets + " of " + PLACES + " places of the kubelet, and failed " + failed
                    + " times");
        }
    }

    /** What is done at each round of collection. */
    interface Look {
        void look() throws IOException;
    }

    /** Has the node live for so long: lines each second, its kernel's counters and a look at each round. */
    static void live(GeneratedNode node, Duration length, Look look) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int second = 1; second <= length.toSeconds(); second++) {
            node.log(LINES_PER_SECOND);
            if (second % ROUND_SECONDS == 0) {
                node.pass(ROUND_SECONDS);
                look.look();
            }
            Thread.sleep(Duration.ofNanos(Math.max(0, start + second * 1_000_000_000L - System.nanoTime())));
        }
    }
}
