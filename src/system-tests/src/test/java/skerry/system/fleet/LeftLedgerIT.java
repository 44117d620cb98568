package skerry.system.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.identity.HubIdentity;
import skerry.system.process.AgentCommand;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.testkit.broker.MosquittoProcess;

/** The ledger of what left says what somebody counts who listens on the wire, and what lies on the stick. */
class LeftLedgerIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Set<String> NOT_IN_BATCHES = Set.of("live", "session", "wants", "uncertain");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theLedgerAgreesWithWhoListensOnTheWireAndWithTheStick() throws Exception {
        Optional<Path> binary = MosquittoProcess.find();
        assumeTrue(binary.isPresent(), "mosquitto is not installed");
        var identity = HubIdentity.generate(new SecureRandom());
        Path stick = Files.createDirectory(folder.resolve("stick"));
        try (var broker = MosquittoProcess.create(binary.get(), false);
                var agent = new AgentProcess(
                        folder.resolve("agent"), "mqtt.hub=" + identity.card().text())) {
            broker.start();
            FleetHub.register(folder.resolve("hub"), List.of(agent.identity().card()));
            Files.writeString(agent.logs().resolve("app.log"), "first line\nsecond line\n");
            try (var ear = new Eavesdropper(broker);
                    var hub = FleetHub.at(FleetHub.url(broker), folder.resolve("hub"), identity, 2)) {
                agent.set("mqtt.url=mqtt://127.0.0.1:" + broker.port()).start();
                Eventually.until("the hub has its events", LIMIT, () -> heard(ear, "/up/b/e") > 0);
                agent.deliverAndStop(LIMIT);

                JsonNode left = left(agent);
                assertThat(sum(left, "link", "messages", kind -> !NOT_IN_BATCHES.contains(kind))
                                + sum(left, "link", "repeats", _ -> true))
                        .as("batches")
                        .isEqualTo(heard(ear, "/up/b/"));
                assertThat(sum(left, "link", "bytes", kind -> !NOT_IN_BATCHES.contains(kind))
                                + sum(left, "link", "repeatBytes", _ -> true))
                        .as("bytes of batches")
                        .isEqualTo(bytes(ear, "/up/b/"));
                assertThat(sum(left, "link", "bytes", kind -> kind.equals("live")))
                        .isEqualTo(bytes(ear, "/up/live"));
                assertThat(sum(left, "link", "bytes", _ -> true) + sum(left, "link", "repeatBytes", _ -> true))
                        .as("all of it")
                        .isGreaterThanOrEqualTo(bytes(ear, "/up/"));
                assertThat(left.toString()).contains("\"policy\":\"").contains("agent.start: agent started");
                assertThat(hub.ingest().counts().duplicates()).isZero();
            }

            // What is written while no hub hears it goes by stick.
            agent.start();
            agent.stop();
            var exported = AgentCommand.run(
                    "export",
                    "--to",
                    stick.toString(),
                    "--data",
                    agent.data().toString(),
                    "--set",
                    "mqtt.hub=" + identity.card().text());
            assertThat(exported.exitCode()).as(exported.err()).isZero();
            agent.start();
            Eventually.until(
                    "the agent took up what the export noted",
                    LIMIT,
                    () -> sum(left(agent), "stick", "bytes", _ -> true) > 0);
            agent.stop();

            JsonNode left = left(agent);
            long sealed = sizes(stick, ".skb");
            long all = sum(left, "stick", "bytes", _ -> true);
            assertThat(all).isGreaterThanOrEqualTo(sizes(stick, ""));
            assertThat(sum(left, "stick", "bytes", kind -> !NOT_IN_BATCHES.contains(kind)))
                    .as("what is in the batches, less what surrounds them")
                    .isPositive()
                    .isLessThan(sealed);
            assertThat(sum(left, "stick", "repeats", _ -> true)).isZero();
        }
    }

    private static JsonNode left(AgentProcess agent) throws Exception {
        return AgentCommand.run(
                        "ledger", "--left", "--json", "--data", agent.data().toString())
                .json();
    }

    private static long sum(JsonNode left, String road, String field, Predicate<String> kinds) {
        long sum = 0;
        for (JsonNode row : left.get("left")) {
            if (row.get("road").asText().equals(road)
                    && kinds.test(row.get("kind").asText())) {
                sum += row.get(field).asLong();
            }
        }
        return sum;
    }

    private static long heard(Eavesdropper ear, String topic) {
        return ear.heard().stream().filter(said -> said.topic().contains(topic)).count();
    }

    private static long bytes(Eavesdropper ear, String topic) {
        return ear.heard().stream()
                .filter(said -> said.topic().contains(topic))
                .mapToLong(said -> said.payload().size())
                .sum();
    }

    private static long sizes(Path stick, String ending) throws Exception {
        try (var files = Files.walk(stick)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
