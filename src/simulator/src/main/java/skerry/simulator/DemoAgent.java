package skerry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import skerry.platform.PrivateFolder;
import skerry.protocol.RecordCounts;

/** The real agent of this machine in a demo, which may be killed and started again. */
final class DemoAgent implements AutoCloseable {
    /** Id of its site. */
    static final String SITE = "this-machine";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path home;
    private final Path data;
    private final Path log;
    private final List<String> arguments;
    private volatile ChildProcess process;

    private DemoAgent(Path home, Path data, Path log, List<String> arguments) throws IOException, InterruptedException {
        this.home = home;
        this.data = data;
        this.log = log;
        this.arguments = arguments;
        this.process = launch();
    }

    /**
     * Starts it; registers it at a hub that does not know it.
     *
     * @param home the checkout
     * @param folder of the demo's data
     * @param brokerUrl where it finds the hub's broker
     */
    static DemoAgent start(LocalHub hub, Path home, Path folder, Path logs, String brokerUrl)
            throws IOException, InterruptedException {
        Path data = folder.resolve("agent");
        var identity = SimulatedNode.identity(PrivateFolder.open(data, "--data"));
        boolean known = false;
        for (JsonNode one : hub.api().get("/api/v1/agents").path("agents")) {
            known |= one.path("uid").asText().equals(identity.uid().value());
        }
        if (!known) {
            hub.addSite(SITE, "This machine", "Here");
            hub.enrol(identity, SITE, InetAddress.getLocalHost().getHostName());
        }
        return new DemoAgent(
                home,
                data,
                logs.resolve("agent.log"),
                List.of(
                        "run",
                        "--data",
                        data.toString(),
                        "--set",
                        "site=This machine",
                        "--set",
                        "page.listen=127.0.0.1:0",
                        "--set",
                        "mqtt.url=" + brokerUrl,
                        "--set",
                        "mqtt.hub=" + hub.card().text(),
                        "--set",
                        "logs.include=" + logs + "/*.log,/var/log/*.log,/var/log/syslog"));
    }

    ChildProcess process() {
        return process;
    }

    /** Ends it with SIGKILL and waits until it is gone. */
    void kill() throws InterruptedException {
        process.kill();
        process.awaitEnd();
    }

    /** Starts it with the same data and waits until it collects. */
    void startAgain() throws IOException, InterruptedException {
        process = launch();
    }

    /** Where its records are: collected, delivered, held, dropped, refused. */
    List<RecordCounts> account() throws IOException, InterruptedException {
        Path answer = Files.createTempFile("skerry-account", ".json");
        try (var query = ChildProcess.start(
                "agent",
                home,
                "edge-agent",
                "agent",
                answer,
                List.of("query", "account", "--json", "--data", data.toString()))) {
            query.awaitEnd();
            return DemoAccount.of(new ObjectMapper().readTree(Files.readString(answer)));
        } finally {
            Files.delete(answer);
        }
    }

    private ChildProcess launch() throws IOException, InterruptedException {
        var started = ChildProcess.start("agent", home, "edge-agent", "agent", log, arguments);
        try {
            started.require("hub ", START_LIMIT);
            return started;
        } catch (IllegalStateException e) {
            try (started) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
