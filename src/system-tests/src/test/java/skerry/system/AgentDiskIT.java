package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.LineCensus;
import skerry.system.process.NumberedLogs;
import skerry.system.process.NumberedLogs.Rotation;
import skerry.system.process.SmallDisk;

/** An agent whose disk takes nothing says so, lets lines wait in their files, and goes on by itself. */
class AgentDiskIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int LINES = 60_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aFullDiskCostsNoLine() throws Exception {
        losesNothing("full", SmallDisk::fill, SmallDisk::free);
    }

    @Test
    void aReadOnlyDiskCostsNoLine() throws Exception {
        // The kernel lets nobody have a file open for writing on a disk that becomes read-only: so while the agent is
        // away.
        try (var disk = SmallDisk.mount(folder.resolve("disk"), 48);
                var agent = agentOn(disk)) {
            var logs = logsOf(agent);
            agent.start();
            logs.write(1000);
            awaitAll(agent, logs);
            agent.stop();
            disk.makeReadOnly();

            agent.start();
            logs.write(LINES);
            awaitNotReady(agent, "cannot be written");
            agent.kill();
            disk.makeWritable();
            agent.start();

            isWhole(agent, logs);
        }
    }

    /** What happens to a disk. */
    @FunctionalInterface
    private interface Act {
        void on(SmallDisk disk) throws Exception;
    }

    private void losesNothing(String word, Act fault, Act repair) throws Exception {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), 48);
                var agent = agentOn(disk)) {
            var logs = logsOf(agent);
            agent.start();
            logs.write(1000);
            awaitAll(agent, logs);
            fault.on(disk);

            logs.write(LINES);

            awaitNotReady(agent, word);
            assertThat(agent.get("/healthz").status()).isEqualTo(200);
            repair.on(disk);
            isWhole(agent, logs);
        }
    }

    private static void awaitNotReady(AgentProcess agent, String word) throws Exception {
        String reason = Eventually.get("the agent says that it is not ready", LIMIT, () -> {
            var answer = agent.get("/readyz");
            return answer.status() == 503 && answer.text().contains("ring.db")
                    ? Optional.of(answer.text())
                    : Optional.empty();
        });
        assertThat(reason).contains(word);
    }

    private static void isWhole(AgentProcess agent, NumberedLogs logs) throws Exception {
        awaitAll(agent, logs);
        Eventually.until(
                "the agent is ready again", LIMIT, () -> agent.get("/readyz").status() == 200);
        agent.stop();
        assertThat(agent.output()).doesNotContain("Exception").doesNotContain("\tat ");
        var account = agent.account();
        long gaveWay = account.rawEvicted().lines();
        assertThat(LineCensus.of(agent.data(), logs.written()))
                .isEqualTo(new LineCensus(logs.written() - gaveWay, 0, gaveWay));
        assertThat(account.accountedFor()).isEqualTo(account.collected());
        assertThat(account.droppedInAll().lines()).isZero();
    }

    /** On a disk that others fill, raw detail that a batch covers gives way to what is new: that is counted, and no loss. */
    private static void awaitAll(AgentProcess agent, NumberedLogs logs) throws Exception {
        Eventually.until("all lines are stored", LIMIT, () -> {
            long gaveWay = agent.account().rawEvicted().lines();
            return LineCensus.of(agent.data(), logs.written()).lost() <= gaveWay;
        });
    }

    private AgentProcess agentOn(SmallDisk disk) throws Exception {
        return new AgentProcess(folder, disk.path().resolve("data"), "ring.max-bytes=24MiB", "collect.every=1s");
    }

    private static NumberedLogs logsOf(AgentProcess agent) {
        return new NumberedLogs(agent.logs(), 3, 5, Rotation.RENAME, 1 << 30);
    }
}
