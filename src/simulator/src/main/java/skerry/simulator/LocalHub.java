package skerry.simulator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import skerry.faults.FreePort;
import skerry.platform.CloseStack;
import skerry.platform.PrivateFolder;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;

/** A hub of this checkout in a process of its own, and its administrator's way in. */
public final class LocalHub implements AutoCloseable {
    /** The administrator. */
    public static final String NAME = "admin";

    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private final CloseStack open = new CloseStack();
    private final List<String> command;
    private final Path log;
    private volatile ChildProcess process;
    private final HubApi api;
    private final HubCard card;
    private final URI page;
    private final String brokerUrl;
    private final String password;

    private LocalHub(List<String> program, Path folder, Path log, int webPort, int brokerPort, List<String> more)
            throws IOException, InterruptedException {
        var whole = new ArrayList<>(program);
        whole.addAll(List.of(
                "run",
                "--data",
                folder.toString(),
                "--set",
                "web.listen=127.0.0.1:" + webPort,
                "--set",
                "broker.listen=127.0.0.1:" + brokerPort));
        whole.addAll(more);
        this.command = List.copyOf(whole);
        this.log = log;
        brokerUrl = "mqtt://127.0.0.1:" + brokerPort;
        try {
            process = ChildProcess.start("hub", command, log);
            open.push(() -> process().close());
            var setup = process.expect(line -> line.startsWith("setup"));
            var cardLine = process.expect(line -> line.startsWith("card"));
            String pages = process.require("pages", START_LIMIT);
            card = HubCard.parse(cardLine.await(START_LIMIT)
                    .orElse("")
                    .substring("card".length())
                    .strip());
            page = URI.create(pages.substring(0, pages.length() - 1));
            api = open.push(new HubApi(page));
            password = logIn(folder.resolveSibling("admin-password"), setup);
        } catch (IOException | RuntimeException | InterruptedException e) {
            try (open) {
                throw e;
            }
        }
    }

    /** Starts a hub on free ports, and logs in. */
    public static LocalHub start(Path home, Path folder) throws IOException, InterruptedException {
        return start(home, folder, List.of());
    }

    /**
     * Starts a hub on free ports, and logs in.
     *
     * @param javaFlags beside those of its package, such as a larger heap for a larger fleet
     */
    public static LocalHub start(Path home, Path folder, List<String> javaFlags)
            throws IOException, InterruptedException {
        return new LocalHub(
                program(home).command(javaFlags),
                folder,
                folder.resolveSibling("hub.log"),
                FreePort.next(),
                FreePort.next(),
                List.of());
    }

    private static JavaProgram program(Path home) {
        return new JavaProgram(home, "hub", "hub", "hub");
    }

    /**
     * Starts a hub and logs in; at its first start the administrator is made.
     *
     * @param home the checkout
     * @param folder its data; the administrator's password is kept beside it
     * @param more further arguments of {@code skerry-hub run}
     */
    public static LocalHub start(Path home, Path folder, Path log, int webPort, int brokerPort, List<String> more)
            throws IOException, InterruptedException {
        return new LocalHub(
                ChildProcess.command("hub", home, "hub", "hub", List.of()), folder, log, webPort, brokerPort, more);
    }

    private String logIn(Path file, ChildProcess.Line setup) throws IOException, InterruptedException {
        if (Files.exists(file)) {
            String known = Files.readString(file).strip();
            api.logIn(NAME, known);
            return known;
        }
        String line = setup.await(Duration.ofSeconds(1))
                .orElseThrow(() -> new IllegalStateException(
                        "the hub in this data folder has an administrator already; use another --data"));
        String code = line.replaceAll(".*code ([a-z0-9-]+).*", "$1");
        byte[] bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        String made = Base64.getUrlEncoder().encodeToString(bytes);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, made + "\n");
        api.setUp(code, NAME, made);
        return made;
    }

    public HubApi api() {
        return api;
    }

    public HubCard card() {
        return card;
    }

    /** Where its pages are, without the last slash. */
    public URI page() {
        return page;
    }

    /** Where agents find its broker. */
    public String brokerUrl() {
        return brokerUrl;
    }

    /** Of the administrator. */
    public String password() {
        return password;
    }

    /** The value of one of the hub's own series without labels; 0 if there is none. */
    public double metric(String name) throws IOException, InterruptedException {
        return api.text("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    public ChildProcess process() {
        return process;
    }

    /** Ends it with SIGKILL and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.kill();
        process.awaitEnd();
    }

    /** Starts it with the same data and ports, and waits until it serves. */
    public void startAgain() throws IOException, InterruptedException {
        process = ChildProcess.start("hub", command, log);
        process.require("pages", START_LIMIT);
    }

    /** Makes a site of always-on nodes. */
    public void addSite(String id, String name, String region) throws IOException, InterruptedException {
        api.post("/api/v1/sites", Map.of("id", id, "name", name, "region", region));
    }

    /** Makes an agent part of the fleet. */
    public void enrol(AgentIdentity identity, String site, String node) throws IOException, InterruptedException {
        api.post("/api/v1/agents", Map.of("card", identity.card().text(), "site", site, "node", node));
    }

    /** Makes an identity in an agent's data folder and enrols it; the arguments with which that agent finds this hub. */
    public List<String> enrol(Path agentData, String site, String node) throws IOException, InterruptedException {
        enrol(SimulatedNode.identity(PrivateFolder.open(agentData, "--data")), site, node);
        return link();
    }

    /** Arguments with which an agent finds this hub. */
    public List<String> link() {
        return List.of("--set", "mqtt.url=" + brokerUrl, "--set", "mqtt.hub=" + card.text());
    }

    @Override
    public void close() {
        open.close();
    }
}
