package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.cluster.FakeSecret;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;

/** An agent whose pod moves to machines with empty folders, and back: its Secret says who it is. */
class MovedPodIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LABELS = "region=\"test\",site=\"north-7\"";
    private static final String LINES = "skerry_site_delivered_records_total{kind=\"lines\"," + LABELS + "}";
    private static final String LOST = "skerry_site_lost_batches{" + LABELS + "}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aMovedPodGoesOnAsTheSameAgentWithANewEpochAndNothingThatWasConfirmedIsLost() throws Exception {
        try (var secret = new FakeSecret();
                var hub = HubProcess.start(folder.resolve("hub"));
                var first = pod("first", secret);
                var second = pod("second", secret)) {
            hub.takeIn("north-7", first);
            String uid = first.identity().uid().value();
            var figures = new HubFigures(hub);
            write(first, "one\ntwo\n");
            first.start();
            Eventually.until(
                    "both lines are collected",
                    LIMIT,
                    () -> first.account().collected().lines() == 2);
            first.deliverAndStop(LIMIT);
            assertThat(figures.of(LINES)).isEqualTo(2);
            assertThat(secret.text("enrolment"))
                    .contains(Files.readString(first.data().resolve("enrolment")));

            write(second, "three\nfour\nfive\n");
            second.start();
            assertThat(second.output()).contains(", id " + uid).contains("as north-7/");
            Eventually.until(
                    "the lines are collected",
                    LIMIT,
                    () -> second.account().collected().lines() == 3);
            second.deliverAndStop(LIMIT);

            assertThat(figures.of(LINES)).as("of both lives").isEqualTo(5);
            assertThat(figures.of(LOST)).isZero();
            Map<Long, Long> before = epochs(first);
            Map<Long, Long> after = epochs(second);
            assertThat(after.values()).doesNotContainAnyElementsOf(before.values());
            assertThat(after.keySet())
                    .allMatch(start -> before.keySet().stream().allMatch(old -> old < start));

            // A stop that delivers nothing leaves lines in the ring of the second machine, while the pod is on the
            // first.
            hub.stop();
            write(second, "six\n");
            second.start();
            second.collectAndStop(4, LIMIT);
            first.start();
            hub.startAgain();
            write(first, "seven\n");
            Eventually.until(
                    "the line is collected",
                    LIMIT,
                    () -> first.account().collected().lines() == 3);
            first.deliverAndStop(LIMIT);
            assertThat(figures.of(LINES))
                    .as("what waits at the second machine waits")
                    .isEqualTo(6);
            second.start();
            second.deliverAndStop(LIMIT);
            assertThat(figures.of(LINES))
                    .as("and is delivered when the pod comes back to it")
                    .isEqualTo(7);
            assertThat(figures.of(LOST)).isZero();
            assertThat(hub.api().get("/api/v1/agents").toString()).contains(uid);
        }
    }

    private AgentProcess pod(String name, FakeSecret secret) throws IOException {
        Path kubeconfig = Files.writeString(
                Files.createDirectories(folder.resolve(name)).resolve("kubeconfig"), secret.kubeconfig());
        return new AgentProcess(
                folder.resolve(name),
                "role=all",
                "cluster.kubeconfig=" + kubeconfig,
                "cluster.identity-secret=monitoring/skerry-agent");
    }

    private static void write(AgentProcess pod, String lines) throws IOException {
        Files.writeString(pod.logs().resolve("app.log"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The epochs in a pod's ring by the number of their start. */
    private static Map<Long, Long> epochs(AgentProcess pod) throws SQLException {
        var epochs = new LinkedHashMap<Long, Long>();
        try (var db = DriverManager.getConnection("jdbc:sqlite:" + pod.data().resolve("ring.db"));
                var select = db.createStatement();
                var rows = select.executeQuery("SELECT id, epoch FROM epoch")) {
            while (rows.next()) {
                epochs.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return epochs;
    }
}
