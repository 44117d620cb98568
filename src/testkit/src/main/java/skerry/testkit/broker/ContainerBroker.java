package skerry.testkit.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import skerry.faults.FreePort;

/** A broker in a container, for those that are not installed here. */
public final class ContainerBroker implements BrokerProcess {
    private static final int MQTT_PORT = 1883;
    private static final Duration START = Duration.ofMinutes(2);

    private final String name;
    private final GenericContainer<?> container;
    private final int port;

    private ContainerBroker(String name, GenericContainer<?> container) {
        this.name = name;
        this.port = freePort();
        this.container = container
                .withExposedPorts(MQTT_PORT)
                .waitingFor(Wait.forListeningPort().withStartupTimeout(START));
        // Else each start would have a port of its own.
        this.container.setPortBindings(List.of(port + ":" + MQTT_PORT));
    }

    /** Whether there is an engine to run containers with; if not, tests that need one are skipped. */
    public static boolean isPossible() {
        return System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    }

    private static int freePort() {
        try {
            return FreePort.next();
        } catch (IOException e) {
            throw new UncheckedIOException("finding a port for a container", e);
        }
    }

    public static ContainerBroker mosquitto() {
        return new ContainerBroker(
                "mosquitto in a container",
                new GenericContainer<>(DockerImageName.parse("eclipse-mosquitto:2"))
                        .withClasspathResourceMapping(
                                "skerry/testkit/broker/mosquitto-open.conf",
                                "/mosquitto/config/mosquitto.conf",
                                BindMode.READ_ONLY));
    }

    public static ContainerBroker emqx() {
        return new ContainerBroker("EMQX", new GenericContainer<>(DockerImageName.parse("emqx/emqx:5.8.6")));
    }

    public static ContainerBroker hivemq() {
        return new ContainerBroker(
                "HiveMQ CE", new GenericContainer<>(DockerImageName.parse("hivemq/hivemq-ce:2025.3")));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() {
        container.start();
    }

    /** A container that is stopped is gone with all it kept, as the broker it stands for is after a kill. */
    @Override
    public void stop() {
        container.stop();
    }

    @Override
    public void kill() {
        container.stop();
    }

    @Override
    public void close() {
        container.stop();
    }
}
