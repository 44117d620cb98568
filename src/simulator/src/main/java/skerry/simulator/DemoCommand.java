package skerry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
import skerry.platform.log.OwnLog;

/** Runs the whole product on this machine: a hub, an agent of this machine, and simulated sites. */
@Command(
        name = "skerry demo",
        mixinStandardHelpOptions = true,
        description = "Starts a hub, an agent of this machine and simulated sites. Ctrl-C stops all of it.")
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_SITES = 2_000;

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

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the simulated fleet, usually 1, and of --chaos, usually another each time.")
    private @Nullable Long seed;

    @Option(
            names = "--chaos",
            description =
                    "Kills, stops, cuts and stalls at random, then settles and accounts for every record. Needs --for.")
    private boolean chaos;

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
        if (chaos && (length == null || length.compareTo(ChaosRun.LEAST) < 0)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--chaos needs --for with at least " + ChaosRun.LEAST.toSeconds() + "s, such as --for 10m");
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
            var run = chaos ? Optional.of(open.push(new ChaosRun(brokerPort, seed, out))) : Optional.<ChaosRun>empty();
            say(out, "starting the agent of this machine");
            String agentUrl = run.map(ChaosRun::agentUrl).orElse(hub.brokerUrl());
            var agent = open.push(DemoAgent.start(hub, home, folder, logs, agentUrl));
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
                    Files.createDirectories(folder.resolve("sites")),
                    run.map(ChaosRun::fleetUrl).orElse(hub.brokerUrl()),
                    hub.card(),
                    history,
                    clock));
            fleet.register(SiteLife.fleet(seed == null ? 1 : seed, sites), hub.api());
            run.ifPresent(begun -> begun.start(hub, agent, Duration.ofMillis(until - clock.millis())));
            fleet.liveThroughHistory(
                    new Progress(
                            out,
                            "simulated nodes with their past",
                            fleet.nodes(),
                            CommandLine.Help.Ansi.AUTO.enabled()),
                    () -> isStopping() || clock.millis() >= until);
            while (clock.millis() < until
                    && !stop.await(1, TimeUnit.SECONDS)
                    && (run.isPresent()
                            || (hub.process().isAlive() && agent.process().isAlive()))) {
                fleet.step();
            }
            run.ifPresent(ChaosRun::end);
            var account = account(out, fleet, hub.api(), hub.process(), agent);
            run.ifPresent(chaosRun -> account.ifPresent(chaosRun::sayVerdict));
            boolean failed = run.flatMap(ChaosRun::failure).isPresent();
            return !failed && account.map(DemoAccount::isComplete).orElse(false) ? 0 : 1;
        } finally {
            ended.countDown();
        }
    }

    /** Ends the agent and prints where every record is; empty, and said why, if a program has ended by itself. */
    private static Optional<DemoAccount> account(
            PrintWriter out, SimulatedFleet fleet, HubApi api, ChildProcess hub, DemoAgent agent)
            throws IOException, InterruptedException {
        for (ChildProcess program : List.of(hub, agent.process())) {
            if (!program.isAlive()) {
                say(out, program.whyNotStarted());
                return Optional.empty();
            }
        }
        say(out, "stopping");
        agent.process().stop();
        fleet.disconnect();
        var atHub = HubRecords.of(api);
        var account = new DemoAccount();
        account.add("this machine", agent.account(), atHub.ofSites(Set.of(DemoAgent.SITE)));
        account.add("simulated nodes", fleet.account(), atHub.ofSites(fleet.sites()));
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
        return Optional.of(account);
    }

    private static long metric(HubApi api, String name) throws IOException, InterruptedException {
        return api.text("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
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
