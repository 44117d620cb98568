package skerry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.platform.CloseStack;
import skerry.platform.PrivateFolder;
import skerry.platform.log.OwnLog;
import skerry.protocol.RecordCounts;
import skerry.protocol.identity.AgentIdentity;

/** Runs the whole product on this machine: a hub, an agent of this machine, and simulated sites. */
@Command(
        name = "skerry demo",
        mixinStandardHelpOptions = true,
        description = "Starts a hub, an agent of this machine and simulated sites. Ctrl-C stops all of it.")
final class DemoCommand implements Callable<Integer> {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int MOST_SITES = 2_000;
    private static final String SITE = "this-machine";

    @Option(
            names = "--sites",
            paramLabel = "N",
            defaultValue = "60",
            description = "Simulated sites, 0 to 2000. Usual: ${DEFAULT-VALUE}.")
    private int sites = 60;

    @Option(
            names = "--for",
            paramLabel = "SPAN",
            description = "Stops by itself so long after the pages are up: 90s, 10m.")
    private @Nullable Duration length;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where data is kept; a second start goes on with it. Usual: target/demo.")
    private @Nullable Path data;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the simulated fleet. Usual: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--history",
            paramLabel = "SPAN",
            defaultValue = "30m",
            description = "How much past the simulated sites bring. Usual: ${DEFAULT-VALUE}.")
    private Duration history = Duration.ofMinutes(30);

    @Option(names = "--port", defaultValue = "8440", description = "Port of the pages. Usual: ${DEFAULT-VALUE}.")
    private int port = 8440;

    @Option(
            names = "--broker-port",
            defaultValue = "18883",
            description = "Port of the broker. Usual: ${DEFAULT-VALUE}.")
    private int brokerPort = 18883;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch stop = new CountDownLatch(1);

    @Override
    public Integer call() throws Exception {
        if (sites < 0 || sites > MOST_SITES) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--sites must lie between 0 and " + MOST_SITES + ", was " + sites);
        }
        PrintWriter out = spec.commandLine().getOut();
        Path home = Path.of(System.getProperty("skerry.home", "."));
        Path folder = Optional.ofNullable(data)
                .orElse(home.resolve("target/demo"))
                .toAbsolutePath()
                .normalize();
        Path logs = Files.createDirectories(folder.resolve("logs"));
        OwnLog.toFile(logs.resolve("simulated.log"));
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(ended), "shutdown"));
        try (var open = new CloseStack()) {
            say(out, "starting the hub");
            var hub = open.push(LocalHub.start(
                    home,
                    folder.resolve("hub"),
                    logs.resolve("hub.log"),
                    port,
                    brokerPort,
                    List.of("--set", "demo=true")));
            say(out, "starting the agent of this machine");
            var agent = open.push(agent(hub, home, folder, logs));
            long until = Optional.ofNullable(length)
                    .map(span -> clock.millis() + span.toMillis())
                    .orElse(Long.MAX_VALUE);
            say(out, "");
            say(out, "  pages     " + hub.page() + "/");
            say(out, "  name      " + LocalHub.NAME);
            say(out, "  password  " + hub.password());
            say(out, "  data      " + folder + " (logs in " + folder.relativize(logs) + ")");
            say(out, "  Ctrl-C stops everything");
            say(out, "");
            var fleet = open.push(new SimulatedFleet(
                    Files.createDirectories(folder.resolve("sites")), hub.brokerUrl(), hub.card(), history, clock));
            fleet.register(SiteLife.fleet(seed, sites), hub.api());
            fleet.liveThroughHistory(
                    new Progress(
                            out,
                            "simulated nodes with their past",
                            fleet.nodes(),
                            CommandLine.Help.Ansi.AUTO.enabled()),
                    () -> isStopping() || clock.millis() >= until);
            while (clock.millis() < until
                    && !stop.await(1, TimeUnit.SECONDS)
                    && hub.process().isAlive()
                    && agent.isAlive()) {
                fleet.step();
            }
            return account(out, fleet, hub.api(), hub.process(), agent, home, folder);
        } finally {
            ended.countDown();
        }
    }

    private ChildProcess agent(LocalHub hub, Path home, Path folder, Path logs)
            throws IOException, InterruptedException {
        Path agentData = folder.resolve("agent");
        var identity = AgentIdentity.load(identityFile(agentData));
        boolean known = false;
        for (JsonNode one : hub.api().get("/api/v1/agents").path("agents")) {
            known |= one.path("uid").asText().equals(identity.uid().value());
        }
        if (!known) {
            hub.addSite(SITE, "This machine", "Here");
            hub.enrol(identity, SITE, InetAddress.getLocalHost().getHostName());
        }
        var process = ChildProcess.start(
                "agent",
                home,
                "edge-agent",
                "agent",
                logs.resolve("agent.log"),
                List.of(
                        "run",
                        "--data",
                        agentData.toString(),
                        "--set",
                        "site=This machine",
                        "--set",
                        "page.listen=127.0.0.1:0",
                        "--set",
                        "mqtt.url=" + hub.brokerUrl(),
                        "--set",
                        "mqtt.hub=" + hub.card().text(),
                        "--set",
                        "logs.include=" + logs + "/*.log,/var/log/*.log,/var/log/syslog"));
        process.require("hub ", START_LIMIT);
        return process;
    }

    private static Path identityFile(Path agentData) throws IOException {
        SimulatedNode.identity(PrivateFolder.open(agentData, "--data"));
        return agentData.resolve("identity");
    }

    /** Ends the agent and prints where every record is; 0 if it adds up and nothing was dropped. */
    private static int account(
            PrintWriter out,
            SimulatedFleet fleet,
            HubApi api,
            ChildProcess hub,
            ChildProcess agent,
            Path home,
            Path folder)
            throws IOException, InterruptedException {
        for (ChildProcess program : List.of(hub, agent)) {
            if (!program.isAlive()) {
                say(out, program.whyNotStarted());
                return 1;
            }
        }
        say(out, "stopping");
        agent.stop();
        var account = new DemoAccount();
        account.add("this machine", agentAccount(home, folder));
        account.add("simulated nodes", fleet.account());
        account.print(out);
        say(
                out,
                String.format(
                        Locale.ROOT,
                        "stored at the hub: %,d batches, %,d bytes as they came",
                        metric(api, "skerry_hub_batches_received_total{outcome=\"stored\"}"),
                        metric(api, "skerry_hub_batch_bytes_stored_total")));
        JsonNode counts = api.get("/api/v1/fleet").path("counts");
        say(
                out,
                "sites by state: "
                        + counts.propertyStream()
                                .map(state -> state.getValue().asInt() + " " + state.getKey())
                                .collect(Collectors.joining(", ")));
        return account.isComplete() ? 0 : 1;
    }

    private static long metric(HubApi api, String name) throws IOException, InterruptedException {
        return api.text("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static List<RecordCounts> agentAccount(Path home, Path folder) throws IOException, InterruptedException {
        Path log = Files.createTempFile("skerry-account", ".json");
        try (var query = ChildProcess.start(
                "agent",
                home,
                "edge-agent",
                "agent",
                log,
                List.of(
                        "query",
                        "account",
                        "--json",
                        "--data",
                        folder.resolve("agent").toString()))) {
            query.awaitEnd();
            return DemoAccount.of(new ObjectMapper().readTree(Files.readString(log)));
        } finally {
            Files.delete(log);
        }
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    private void stopAndWait(CountDownLatch ended) {
        stop.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
