package skerry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.platform.CloseStack;
import skerry.platform.PrivateFolder;
import skerry.protocol.RecordCounts;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;

/** Runs the whole product on this machine: a hub, an agent of this machine, and simulated sites. */
@Command(
        name = "skerry demo",
        mixinStandardHelpOptions = true,
        description = "Starts a hub, an agent of this machine and simulated sites. Ctrl-C stops all of it.")
final class DemoCommand implements Callable<Integer> {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String SITE = "this-machine";
    private static final String NAME = "admin";

    @Option(
            names = "--sites",
            paramLabel = "N",
            defaultValue = "60",
            description = "Simulated sites. Usual: ${DEFAULT-VALUE}.")
    private int sites = 60;

    @Option(names = "--for", paramLabel = "SPAN", description = "Stops by itself after a time such as 90s or 10m.")
    private String length = "";

    @Option(names = "--data", paramLabel = "DIR", description = "Where data is kept; a second start goes on with it.")
    private Path data = Path.of("");

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the simulated fleet. Usual: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--history",
            defaultValue = "30m",
            description = "How much past the simulated sites bring. Usual: ${DEFAULT-VALUE}.")
    private String history = "30m";

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
        PrintWriter out = spec.commandLine().getOut();
        long until = length.isEmpty()
                ? Long.MAX_VALUE
                : clock.millis() + span(length).toMillis();
        Path home = Path.of(System.getProperty("skerry.home", "."));
        Path folder = data.toString().isEmpty() ? home.resolve("target/demo") : data;
        Path logs = Files.createDirectories(folder.resolve("logs"));
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(ended), "shutdown"));
        int code;
        try (var open = new CloseStack()) {
            say(out, "starting the hub");
            var hub = open.push(ChildProcess.start(
                    "hub",
                    home,
                    "hub",
                    "hub",
                    logs.resolve("hub.log"),
                    List.of(
                            "run",
                            "--data",
                            folder.resolve("hub").toString(),
                            "--set",
                            "web.listen=127.0.0.1:" + port,
                            "--set",
                            "broker.listen=127.0.0.1:" + brokerPort,
                            "--set",
                            "demo=true")));
            var setup = hub.expect(line -> line.startsWith("setup"));
            var card = hub.expect(line -> line.startsWith("card"));
            String page = after(hub.expect(line -> line.startsWith("pages")), hub, "pages");
            HubCard hubCard = HubCard.parse(after(card, hub, "card"));
            var api = open.push(new HubApi(URI.create(page.substring(0, page.length() - 1))));
            String password = logIn(api, folder.resolve("admin-password"), setup);
            String broker = "mqtt://127.0.0.1:" + brokerPort;
            say(out, "starting the agent of this machine");
            var agent = open.push(agent(api, home, folder, logs, broker, hubCard));
            say(out, "making the past of " + sites + " simulated sites");
            var fleet = open.push(new SimulatedFleet(
                    Files.createDirectories(folder.resolve("sites")),
                    SiteLife.fleet(seed, sites),
                    api,
                    broker,
                    hubCard,
                    span(history),
                    clock.millis()));
            fleet.step(clock.millis());
            say(out, "");
            say(out, "  pages     " + page);
            say(out, "  name      " + NAME);
            say(out, "  password  " + password);
            say(out, "  " + fleet.nodes() + " simulated nodes; Ctrl-C stops everything");
            say(out, "");
            while (clock.millis() < until && !stop.await(1, TimeUnit.SECONDS) && hub.isAlive() && agent.isAlive()) {
                fleet.step(clock.millis());
            }
            code = account(out, fleet, api, agent, home, folder);
        } finally {
            ended.countDown();
        }
        return code;
    }

    private ChildProcess agent(HubApi api, Path home, Path folder, Path logs, String broker, HubCard hub)
            throws IOException, InterruptedException {
        Path agentData = folder.resolve("agent");
        var identity = AgentIdentity.load(identityFile(agentData));
        boolean known = false;
        for (JsonNode one : api.get("/api/v1/agents").path("agents")) {
            known |= one.path("uid").asText().equals(identity.uid().value());
        }
        if (!known) {
            api.post("/api/v1/sites", Map.of("id", SITE, "name", "This machine", "region", "Here"));
            api.post(
                    "/api/v1/agents",
                    Map.of(
                            "card",
                            identity.card().text(),
                            "site",
                            SITE,
                            "node",
                            InetAddress.getLocalHost().getHostName()));
        }
        var arguments = new ArrayList<>(List.of(
                "run",
                "--data",
                agentData.toString(),
                "--set",
                "site=This machine",
                "--set",
                "page.listen=127.0.0.1:0",
                "--set",
                "mqtt.url=" + broker,
                "--set",
                "mqtt.hub=" + hub.text(),
                "--set",
                "logs.include=" + logs.toAbsolutePath() + "/*.log,/var/log/*.log,/var/log/syslog"));
        var process = ChildProcess.start("agent", home, "edge-agent", "agent", logs.resolve("agent.log"), arguments);
        after(process.expect(line -> line.startsWith("hub ")), process, "hub");
        return process;
    }

    private static Path identityFile(Path agentData) throws IOException {
        SimulatedNode.identity(PrivateFolder.open(agentData, "--data"));
        return agentData.resolve("identity");
    }

    /** The password of the demo's administrator, made at the first start. */
    private static String logIn(HubApi api, Path file, ChildProcess.Line setup)
            throws IOException, InterruptedException {
        if (Files.exists(file)) {
            String password = Files.readString(file).strip();
            api.logIn(NAME, password);
            return password;
        }
        String line = setup.await(Duration.ofSeconds(1))
                .orElseThrow(() -> new IllegalStateException(
                        "the hub in this data folder has an administrator already; use another --data"));
        String code = line.replaceAll(".*code ([a-z0-9-]+).*", "$1");
        byte[] bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        String password = Base64.getUrlEncoder().encodeToString(bytes);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, password + "\n");
        api.setUp(code, NAME, password);
        return password;
    }

    /** What follows the first word of an expected line. */
    private static String after(ChildProcess.Line line, ChildProcess process, String word) throws InterruptedException {
        return line.await(START_LIMIT)
                .map(text -> text.substring(word.length()).strip())
                .orElseThrow(() -> new IllegalStateException("a program did not start; see " + process.log()));
    }

    /** Ends the agent and prints where every record is; 0 if it adds up and nothing was dropped. */
    private int account(PrintWriter out, SimulatedFleet fleet, HubApi api, ChildProcess agent, Path home, Path folder)
            throws IOException, InterruptedException {
        JsonNode hub = api.get("/api/v1/fleet").path("counts");
        agent.stop();
        List<RecordCounts> simulated = fleet.account();
        List<RecordCounts> real = agentAccount(home, folder);
        say(
                out,
                String.format(
                        Locale.ROOT,
                        "%-22s %14s %14s %14s %14s %14s",
                        "records",
                        "collected",
                        "delivered",
                        "held",
                        "dropped",
                        "refused"));
        boolean realBalances = print(out, "this machine", real);
        boolean simulatedBalances = print(out, "simulated nodes", simulated);
        boolean balanced = realBalances && simulatedBalances;
        say(out, "sites by state: " + hub);
        say(
                out,
                balanced
                        ? "collected = delivered + held + dropped + refused, dropped 0"
                        : "the account does not balance or records were dropped");
        return balanced ? 0 : 1;
    }

    private static boolean print(PrintWriter out, String what, List<RecordCounts> account) {
        say(
                out,
                String.format(
                        Locale.ROOT,
                        "%-22s %,14d %,14d %,14d %,14d %,14d",
                        what,
                        account.get(0).total(),
                        account.get(1).total(),
                        account.get(2).total(),
                        account.get(3).total(),
                        account.get(4).total()));
        var sum = account.get(1).plus(account.get(2)).plus(account.get(3)).plus(account.get(4));
        return sum.equals(account.get(0)) && account.get(3).total() == 0;
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
            JsonNode account = new ObjectMapper().readTree(Files.readString(log));
            return List.of(
                    counts(account.path("collected")),
                    counts(account.path("delivered")),
                    counts(account.path("held")),
                    counts(account.path("dropped")),
                    counts(account.path("refused")));
        } finally {
            Files.delete(log);
        }
    }

    private static RecordCounts counts(JsonNode node) {
        return new RecordCounts(
                node.path("samples").asLong(),
                node.path("lines").asLong(),
                node.path("events").asLong());
    }

    private static Duration span(String text) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> throw new IllegalArgumentException("'" + text + "' is no time: write 90s, 10m or 2h");
        };
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
