package skerry.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import skerry.faults.FreePort;
import skerry.simulator.ChildProcess;

/** Programs of others that do a part of the agent's work, measured in the same run where Debian's package is installed. */
final class Peer implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(200);

    private final ChildProcess process;
    private final String address;

    private Peer(ChildProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    private static Optional<String> installed(BenchContext context, String program, String debianPackage) {
        Optional<String> found = Stream.of("/usr/bin", "/usr/sbin")
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (found.isEmpty()) {
            context.say("%s is not here to be measured beside: apt-get install %s", program, debianPackage);
        }
        return found;
    }

    /** node_exporter, scraped by whoever calls {@link NodeExporter#scrape}. */
    static Optional<NodeExporter> nodeExporter(BenchContext context, Path folder) throws IOException {
        return nodeExporter(context, folder, List.of());
    }

    /** @param more further arguments, such as where its trees are */
    static Optional<NodeExporter> nodeExporter(BenchContext context, Path folder, List<String> more)
            throws IOException {
        Optional<String> program = installed(context, "prometheus-node-exporter", "prometheus-node-exporter");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        String listen = "127.0.0.1:" + FreePort.next();
        var command = new ArrayList<>(List.of(program.get(), "--web.listen-address=" + listen));
        command.addAll(more);
        var process = ChildProcess.start("node_exporter", command, folder.resolve("node_exporter.log"));
        return Optional.of(
                new NodeExporter(new Peer(process, "http://" + listen), URI.create("http://" + listen + "/metrics")));
    }

    /** A running node_exporter. */
    record NodeExporter(Peer peer, URI address) implements AutoCloseable {
        /** Has it collect everything once, as its Prometheus would every 15 seconds. */
        void scrape(HttpClient client) throws IOException, InterruptedException {
            client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
        }

        @Override
        public void close() {
            peer.close();
        }
    }

    /** Prometheus, scraping these every 15 seconds into a folder of its own. */
    static Optional<Peer> prometheus(BenchContext context, Path folder, List<String> targets) throws IOException {
        Optional<String> program = installed(context, "prometheus", "prometheus");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Path configuration =
                Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 15s, evaluation_interval: 15s}
                scrape_configs:
                  - job_name: bench
                    static_configs: [{targets: ["%s"]}]
                """.formatted(String.join("\", \"", targets)));
        String listen = "127.0.0.1:" + FreePort.next();
        var process = ChildProcess.start(
                "prometheus",
                List.of(
                        program.get(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("prometheus"),
                        "--web.listen-address=" + listen),
                folder.resolve("prometheus.log"));
        return Optional.of(new Peer(process, "http://" + listen));
    }

    /** A figure of a Prometheus that did not scrape would be no figure. */
    void requireScraped(HttpClient client, int targets) throws IOException, InterruptedException {
        URI question = URI.create(address + "/api/v1/query?query=sum(up)");
        String answer = client.send(HttpRequest.newBuilder(question).build(), BodyHandlers.ofString())
                .body();
        if (!answer.contains("\"" + targets + "\"]")) {
            throw new IllegalStateException("Prometheus did not scrape " + targets + " targets: " + answer);
        }
    }

    /** syslog-ng, following a file of lines into another one, without redaction and patterns. */
    static Optional<Peer> syslogNg(BenchContext context, Path folder, Path log, Path out) throws IOException {
        Optional<String> program = installed(context, "syslog-ng", "syslog-ng-core");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Path configuration = folder.resolve("syslog-ng.conf");
        Files.writeString(configuration, """
                @version: 3.38
                options { stats-freq(0); };
                source lines { file("%s" follow-freq(1) flags(no-parse)); };
                destination kept { file("%s" template("$MSG\\n")); };
                log { source(lines); destination(kept); };
                """.formatted(log, out));
        var process = ChildProcess.start(
                "syslog-ng",
                List.of(
                        program.get(),
                        "--foreground",
                        "--no-caps",
                        "--cfgfile=" + configuration,
                        "--persist-file=" + folder.resolve("syslog-ng.persist"),
                        "--pidfile=" + folder.resolve("syslog-ng.pid"),
                        "--control=" + folder.resolve("syslog-ng.ctl")),
                folder.resolve("syslog-ng.log"));
        return Optional.of(new Peer(process, ""));
    }

    long pid() {
        return process.pid();
    }

    ProcessCost cost() throws IOException {
        return ProcessCost.of(process.pid());
    }

    /** Waits until it has written at least {@code bytes} to {@code file}. */
    void awaitBytes(Path file, long bytes, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!Files.exists(file) || Files.size(file) < bytes) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IllegalStateException(process.whyNotStarted());
            }
            Thread.sleep(STEP);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
