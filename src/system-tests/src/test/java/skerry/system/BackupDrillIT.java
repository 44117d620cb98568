package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubCommand;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;

/** The hub's disk is lost after a backup: it is restored, and agents send again what came after the backup. */
class BackupDrillIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String LINES =
            "skerry_site_delivered_records_total{kind=\"lines\",region=\"test\",site=\"%s\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void agentsSendAgainWhatAnOldBackupLacksAndTheAccountBalances() throws Exception {
        Path key = folder.resolve("recovery-key");
        Path backups = Files.createDirectory(folder.resolve("backups"));
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var agent = new AgentProcess(folder.resolve("agent")).of(hub);
                var late = new AgentProcess(folder.resolve("late")).of(hub)) {
            hub.register(agent, "north-7");
            Path log = Files.writeString(agent.logs().resolve("app.log"), "first line\nsecond line\n");
            agent.start();
            awaitDelivered(agent, 2);

            assertThat(hub(hub, "backup", "--to", backups.toString()).out()).contains("has no backup key yet");
            assertThat(hub(hub, "backup-key", "--to", key.toString()).exitCode())
                    .isZero();
            HubCommand made = hub(hub, "backup", "--to", backups.toString());
            assertThat(made.exitCode()).as(made.out()).isZero();
            assertThat(made.out()).contains("Backed up to " + backups);
            assertThat(hub.api().get("/api/v1/audit?limit=10").toString()).contains("hub.backup");

            // After the backup: more of the same agent, and an agent that was not there.
            Files.writeString(log, "third line\nfourth line\nfifth line\n", StandardOpenOption.APPEND);
            hub.register(late, "south-2");
            Files.writeString(late.logs().resolve("app.log"), "a line\n");
            late.start();
            awaitDelivered(agent, 5);
            awaitDelivered(late, 1);
            hub.kill();
            delete(hub.data());

            HubCommand verified = HubCommand.run("backup", "verify", backups.toString(), "--key", key.toString());
            assertThat(verified.exitCode()).as(verified.out()).isZero();
            HubCommand restored = hub(hub, "restore", "--from", backups.toString(), "--key", key.toString());
            assertThat(restored.exitCode()).as(restored.out()).isZero();
            assertThat(restored.out()).contains("1 sites, 1 agents (0 retired)", "send again", "join again");
            HubCommand again = hub(hub, "restore", "--from", backups.toString(), "--key", key.toString());
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.out()).contains("is not empty").doesNotContain("Exception");
            hub.startAgain();
            hub.api().logIn(hub.user(), hub.password());

            var figures = new HubFigures(hub);
            Eventually.until(
                    "the agent sent again what was lost", LIMIT, () -> figures.of(LINES.formatted("north-7")) == 5);
            Eventually.until("the alarm is raised", LIMIT, () -> figures.of("skerry_hub_rolled_back") == 1);
            JsonNode rollback = hub.api().get("/api/v1/backup").path("rollback");
            assertThat(rollback.path("heard").asLong())
                    .isGreaterThan(rollback.path("had").asLong());
            assertThat(hub.api().get("/api/v1/audit?limit=50").toString()).contains("hub.restore", "hub.rolled-back");
            awaitDelivered(agent, 5);
            assertBalance(agent);
            assertThat(agent.account().droppedInAll().total()).isZero();

            // The agent that came after the backup is not known; once it is let in again, what it has kept arrives.
            assertThat(figures.of(LINES.formatted("south-2"))).isEqualTo(-1);
            hub.api().post("/api/v1/sites", Map.of("id", "south-2", "name", "south-2", "region", "test"));
            hub.api()
                    .post(
                            "/api/v1/agents",
                            Map.of("card", late.identity().card().text(), "site", "south-2", "node", "node-1"));
            late.stop();
            late.start();
            Eventually.until("its line is there again", LIMIT, () -> figures.of(LINES.formatted("south-2")) == 1);
            assertBalance(late);
        }
    }

    private static void awaitDelivered(AgentProcess agent, long lines) throws Exception {
        Eventually.until(
                lines + " lines are confirmed",
                LIMIT,
                () -> agent.account().delivered().lines() == lines);
    }

    /** Of one moment: the agent goes on collecting. */
    private static void assertBalance(AgentProcess agent) throws Exception {
        var account = agent.account();
        assertThat(account.accountedFor()).isEqualTo(account.collected());
    }

    private static HubCommand hub(HubProcess hub, String... arguments) throws Exception {
        var all = new java.util.ArrayList<>(java.util.List.of(arguments));
        all.addAll(java.util.List.of("--data", hub.data().toString()));
        return HubCommand.run(all.toArray(String[]::new));
    }

    private static void delete(Path tree) throws Exception {
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
