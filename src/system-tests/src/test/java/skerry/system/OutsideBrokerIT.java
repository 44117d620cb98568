package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.broker.MqttPeer;
import skerry.protocol.Topics;
import skerry.protocol.identity.AgentIdentity;
import skerry.system.process.AgentCommand;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;
import skerry.testkit.broker.MosquittoProcess;

/** Hub and agent that meet at somebody else's broker: mosquitto with TLS, passwords, and the settings and access list of deploy. */
class OutsideBrokerIT {
    private static final Path EXAMPLE = Path.of("..", "..", "deploy", "mosquitto");
    private static final String INSTALLED = "/etc/mosquitto/skerry/";
    private static final int NOT_AUTHORIZED = 0x87;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Optional<Path> binary = Optional.empty();

    @BeforeEach
    void find() throws Exception {
        binary = MosquittoProcess.find();
        assumeTrue(binary.isPresent(), "mosquitto is not installed");
        assumeTrue(
                run("openssl", "version") && Files.isExecutable(Path.of("/usr/bin/mosquitto_passwd")),
                "openssl or mosquitto_passwd is not installed");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private Path certificate(String name) throws IOException, InterruptedException {
        Path certificate = folder.resolve(name + ".pem");
        assertThat(run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        folder.resolve(name + ".key").toString(),
                        "-out",
                        certificate.toString()))
                .isTrue();
        return certificate;
    }

    /**
     * The lines of the example's configuration, with files of this test in place of the installed ones; those that name a file
     * which the test does not have are left out.
     */
    private static List<String> example(Map<String, Path> files) throws IOException {
        try (var lines = Files.lines(EXAMPLE.resolve("skerry.conf"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("listener"))
                    .flatMap(line -> {
                        int at = line.indexOf(INSTALLED);
                        return at < 0
                                ? Stream.of(line)
                                : Stream.ofNullable(files.get(line.substring(at + INSTALLED.length())))
                                        .map(file -> line.substring(0, at) + file);
                    })
                    .toList();
        }
    }

    @Test
    void batchesArriveThroughItAndWhoeverIsNotTrustedIsNotSpokenTo() throws Exception {
        Path trusted = certificate("broker");
        Path other = certificate("other");
        Path password = Files.writeString(folder.resolve("hub-password"), "of the hub's own\n");
        try (var agent = new AgentProcess(folder.resolve("agent"))) {
            agent.identity();
            String login = AgentCommand.run(
                            "identity", "--broker-login", "--data", agent.data().toString())
                    .out()
                    .strip();
            Path passwords = Files.write(
                    folder.resolve("passwords"), List.of("skerry-hub:of the hub's own", login), StandardCharsets.UTF_8);
            assertThat(run("mosquitto_passwd", "-U", passwords.toString())).isTrue();
            Path access = Files.copy(EXAMPLE.resolve("acl"), folder.resolve("acl"));
            var settings = new ArrayList<>(example(Map.of(
                    "ca.pem", trusted,
                    "server.pem", trusted,
                    "server.key", folder.resolve("broker.key"),
                    "passwords", passwords,
                    "acl", access)));
            settings.add("user root");
            try (var broker = MosquittoProcess.create(binary.orElseThrow(), false, settings.toArray(String[]::new))) {
                broker.start();
                String url = "broker.url=mqtts://127.0.0.1:" + broker.port();
                String user = "broker.user=skerry-hub";
                String secret = "broker.password-file=" + password;

                try (var hub = HubProcess.start(folder.resolve("wrong"), url, user, secret, "broker.trust=" + other)) {
                    var figures = new HubFigures(hub);
                    Eventually.until(
                            "the hub says that it does not trust the broker",
                            LIMIT,
                            () -> hub.api()
                                    .get("/api/v1/fleet")
                                    .path("hub")
                                    .path("problem")
                                    .asText()
                                    .contains("certif"));
                    assertThat(figures.of("skerry_hub_ready")).isZero();
                }

                try (var hub = HubProcess.start(folder.resolve("hub"), url, user, secret, "broker.trust=" + trusted)) {
                    var figures = new HubFigures(hub);
                    Eventually.until("the hub is at the broker", LIMIT, () -> figures.of("skerry_hub_ready") == 1);
                    hub.register(agent, "north-7");
                    agent.set(
                            "mqtt.url=mqtts://127.0.0.1:" + broker.port(),
                            "mqtt.trust=" + trusted,
                            "mqtt.hub=" + hub.card().text());
                    Files.writeString(agent.logs().resolve("app.log"), "first line\nsecond line\n");
                    agent.start();
                    Eventually.until(
                            "the agent has both lines",
                            LIMIT,
                            () -> agent.account().collected().lines() == 2);
                    Eventually.until(
                            "the hub has seen it",
                            LIMIT,
                            () -> figures.of("skerry_site_last_seen_timestamp_seconds"
                                            + "{region=\"test\",site=\"north-7\"}")
                                    > 0);
                    agent.stop();
                    Eventually.until(
                            "the hub holds both lines",
                            LIMIT,
                            () -> figures.of("skerry_site_delivered_records_total"
                                            + "{kind=\"lines\",region=\"test\",site=\"north-7\"}")
                                    == 2);
                    assertThat(agent.account().delivered().lines()).isEqualTo(2);
                }
            }
        }
    }

    /** A mosquitto grants every subscription, and then hands on what may be read. */
    @Test
    void theAccessListKeepsAgentsApart() throws Exception {
        var topics = new Topics("skerry");
        var random = new SecureRandom();
        var victim = AgentIdentity.generate(random);
        var attacker = AgentIdentity.generate(random);
        Path passwords = Files.write(
                folder.resolve("passwords"), List.of("skerry-hub:of the hub's own", line(victim), line(attacker)));
        assertThat(run("mosquitto_passwd", "-U", passwords.toString())).isTrue();
        Path access = Files.copy(EXAMPLE.resolve("acl"), folder.resolve("acl"));
        var settings = new ArrayList<>(example(Map.of("passwords", passwords, "acl", access)));
        settings.add("user root");
        try (var broker = MosquittoProcess.create(binary.orElseThrow(), false, settings.toArray(String[]::new))) {
            broker.start();
            String address = "tcp://127.0.0.1:" + broker.port();
            try (var hub = new MqttPeer(address, MqttPeer.Login.of("skerry-hub", "of the hub's own"), null);
                    var first = new MqttPeer(address, login(victim, victim), null);
                    var other = new MqttPeer(address, login(attacker, attacker), null)) {
                hub.subscribe(topics.allUp());
                first.subscribe(topics.allDown(victim.uid()));
                other.subscribe("#");

                for (String topic : List.of(
                        topics.hello(victim.uid()),
                        topics.batch(victim.uid(), skerry.protocol.Stream.MINUTES),
                        topics.ack(victim.uid()),
                        topics.helloReply(victim.uid()),
                        topics.hubState())) {
                    assertThat(other.publish(topic, "forged", false)).as(topic).isEqualTo(NOT_AUTHORIZED);
                }
                hub.publish(topics.ack(victim.uid()), "to the victim", false);
                hub.publish(topics.ack(attacker.uid()), "to the other", false);

                assertThat(first.next()).isEqualTo(new MqttPeer.Heard(topics.ack(victim.uid()), "to the victim"));
                assertThat(other.next()).isEqualTo(new MqttPeer.Heard(topics.ack(attacker.uid()), "to the other"));
                try (var _ = new MqttPeer(address, login(victim, attacker), null)) {
                    assertThat(other.isEnded())
                            .as("its own name takes its own place")
                            .isTrue();
                    assertThat(first.publish(topics.hello(victim.uid()), "still here", false))
                            .isZero();
                }
                assertThat(hub.next()).isEqualTo(new MqttPeer.Heard(topics.hello(victim.uid()), "still here"));
            }
        }
    }

    private static String line(AgentIdentity agent) {
        return agent.uid() + ":" + agent.mqttPassword();
    }

    private static MqttPeer.Login login(AgentIdentity clientId, AgentIdentity user) {
        return new MqttPeer.Login(clientId.uid().value(), user.uid().value(), user.mqttPassword(), null);
    }
}
