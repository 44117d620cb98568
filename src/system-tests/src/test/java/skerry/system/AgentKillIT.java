package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skerry.agent.ring.RingReader;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.LineCensus;
import skerry.system.process.NumberedLogs;
import skerry.system.process.NumberedLogs.Rotation;

/** An agent that is killed at any moment while it follows logs loses no line and stores none twice. */
class AgentKillIT {
    private static final int KILLS = 5;
    private static final int CONTAINERS = 10;
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @CsvSource({"RENAME, 1", "COPY_TRUNCATE, 2"})
    void fiveKillsLoseNoLineAndStoreNoneTwice(Rotation rotation, long seed) throws Exception {
        survives(150_000, rotation, seed, 200_000);
    }

    @Tag("soak")
    @ParameterizedTest
    @CsvSource({"RENAME, 11", "COPY_TRUNCATE, 12"})
    void fiveKillsLoseNoneOfTwoMillionLinesAndStoreNoneTwice(Rotation rotation, long seed) throws Exception {
        survives(2_000_000, rotation, seed, 4_000_000);
    }

    private void survives(long lines, Rotation rotation, long seed, long rotateAt) throws Exception {
        var random = new Random(seed);
        // Nothing may make way here.
        try (var agent = new AgentProcess(folder, "ring.max-bytes=2GiB")) {
            var logs = new NumberedLogs(agent.logs(), CONTAINERS, seed, rotation, rotateAt);
            agent.start();
            // What was rotated away before an agent's first look at a folder is no news to it.
            logs.write(1);
            Eventually.until("the agent has looked at the logs", LIMIT, () -> stored(agent) > 0);
            for (int kill = 1; kill <= KILLS; kill++) {
                logs.write(lines / (KILLS + 1));
                long enough = stored(agent) + 1 + random.nextLong(lines / (KILLS + 1) / 4);
                Eventually.until("the agent stored " + enough + " records", LIMIT, () -> stored(agent) >= enough);
                LockSupport.parkNanos(random.nextLong(200_000_000L));
                agent.kill();
                logs.write(random.nextLong(lines / (KILLS + 1) / 4));
                agent.start();
            }
            logs.write(lines - logs.written());
            Eventually.until(
                    "all lines are in the ring",
                    LIMIT,
                    () -> LineCensus.of(agent.data(), logs.written()).lost() == 0);
            agent.stop();

            assertThat(LineCensus.of(agent.data(), logs.written())).isEqualTo(new LineCensus(logs.written(), 0, 0));
            var account = agent.account();
            assertThat(account.accountedFor()).isEqualTo(account.collected());
            assertThat(account.dropped()).isEmpty();
            assertThat(account.rawEvicted().total()).isZero();
        }
    }

    private static long stored(AgentProcess agent) throws Exception {
        try (RingReader ring = RingReader.open(agent.data().resolve("ring.db"))) {
            return ring.account().collected().lines();
        }
    }
}
