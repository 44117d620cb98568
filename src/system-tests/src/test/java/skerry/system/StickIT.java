package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.AgentCommand;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubCommand;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;

/** An agent without any network: its data goes to the hub on a stick, and the hub's receipts come back on it. */
class StickIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LINES =
            "skerry_site_delivered_records_total{kind=\"lines\",region=\"test\",site=\"north-7\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatTravelsOnAStickIsReceiptedFreedAndTakesEffectOnceWhateverTheRoad() throws Exception {
        Path stick = Files.createDirectory(folder.resolve("stick"));
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var agent = new AgentProcess(
                        folder.resolve("agent"), "mqtt.hub=" + hub.card().text())) {
            hub.register(agent, "north-7");
            var figures = new HubFigures(hub);
            Path log = Files.writeString(agent.logs().resolve("app.log"), "first line\nsecond line\n");
            agent.start();
            awaitCollected(agent, 2);
            // It runs while it is exported from; the batch of the open window comes with its end.
            assertThat(export(agent, hub, stick).exitCode()).isZero();
            agent.stop();

            var exported = export(agent, hub, stick);

            assertThat(exported.exitCode()).as(exported.err()).isZero();
            assertThat(exported.out()).contains("It is safe to remove the stick.");
            assertThat(agent.account().delivered().lines()).isZero();
            assertThat(agent.account().held().lines()).isEqualTo(2);

            var imported = importFrom(stick, hub);
            assertThat(imported.exitCode()).as(imported.out()).isZero();
            assertThat(imported.out()).contains("receipt written").contains("It is safe to remove the stick.");
            assertThat(importFrom(stick, hub).out()).contains("already known, nothing new");
            Eventually.until("the hub shows both lines", LIMIT, () -> figures.of(LINES) == 2);
            assertThat(hub.api().get("/api/v1/sync").at("/sites/0/road").asText())
                    .isEqualTo("usb");

            // The receipts are taken up by the agent when it starts.
            assertThat(export(agent, hub, stick).out()).contains("The hub's receipt on the stick was read.");
            assertThat(agent.account().delivered().lines()).isZero();
            agent.start();
            Eventually.until(
                    "the receipts freed both lines",
                    LIMIT,
                    () -> agent.account().delivered().lines() == 2);

            // One more line comes to the hub by stick, and its receipt by MQTT.
            Files.writeString(log, "third line\n", StandardOpenOption.APPEND);
            agent.collectAndStop(3, LIMIT);
            assertThat(export(agent, hub, stick).exitCode()).isZero();
            assertThat(importFrom(stick, hub).exitCode()).isZero();
            agent.of(hub).start();
            Eventually.until(
                    "the hub's answer confirmed the third line",
                    LIMIT,
                    () -> agent.account().delivered().lines() == 3);
            agent.stop();

            // What went by MQTT in the end comes once more on the old stick.
            assertThat(importFrom(stick, hub).out()).contains("already known, nothing new");
            Eventually.until("the hub shows three lines", LIMIT, () -> figures.of(LINES) == 3);
            assertThat(agent.account().accountedFor()).isEqualTo(agent.account().collected());
            assertThat(agent.account().droppedInAll().total()).isZero();
        }
    }

    @Test
    void aNodeThatNoNetworkReachesJoinsAndDeliversByOneStick() throws Exception {
        Path stick = Files.createDirectory(folder.resolve("stick"));
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var agent = new AgentProcess(folder.resolve("agent"))) {
            var figures = new HubFigures(hub);
            Files.writeString(agent.logs().resolve("app.log"), "first line\nsecond line\n");
            agent.start();
            agent.collectAndStop(2, LIMIT);
            hub.api().post("/api/v1/sites", Map.of("id", "north-7", "name", "North", "region", "test"));
            var invited = HubCommand.run(
                    "enrol",
                    "--site",
                    "north-7",
                    "--stick",
                    stick.toString(),
                    "--data",
                    hub.data().toString());
            assertThat(invited.exitCode()).as(invited.out()).isZero();

            var asked = AgentCommand.run(
                    "enrol", "--stick", stick.toString(), "--data", agent.data().toString());
            assertThat(asked.exitCode()).as(asked.err()).isZero();
            var exported = export(agent, stick);
            assertThat(exported.exitCode()).as(exported.err()).isZero();

            var imported = importFrom(stick, hub);
            assertThat(imported.exitCode()).as(imported.out()).isZero();
            Eventually.until("the hub shows both lines", LIMIT, () -> figures.of(LINES) == 2);

            assertThat(export(agent, stick).out())
                    .contains("The hub took this node in as north-7/")
                    .contains("The hub's receipt on the stick was read.");
            agent.start();
            Eventually.until(
                    "the receipts freed both lines",
                    LIMIT,
                    () -> agent.account().delivered().lines() == 2);
        }
    }

    @Test
    void aStickForAnotherHubIsRefusedWithOneSentence() throws Exception {
        Path stick = Files.createDirectory(folder.resolve("stick"));
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var other = HubProcess.start(folder.resolve("other"));
                var agent = new AgentProcess(
                        folder.resolve("agent"), "mqtt.hub=" + hub.card().text())) {
            other.register(agent, "north-7");
            agent.start();
            agent.stop();
            assertThat(export(agent, hub, stick).exitCode()).isZero();

            var refused = importFrom(stick, other);

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out())
                    .contains("is sealed for hub " + hub.card().keyId() + ", and this is hub "
                            + other.card().keyId());
            assertThat(importFrom(folder.resolve("agent"), other).out())
                    .contains("there is no folder SKERRY at " + folder.resolve("agent"));
        }
    }

    private static void awaitCollected(AgentProcess agent, long lines) throws Exception {
        Eventually.until(
                "the ring has " + lines + " lines",
                LIMIT,
                () -> agent.account().collected().lines() == lines);
    }

    private static AgentCommand export(AgentProcess agent, Path stick) throws Exception {
        return AgentCommand.run(
                "export", "--to", stick.toString(), "--data", agent.data().toString());
    }

    private static AgentCommand export(AgentProcess agent, HubProcess hub, Path stick) throws Exception {
        return AgentCommand.run(
                "export",
                "--to",
                stick.toString(),
                "--data",
                agent.data().toString(),
                "--set",
                "mqtt.hub=" + hub.card().text());
    }

    private static HubCommand importFrom(Path stick, HubProcess hub) throws Exception {
        return HubCommand.run("import", stick.toString(), "--data", hub.data().toString());
    }
}
