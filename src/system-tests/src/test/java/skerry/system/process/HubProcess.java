package skerry.system.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.faults.FreePort;
import skerry.protocol.identity.HubCard;
import skerry.simulator.ChildProcess;
import skerry.simulator.HubApi;

/**
 * A real skerry-hub with its embedded broker, on ports of its own that stay the same over restarts. The first start makes
 * an administrator, as whom {@link #api} asks.
 */
public final class HubProcess implements AutoCloseable {
    /** What a JVM ends with that was asked to by SIGTERM. */
    private static final int TERMINATED = 143;

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final String NAME = "tester";
    private static final String PASSWORD = "a-long-password-for-tests";

    private final Path folder;
    private final List<String> settings;
    private final boolean administrator;
    private final Optional<WallClock> clock;
    private final int webPort = FreePort.next();
    private final int brokerPort = FreePort.next();
    private ChildProcess process;
    private final Map<String, Integer> nodesOf = new HashMap<>();
    private Optional<HubCard> card = Optional.empty();
    private Optional<HubApi> api = Optional.empty();
    private Optional<String> setupCode = Optional.empty();

    private HubProcess(Path folder, List<String> settings, boolean administrator, Optional<WallClock> clock)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.settings = new ArrayList<>(settings);
        this.administrator = administrator;
        this.clock = clock;
        this.process = launch();
    }

    /**
     * Starts a hub and waits until it serves.
     *
     * @param folder of its data and its log
     * @param settings such as {@code retention.days=2}
     */
    public static HubProcess start(Path folder, String... settings) throws IOException, InterruptedException {
        return new HubProcess(folder, List.of(settings), true, Optional.empty());
    }

    /** As above, by a wall clock of its own. */
    public static HubProcess start(Path folder, WallClock clock, String... settings)
            throws IOException, InterruptedException {
        return new HubProcess(folder, List.of(settings), true, Optional.of(clock));
    }

    /** As {@link #start}, but nobody is its administrator yet: {@link #setupCode} makes one. It has no {@link #api}. */
    public static HubProcess startWithoutAdministrator(Path folder) throws IOException, InterruptedException {
        return new HubProcess(folder, List.of(), false, Optional.empty());
    }

    /** Adds settings for the next {@link #startAgain}; they win over those before. */
    public HubProcess set(String... more) {
        settings.addAll(List.of(more));
        return this;
    }

    /** Starts it again with the same data and ports, after {@link #kill} or {@link #stop}. */
    public void startAgain() throws IOException, InterruptedException {
        if (process.isAlive()) {
            throw new IllegalStateException("the hub runs");
        }
        process = launch();
    }

    /** Ends it with SIGKILL and waits until it is gone. */
    public void kill() throws IOException, InterruptedException {
        process.kill();
        process.awaitEnd();
        WallClock.forget(process);
    }

    /** Ends it with SIGTERM and waits; fails if it does not end in good order within half a minute. */
    public void stop() throws InterruptedException {
        int code = process.stop();
        WallClock.forget(process);
        if (code != TERMINATED) {
            throw new IllegalStateException("the hub ended with " + code);
        }
    }

    /** Holds it with SIGSTOP. */
    public void freeze() throws IOException, InterruptedException {
        process.freeze();
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() throws IOException, InterruptedException {
        process.thaw();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Where its output is kept. */
    public Path log() {
        return process.log();
    }

    /** Its databases, keys and certificates. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Its API as the administrator uses it. */
    public HubApi api() {
        return api.orElseThrow();
    }

    /** What it printed for the first administrator. */
    public String setupCode() {
        return setupCode.orElseThrow();
    }

    public HubCard card() {
        return card.orElseThrow();
    }

    /** Its pages and its API, such as {@code http://127.0.0.1:8440/}. */
    public URI pages() {
        return URI.create("http://127.0.0.1:" + webPort + "/");
    }

    public String brokerUrl() {
        return "mqtt://127.0.0.1:" + brokerPort;
    }

    public int brokerPort() {
        return brokerPort;
    }

    /** The administrator's name, for a browser. */
    public String user() {
        return NAME;
    }

    /** The administrator's password, for a browser. */
    public String password() {
        return PASSWORD;
    }

    /** Registers an agent as a further node of a site, which is made if it has none yet; gives its uid. */
    public String register(AgentProcess agent, String site) throws IOException, InterruptedException {
        int nodes = nodesOf.merge(site, 1, Integer::sum);
        if (nodes == 1) {
            api().post("/api/v1/sites", Map.of("id", site, "name", site, "region", "test"));
        }
        String text = agent.identity().card().text();
        api().post("/api/v1/agents", Map.of("card", text, "site", site, "node", "node-" + nodes));
        return agent.identity().uid().value();
    }

    /** Makes a site and has agents join it by one code in a file, as a person has them. */
    public void takeIn(String site, AgentProcess... nodes) throws IOException, InterruptedException {
        api().post("/api/v1/sites", Map.of("id", site, "name", site, "region", "test"));
        Path code = data().resolveSibling("join-" + site);
        var made = HubCommand.run(
                "enrol",
                "--site",
                site,
                "--uses",
                Integer.toString(nodes.length),
                "--to",
                code.toString(),
                "--data",
                data().toString());
        if (made.exitCode() != 0) {
            throw new IllegalStateException("no code was made: " + made.out());
        }
        for (AgentProcess node : nodes) {
            var joined = AgentCommand.run("enrol", "--data", node.data().toString(), "--from", code.toString());
            if (joined.exitCode() != 0) {
                throw new IllegalStateException("an agent did not join: " + joined.err());
            }
        }
    }

    /** What an agent needs to know of this hub: settings for {@link AgentProcess#start}. */
    public List<String> settingsForAgents() {
        return List.of("mqtt.url=" + brokerUrl(), "mqtt.hub=" + card().text());
    }

    private ChildProcess launch() throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("run", "--data", data().toString()));
        var all = new ArrayList<>(List.of("web.listen=127.0.0.1:" + webPort));
        if (settings.stream().noneMatch(setting -> setting.startsWith("broker.url="))) {
            all.add("broker.listen=127.0.0.1:" + brokerPort);
        }
        all.addAll(settings);
        all.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        List<String> program = ChildProcess.command("hub", Checkout.home(), "hub", "hub", arguments);
        List<String> command = clock.map(own -> own.command(program)).orElse(program);
        var started = ChildProcess.start("hub", command, folder.resolve("hub.log"));
        var setup = started.expect(line -> line.startsWith("setup"));
        var cardLine = started.expect(line -> line.startsWith("card"));
        var pages = started.expect(line -> line.startsWith("pages"));
        try {
            String _ = started.after(pages, "pages", START_LIMIT);
        } catch (IllegalStateException e) {
            started.close();
            throw e;
        }
        card = cardLine.await(Duration.ZERO)
                .map(line -> HubCard.parse(line.substring(4).strip()));
        if (setupCode.isEmpty()) {
            setupCode = setup.await(Duration.ZERO).map(line -> line.replaceAll(".*code ([a-z0-9-]+).*", "$1"));
        }
        if (administrator && api.isEmpty()) {
            var client = new HubApi(URI.create("http://127.0.0.1:" + webPort));
            api = Optional.of(client);
            if (setupCode.isPresent()) {
                client.setUp(setupCode.get(), NAME, PASSWORD);
            } else {
                client.logIn(NAME, PASSWORD);
            }
        }
        return started;
    }

    @Override
    public void close() {
        api.ifPresent(HubApi::close);
        process.close();
        WallClock.forget(process);
    }
}
