package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.faults.FreePort;
import skerry.platform.tls.CertificateAuthority;
import skerry.protocol.identity.HubIdentity;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.testkit.broker.MosquittoProcess;

/** A broker that will not have the agent: the technician's page says why, and everything waits in the ring. */
class AgentBrokerIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void anUnknownAgentIsToldToRegister() throws Exception {
        Optional<Path> mosquitto = MosquittoProcess.find();
        assumeTrue(mosquitto.isPresent(), "mosquitto is not installed");
        Path nobody = Files.createFile(folder.resolve("passwords"));
        // Mosquitto may change to a user of its own before it reads this.
        nobody.toFile().setReadable(true, false);
        folder.toFile().setExecutable(true, false);
        try (var broker =
                MosquittoProcess.create(mosquitto.get(), false, "allow_anonymous false", "password_file " + nobody)) {
            broker.start();

            keepsAndTells("mqtt://127.0.0.1:" + broker.port(), "refuses this agent", "is it registered at the hub");
        }
    }

    @Test
    void aBrokerThatDoesNotListenIsNamed() throws Exception {
        int port = FreePort.next();

        keepsAndTells("mqtt://127.0.0.1:" + port, "no broker can be reached at", String.valueOf(port));
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsNotTrusted() throws Exception {
        Path keys = Files.createDirectories(folder.resolve("tls"));
        var authority = CertificateAuthority.open(keys, InstantSource.system(), new SecureRandom());
        var context = authority.serverContext(List.of("localhost"));
        try (ServerSocket server =
                context.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> greet(server));

            keepsAndTells("mqtts://localhost:" + server.getLocalPort(), "is not trusted", "mqtt.trust");
        }
    }

    private void keepsAndTells(String url, String... words) throws Exception {
        String card = HubIdentity.generate(new SecureRandom()).card().text();
        try (var agent = new AgentProcess(folder.resolve("agent"), "mqtt.url=" + url, "mqtt.hub=" + card)) {
            Files.writeString(agent.logs().resolve("app.log"), "first line\nsecond line\n");
            agent.start();

            Eventually.until("the page says why", LIMIT, () -> {
                String page = agent.get("/").text();
                return List.of(words).stream().allMatch(page::contains);
            });
            Eventually.until(
                    "both lines are stored", LIMIT, () -> agent.account().held().lines() == 2);
            agent.stop();

            assertThat(agent.output()).doesNotContain("Exception").doesNotContain("\tat ");
            var account = agent.account();
            assertThat(account.held()).isEqualTo(account.collected());
            assertThat(account.held().lines()).isEqualTo(2);
        }
    }

    /** Takes connections and shakes hands, as far as the others want to. */
    private static void greet(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                int first = socket.getInputStream().read();
                assertThat(first)
                        .as("what an agent sends to a broker that it does not trust")
                        .isNegative();
            } catch (IOException e) {
                // A handshake that the other side ended, or the end of the test.
            }
        }
    }
}
