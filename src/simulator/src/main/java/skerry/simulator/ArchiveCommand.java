package skerry.simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.platform.CloseStack;
import skerry.platform.tls.CertificateAuthority;

/**
 * Makes the class-data archives of {@code skerry-agent}, for all its roles, and of {@code skerry-hub}: an agent runs once beside a
 * hub and does all that a node's agent does, another reads objects of Kubernetes, and the classes that this took are written in the
 * form in which Java maps them into memory. With it a program starts sooner, and most classes of an agent are pages of a file instead
 * of memory of its own.
 */
@Command(
        name = "skerry archive",
        mixinStandardHelpOptions = true,
        description = "Makes the class-data archives of skerry-agent and skerry-hub.")
final class ArchiveCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final String SITE = "training";
    private static final String OBJECTS = "training-objects.yaml";

    /** Something for every stage that a log line passes. */
    private static final List<String> LINES = List.of(
            "stdout F level=info msg=\"request done\" path=/api/items/17 status=200 took=12ms",
            "stdout P the first half of a line, ",
            "stdout F and its second half from 10.42.0.7 and fe80::1",
            "stderr F user anna@example.org logged in with Bearer abcdefghijklmnop from aa:bb:cc:dd:ee:ff",
            "stderr F {\"level\":\"error\",\"msg\":\"upstream failed\",\"password\":\"training\",\"took\":12}",
            "stderr F Exception in thread \"main\" java.lang.IllegalStateException: no",
            "stderr F \tat example.Main.main(Main.java:1)",
            "stdout F Traceback (most recent call last):",
            "stdout F   File \"/home/anna/main.py\", line 1, in <module>",
            "stdout F ValueError: no");

    /** Of a kubelet, over TLS and compressed: that a node's hub is reached by TLS as well costs no classes more. */
    private static final Map<String, String> KUBELET = Map.of(
            "/metrics",
                    "# HELP kubelet_running_pods Pods.\n# TYPE kubelet_running_pods gauge\nkubelet_running_pods 7\n",
            "/metrics/cadvisor", "machine_memory_bytes{machine_id=\"7\"} 8e+09\n",
            "/metrics/resource", "pod_memory_working_set_bytes{namespace=\"shop\",pod=\"db-0\"} 5\n",
            "/metrics/probes", "prober_probe_total{probe_type=\"Liveness\",result=\"failed\"} 2\n",
            "/stats/summary", """
                    {"node":{"nodeName":"pi","fs":{"usedBytes":1}},"pods":[{"podRef":{"name":"db-0","namespace":"shop"},
                    "volume":[{"usedBytes":1,"name":"data","pvcRef":{"name":"data-db-0","namespace":"shop"}}],
                    "ephemeral-storage":{"usedBytes":40960}}]}
                    """);

    @Option(
            names = "--packed",
            paramLabel = "PROGRAM",
            description = "Makes no archive, but the list of classes for one, with this agent of a packed one's Java.")
    private Optional<Path> packed = Optional.empty();

    @Option(
            names = "--brief",
            description = "Only what is not there yet, and without waiting for what an agent does once a minute.")
    private boolean brief;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path home = Path.of(System.getProperty("skerry.home", "."));
        var agent = new JavaProgram(home, "edge-agent", "agent", "agent");
        var hub = new JavaProgram(home, "hub", "hub", "hub");
        if (brief && agent.isArchived() && hub.isArchived()) {
            return 0;
        }
        Path work = Files.createTempDirectory("skerry-archive");
        try {
            Path classes = work.resolve("classes");
            Path hubClasses = work.resolve("hub-classes");
            train(home, listing(agent, classes), List.of(list(hubClasses)), work);
            Path objects = work.resolve("object-classes");
            readObjects(listing(new JavaProgram(home, "edge-agent", "agent", "agent-cluster"), objects), work);
            if (packed.isPresent()) {
                joined(List.of(classes, objects), agent.classList());
                return 0;
            }
            // What is loaded after this short run, as it was recorded once with another Java: that has nearly the same
            // classes.
            archive(
                    agent,
                    joined(List.of(classes, objects, home.resolve("arm/classes/agent")), agent.classList()),
                    work);
            archive(hub, joined(List.of(hubClasses), hub.classList()), work);
        } finally {
            delete(work);
        }
        for (JavaProgram each : List.of(agent, hub)) {
            out.println("class archive: " + each.archive() + ", " + (Files.size(each.archive()) >> 20) + " MiB");
        }
        out.flush();
        return 0;
    }

    /** The command of an agent that writes the classes it loads. */
    private List<String> listing(JavaProgram program, Path classes) throws IOException {
        return packed.isPresent()
                ? List.of(packed.get().toAbsolutePath().toString(), "-XX:SharedArchiveFile=/none", list(classes))
                : program.command(List.of(list(classes)));
    }

    private static String list(Path classes) {
        return "-XX:DumpLoadedClassList=" + classes;
    }

    /** Has objects of a cluster read and told of: classes of another role in the archive cost a node nothing (ADR 48). */
    private static void readObjects(List<String> program, Path work) throws IOException, InterruptedException {
        Path objects = work.resolve(OBJECTS);
        try (var text = ArchiveCommand.class.getResourceAsStream(OBJECTS)) {
            Files.copy(Objects.requireNonNull(text, OBJECTS), objects);
        }
        var command = new ArrayList<>(program);
        command.addAll(List.of("preview", "objects", objects.toString()));
        Path log = work.resolve("objects.log");
        try (var preview = ChildProcess.start("objects", command, log)) {
            if (preview.awaitEnd() != 0) {
                throw new IOException("the objects of the training cannot be read: " + Files.readString(log));
            }
        }
    }

    private static Path joined(List<Path> lists, Path all) throws IOException {
        var lines = new LinkedHashSet<String>();
        for (Path list : lists) {
            // Each list counts its classes anew, and two of one number are refused.
            Files.readAllLines(list).forEach(line -> lines.add(line.replaceFirst(" id: \\d+$", "")));
        }
        return Files.write(all, lines);
    }

    private void train(Path home, List<String> program, List<String> hubFlags, Path work)
            throws IOException, InterruptedException {
        Path log = Files.createFile(work.resolve("pod.log"));
        Path data = work.resolve("agent");
        Path authority = Files.createDirectory(work.resolve("ca"));
        Path token = Files.writeString(work.resolve("token"), TextServer.TOKEN);
        try (var open = new CloseStack()) {
            var certificates = CertificateAuthority.open(authority, InstantSource.system(), new SecureRandom());
            var kubelet = open.push(new TextServer(
                    Optional.of(certificates.serverContext(List.of("127.0.0.1"))),
                    path -> KUBELET.getOrDefault(path, "")));
            var hub = open.push(LocalHub.start(home, work.resolve("hub"), hubFlags));
            hub.addSite(SITE, SITE, SITE);
            var command = new ArrayList<>(program);
            command.addAll(List.of(
                    "run",
                    "--data",
                    data.toString(),
                    "--set",
                    "page.listen=127.0.0.1:0",
                    "--set",
                    "logs.include=" + log,
                    "--set",
                    "kubelet.address=" + kubelet.where(),
                    "--set",
                    "kubelet.token-file=" + token,
                    "--set",
                    "kubelet.ca-file=" + certificates.certificateFile()));
            command.addAll(hub.enrol(data, SITE, SITE));
            var agent = open.push(ChildProcess.start("agent", command, work.resolve("agent.log")));
            URI page = URI.create(agent.require("page", LIMIT));
            var lines = new ArrayList<String>();
            LINES.forEach(line -> lines.add(Instant.now() + " " + line));
            Files.write(log, lines, StandardOpenOption.APPEND);
            await("its log lines", () -> metric(page, "skerry_collected_records_total{kind=\"lines\"}") > 0);
            for (String path : List.of("/", "/metrics", "/healthz", "/readyz")) {
                get(page.resolve(path));
            }
            await(
                    "its first contact",
                    () -> hub.api()
                                    .get("/api/v1/agents")
                                    .path("agents")
                                    .get(0)
                                    .path("seen")
                                    .asLong()
                            > 0);
            if (!brief) {
                await("its kubelet", () -> kubelet.served().equals(KUBELET.keySet()));
                await("its rules", () -> metric(page, "skerry_agent_rule_rounds_total") > 0);
            }
            // Asked to end, it closes its minute and delivers it.
            agent.stop();
        }
    }

    private static void archive(JavaProgram program, Path classes, Path work) throws IOException, InterruptedException {
        Path dumped = work.resolve("archive");
        dump(program, classes, dumped, work.resolve("dump.log"));
        // Java writes it in one piece, which the kernel keeps in pieces of megabytes and gives back as such or not at
        // all.
        Path fresh = Files.createTempFile(program.archive().getParent(), "archive", ".tmp");
        try (var in = Files.newInputStream(dumped);
                var copy = Files.newOutputStream(fresh)) {
            in.transferTo(copy);
        }
        Files.move(fresh, program.archive(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As the program will run, but for the bounds of a heap that has to hold all classes at once. */
    private static void dump(JavaProgram program, Path classes, Path archive, Path log)
            throws IOException, InterruptedException {
        var flags = new ArrayList<>(List.of(program.java().toString()));
        program.javaFlags().stream().filter(flag -> !flag.startsWith("-Xm")).forEach(flags::add);
        flags.add("-Xshare:dump");
        flags.add("-XX:SharedClassListFile=" + classes);
        flags.add("-XX:SharedArchiveFile=" + archive);
        flags.add("-cp");
        flags.add(program.jar().toString());
        try (var dump = ChildProcess.start("archive", flags, log)) {
            if (dump.awaitEnd() != 0) {
                List<String> told = Files.readAllLines(log);
                told.removeIf(String::isBlank);
                throw new IOException("Java could not write the class archive: " + told.getLast());
            }
        }
    }

    private interface Condition {
        boolean isMet() throws IOException, InterruptedException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.isMet()) {
            if (System.nanoTime() > end) {
                throw new IOException("the agent of the training did not reach " + what + " within " + LIMIT);
            }
            Thread.sleep(STEP);
        }
    }

    private static double metric(URI page, String series) throws IOException, InterruptedException {
        return get(page.resolve("/metrics"))
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException("removing the training's files", e);
                }
            });
        }
    }
}
