package skerry.system.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import skerry.faults.TcpProxy;
import skerry.platform.CloseStack;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;
import skerry.system.process.NumberedLogs;
import skerry.system.process.NumberedLogs.Rotation;
import skerry.testkit.broker.MosquittoProcess;

/** An agent with dark hours behind it, a hub and a broker as processes, and the links between them. */
final class FaultRig implements AutoCloseable {
    private static final String SITE = "north-7";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration DARK = Duration.ofHours(2);

    /** So slow that what the dark hours left is still on its way while faults strike. */
    private static final long LINK_BYTES_PER_SECOND = 12_000;

    private final CloseStack open = new CloseStack();
    private final Path folder;
    private final Optional<MosquittoProcess> broker;
    private final List<TcpProxy> links = new ArrayList<>();
    private final HubProcess hub;
    private final AgentProcess agent;
    private final NumberedLogs logs;
    private final HubFigures figures;
    private final SiteReckoning reckoning;

    private FaultRig(Path folder, Optional<Path> mosquitto, long seed) throws Exception {
        this.folder = folder;
        try {
            if (mosquitto.isPresent()) {
                var started = open.push(MosquittoProcess.create(mosquitto.get(), false));
                started.start();
                broker = Optional.of(started);
                hub = open.push(HubProcess.start(
                        folder.resolve("hub"),
                        "broker.url=mqtt://127.0.0.1:"
                                + link(started.port(), seed).port()));
            } else {
                broker = Optional.empty();
                hub = open.push(HubProcess.start(folder.resolve("hub")));
            }
            agent = open.push(new AgentProcess(folder.resolve("agent"), "collect.every=1s"));
            DarkHours.liveThrough(agent.data(), DARK);
            hub.register(agent, SITE);
            figures = new HubFigures(hub);
            int port = broker.map(MosquittoProcess::port).orElse(hub.brokerPort());
            agent.set(
                    "mqtt.url=mqtt://127.0.0.1:" + link(port, ~seed).port(),
                    "mqtt.hub=" + hub.card().text());
            logs = new NumberedLogs(agent.logs(), 3, seed, Rotation.RENAME, 200_000);
            reckoning = new SiteReckoning(SITE, agent, figures, logs);
            heal();
            agent.start();
            logs.write(1);
            Eventually.until("the agent has looked at the logs", LIMIT, () -> missing() == 0);
        } catch (Exception e) {
            try (open) {
                throw e;
            }
        }
    }

    static FaultRig embedded(Path folder, long seed) throws Exception {
        return new FaultRig(folder, Optional.empty(), seed);
    }

    static FaultRig mosquitto(Path folder, Path binary, long seed) throws Exception {
        return new FaultRig(folder, Optional.of(binary), seed);
    }

    private TcpProxy link(int port, long seed) throws IOException {
        var made = open.push(new TcpProxy("127.0.0.1", port, seed));
        links.add(made);
        return made;
    }

    HubProcess hub() {
        return hub;
    }

    AgentProcess agent() {
        return agent;
    }

    Optional<MosquittoProcess> broker() {
        return broker;
    }

    /** The agent's link to the broker is the last; before it the hub's, if the broker is a process of its own. */
    List<TcpProxy> links() {
        return links;
    }

    NumberedLogs logs() {
        return logs;
    }

    /** Lets the links be as they usually are. */
    void heal() {
        links.forEach(TcpProxy::heal);
        links.getLast().rate(LINK_BYTES_PER_SECOND);
    }

    /** Keeps a copy of a hub's data that does not run. */
    void copyHub() throws IOException {
        copy(hub.data(), backup());
    }

    /** Gives a hub that does not run the data of the copy. */
    void setHubBack() throws IOException {
        delete(hub.data());
        copy(backup(), hub.data());
    }

    private Path backup() {
        return folder.resolve("hub-before");
    }

    /** Waits until all is read and delivered, and ends the agent; says where each record is. */
    SiteReckoning.Outcome settle() throws Exception {
        links.forEach(TcpProxy::heal);
        Eventually.until("the hub is at the broker", LIMIT, () -> figures.of("skerry_hub_ready") == 1);
        // An agent that lost its connection often waits up to a quarter of an hour; a start begins anew.
        agent.kill();
        agent.start();
        Eventually.until("all lines are in the ring", LIMIT, () -> missing() == 0);
        return reckon();
    }

    /** Waits until the running agent has delivered what it has, and ends it; says where each record is. */
    SiteReckoning.Outcome reckon() throws Exception {
        return reckoning.reckon();
    }

    /** Lines that are not in the ring. */
    long missing() throws Exception {
        return reckoning.missing();
    }

    private static void copy(Path from, Path to) throws IOException {
        delete(to);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.toList().reversed()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        open.close();
    }
}
