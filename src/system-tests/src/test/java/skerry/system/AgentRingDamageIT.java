package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubProcess;
import skerry.system.process.LineCensus;
import skerry.system.process.NumberedLogs;
import skerry.system.process.NumberedLogs.Rotation;

/** An agent whose ring was damaged starts, keeps the damaged file for a look, counts what is lost and goes on. */
class AgentRingDamageIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int LINES = 5_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static HubProcess hub;

    /** What became of the file while the agent was away. */
    enum Damage {
        FLIPPED {
            @Override
            byte[] of(byte[] file) {
                var random = new Random(1);
                for (int i = 0; i < 200; i++) {
                    file[1024 + random.nextInt(file.length - 1024)] ^= (byte) (1 + random.nextInt(255));
                }
                return file;
            }
        },
        TRUNCATED {
            @Override
            byte[] of(byte[] file) {
                return Arrays.copyOf(file, file.length / 2 + 77);
            }
        },
        HEADER_ZEROED {
            @Override
            byte[] of(byte[] file) {
                Arrays.fill(file, 0, 100, (byte) 0);
                return file;
            }
        },
        EMPTIED {
            @Override
            byte[] of(byte[] file) {
                return new byte[0];
            }
        },
        GARBAGE {
            @Override
            byte[] of(byte[] file) {
                new Random(2).nextBytes(file);
                return file;
            }
        };

        abstract byte[] of(byte[] file);
    }

    /** How the agent ended before. */
    @FunctionalInterface
    private interface End {
        void of(AgentProcess agent) throws Exception;
    }

    @BeforeAll
    static void startHub() throws Exception {
        hub = HubProcess.start(folder.resolve("hub"));
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource(names = "FLIPPED")
    void aDamagedRingIsSetAsideAndTheAgentGoesOn(Damage damage) throws Exception {
        // An agent that ends in good order leaves everything in the database.
        survives(damage, "ring.db", AgentProcess::stop, true);
    }

    @ParameterizedTest
    @EnumSource(names = "TRUNCATED")
    void aDamagedWriteAheadLogDoesNotStopTheAgent(Damage damage) throws Exception {
        survives(damage, "ring.db-wal", AgentProcess::kill, damage == Damage.HEADER_ZEROED);
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUNCATED", "HEADER_ZEROED", "EMPTIED", "GARBAGE"})
    @Tag("soak")
    void otherDamageOfTheRingToo(Damage damage) throws Exception {
        survives(damage, "ring.db", AgentProcess::stop, true);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLIPPED", "HEADER_ZEROED"})
    @Tag("soak")
    void otherDamageOfTheWriteAheadLogToo(Damage damage) throws Exception {
        survives(damage, "ring.db-wal", AgentProcess::kill, damage == Damage.HEADER_ZEROED);
    }

    private static void survives(Damage damage, String file, End end, boolean isSetAside) throws Exception {
        Path here = Files.createDirectories(folder.resolve(damage + "-" + file));
        try (var agent = new AgentProcess(here).of(hub)) {
            hub.register(
                    agent, "site-" + (damage + file).replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT));
            var logs = new NumberedLogs(agent.logs(), 3, damage.name().length(), Rotation.RENAME, 1 << 30);
            agent.start();
            logs.write(LINES);
            Eventually.until(
                    "all lines are stored",
                    LIMIT,
                    () -> LineCensus.of(agent.data(), LINES).lost() == 0);
            end.of(agent);
            Path victim = agent.data().resolve(file);
            assertThat(victim).isNotEmptyFile();
            Files.write(victim, damage.of(Files.readAllBytes(victim)));

            agent.start();
            long before = logs.written();
            logs.write(1000);

            Eventually.until(
                    "lines written after the damage are stored",
                    LIMIT,
                    () -> LineCensus.of(agent.data(), before, logs.written()).lost() == 0);
            agent.stop();
            assertThat(agent.output()).doesNotContain("Exception").doesNotContain("\tat ");
            assertThat(asideIn(agent.data())).isEqualTo(isSetAside);
            var account = agent.account();
            assertThat(account.accountedFor()).isEqualTo(account.collected());
            assertThat(account.held().lines())
                    .as("held after a stop with the hub in reach")
                    .isZero();
            assertThat(account.delivered().lines()).isPositive();
            assertThat(account.dropped().keySet()).isSubsetOf("corruption");
        }
    }

    private static boolean asideIn(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.anyMatch(file -> file.getFileName().toString().contains(".damaged-"));
        }
    }
}
