package skerry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import skerry.platform.tls.CertificateAuthority;
import skerry.simulator.ChildProcess;
import skerry.simulator.JavaProgram;
import skerry.simulator.LocalHub;
import skerry.simulator.TextServer;

/** The role {@code cluster} at its work: it follows generated objects that change, beside a hub that takes its batches. */
final class ClusterBench implements Bench {
    /** Resident memory aimed at by the number of pods. */
    private static final Map<Integer, String> REACHES = new TreeMap<>(Map.of(500, "≤ 115", 3_000, "≤ 150"));

    private static final int CHANGES_PER_SECOND = 5;
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final int WARM_UP_LOOKS = 8;
    private static final String SITE = "bench";

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public String about() {
        return "packaged agent, role cluster: 500 and 3,000 generated pods on a fake API server, " + CHANGES_PER_SECOND
                + " changes a second";
    }

    @Override
    public String takes() {
        return "twice the time of --minutes, and 6 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        var figures = new ArrayList<Figure>();
        for (var reach : REACHES.entrySet()) {
            figures.addAll(follow(context, reach.getKey(), reach.getValue()));
        }
        return figures;
    }

    private static List<Figure> follow(BenchContext context, int pods, String reach)
            throws IOException, InterruptedException {
        Path folder = context.folder("cluster");
        Path authority = Files.createDirectories(folder.resolve("ca"));
        var certificate = CertificateAuthority.open(authority, InstantSource.system(), new SecureRandom());
        try (var server = ChildProcess.start("API server", server(authority, pods), folder.resolve("server.log"))) {
            var kubeconfig = kubeconfig(folder, server.require("serves", START_LIMIT), certificate.certificateFile());
            try (var hub = LocalHub.start(context.home(), folder.resolve("hub"))) {
                hub.addSite(SITE, SITE, "");
                var settings = new ArrayList<>(hub.enrol(MeasuredAgent.data(folder), SITE, "cluster"));
                settings.addAll(List.of("--set", "role=cluster", "--set", "cluster.kubeconfig=" + kubeconfig));
                var program = new JavaProgram(context.home(), "edge-agent", "agent", "agent-cluster").command();
                try (var agent = MeasuredAgent.start(program, folder, folder.resolve("none.log"), settings)) {
                    return watch(context, pods, reach, agent);
                }
            }
        }
    }

    private static List<String> server(Path authority, int pods) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx768m",
                "-cp",
                System.getProperty("java.class.path"),
                ClusterServer.class.getName(),
                authority.toString(),
                Integer.toString(pods),
                Integer.toString(CHANGES_PER_SECOND));
    }

    private static Path kubeconfig(Path folder, String port, Path certificate) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                current-context: bench
                contexts: [{name: bench, context: {cluster: bench, user: bench}}]
                clusters: [{name: bench, cluster: {server: "https://127.0.0.1:%s", certificate-authority: "%s"}}]
                users: [{name: bench, user: {token: %s}}]
                """.formatted(port, certificate, TextServer.TOKEN));
    }

    private static List<Figure> watch(BenchContext context, int pods, String reach, MeasuredAgent agent)
            throws IOException, InterruptedException {
        context.say("%,d pods: warming up for two minutes", pods);
        for (int look = 0; look < WARM_UP_LOOKS; look++) {
            Thread.sleep(LOOK);
        }
        var watched = new WatchedProcess("%,d pods".formatted(pods), agent.pid());
        context.say("%,d pods: watching for %d minutes", pods, context.length().toMinutes());
        for (long look = 0; look < context.length().dividedBy(LOOK); look++) {
            Thread.sleep(LOOK);
            watched.look();
        }
        agent.requireNothingDropped();
        double held = agent.metric("skerry_cluster_objects");
        if (held < pods) {
            throw new IllegalStateException("the agent follows " + held + " objects, and there are " + pods + " pods");
        }
        context.say(
                "%,d pods: %,.0f objects followed, %,.0f of their series left out of a round; none dropped; load average %s",
                pods, held, agent.metric("skerry_cluster_series_left_out"), Machine.currentLoad());
        return watched.figures(reach);
    }
}
