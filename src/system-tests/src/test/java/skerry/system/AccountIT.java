package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.platform.sqlite.Sql;
import skerry.platform.sqlite.Sqlite;
import skerry.protocol.RecordCounts;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubProcess;
import skerry.system.process.LineCensus;
import skerry.system.process.NumberedLogs;
import skerry.system.process.NumberedLogs.Rotation;

/** Whatever ended when, the account of the agent balances, and the hub holds exactly what it calls delivered. */
class AccountIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ROUNDS = 4;
    private static final int LINES = 4_000;
    private static final String RECEIVED = """
            SELECT coalesce(sum(samples), 0), coalesce(sum(lines), 0), coalesce(sum(events), 0)
              FROM batch
             WHERE stream IN (unicode('m'), unicode('e')) AND state <> 3
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theHubHoldsWhatTheAgentCallsDeliveredAfterAnyCrash() throws Exception {
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var agent = new AgentProcess(folder.resolve("agent"), "collect.every=1s").of(hub)) {
            hub.register(agent, "north-7");
            var logs = new NumberedLogs(agent.logs(), 3, 9, Rotation.RENAME, 100_000);
            agent.start();
            logs.write(1);
            awaitAll(agent, logs);
            for (int round = 0; round < ROUNDS; round++) {
                logs.write(LINES);
                awaitAll(agent, logs);
                switch (round) {
                    case 0, 3 -> agent.kill();
                    case 1 -> {
                        // Its last batches are stored, and no receipt comes.
                        hub.freeze();
                        agent.stop();
                        hub.thaw();
                    }
                    default -> {
                        agent.kill();
                        hub.kill();
                        hub.startAgain();
                    }
                }
                agent.start();
            }
            agent.deliverAndStop(LIMIT);

            var account = agent.account();
            assertThat(account.accountedFor()).isEqualTo(account.collected());
            assertThat(account.droppedInAll()).isEqualTo(RecordCounts.NONE);
            assertThat(account.delivered()).isEqualTo(account.collected());
            assertThat(received(hub.data())).isEqualTo(account.delivered());
            assertThat(LineCensus.of(agent.data(), logs.written())).isEqualTo(new LineCensus(logs.written(), 0, 0));
        }
    }

    private static void awaitAll(AgentProcess agent, NumberedLogs logs) throws Exception {
        Eventually.until(
                "all lines are stored",
                LIMIT,
                () -> LineCensus.of(agent.data(), logs.written()).lost() == 0);
    }

    private static RecordCounts received(Path data) throws Exception {
        List<Path> days;
        try (Stream<Path> files = Files.walk(data)) {
            days = files.filter(file -> file.getFileName().toString().matches("day-.*\\.db"))
                    .toList();
        }
        assertThat(days).isNotEmpty();
        RecordCounts sum = RecordCounts.NONE;
        for (Path day : days) {
            try (Connection connection = Sqlite.openReadOnly(day, 512)) {
                sum = sum.plus(Sql.first(
                                connection,
                                RECEIVED,
                                row -> new RecordCounts(row.getLong(1), row.getLong(2), row.getLong(3)))
                        .orElseThrow());
            }
        }
        return sum;
    }
}
