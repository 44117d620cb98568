package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

class RingUsageTest {
    private static final Usage.Moment MOMENT = new Usage.Moment(5, 1_000, 1_790_000_000_000L, 2);
    private static final Usage.Amount OLD = new Usage.Amount(20_000, 1, 70);
    private static final Usage.Amount NEW = new Usage.Amount(20_717, 1, 4_000);

    @TempDir
    private Path folder;

    @Test
    void whatWasCountedIsThereAfterAReopenWithoutTheDaysThatAreForgotten() {
        try (Ring ring = open()) {
            assertThat(ring.store(usage(OLD, NEW), 0, false)).isTrue();
            assertThat(ring.store(usage(new Usage.Amount(20_717, 1, 5_000)), 20_001, false))
                    .isTrue();
        }
        try (Ring ring = open()) {
            assertThat(ring.usage()).isEqualTo(usage(new Usage.Amount(20_717, 1, 5_000)));
            ring.store(usage(NEW), 0, true);
            assertThat(ring.usage()).isEqualTo(usage(NEW));
        }
    }

    @Test
    void aRingOfAReleaseWithoutCountsIsTakenOverWithAllItHolds() throws Exception {
        var learned = new LearnedPattern(-5, 2, "app.log", "pump <*> started");
        try (Ring ring = open()) {
            ring.learned(List.of(learned), List.of());
        }
        change("DROP TABLE usage");
        change("DROP TABLE own_time");
        change("DROP TABLE outline");
        change("DROP TABLE alert");
        change("DROP TABLE blackbox");
        change("DROP TABLE known_pattern");
        change("DROP TABLE left_site");
        change("DROP TABLE left_open");
        change("PRAGMA user_version=2");

        try (Ring ring = open()) {
            assertThat(ring.standing().sentence()).isEmpty();
            assertThat(ring.learned()).containsExactly(learned);
            assertThat(ring.usage()).isEqualTo(Usage.NONE);
            assertThat(ring.store(usage(NEW), 0, false)).isTrue();
            assertThat(folder).isDirectoryNotContaining("glob:**damaged*");
        }
    }

    @Test
    void aDamagedNumberIsLeftOutAndCostsNoOther() throws Exception {
        try (Ring ring = open()) {
            ring.store(usage(OLD, NEW), 0, false);
        }
        change("UPDATE usage SET amount = 1 WHERE amount = 4000");
        change("UPDATE own_time SET millis = 1");

        try (Ring ring = open()) {
            assertThat(ring.usage()).isEqualTo(new Usage(Optional.empty(), List.of(OLD)));
        }
    }

    @Test
    void whatWasCountedIsTakenOutOfADamagedFile() throws Exception {
        try (Ring ring = open()) {
            ring.store(usage(OLD, NEW), 0, false);
            ring.learned(List.of(new LearnedPattern(1, 0, "s", "x")), List.of());
            ring.commit();
            int before = ring.files();

            change("DELETE FROM pattern"); // so that nothing the ring has read before is of use to it
            change("PRAGMA wal_checkpoint(TRUNCATE)");
            int page = number("PRAGMA page_size");
            int root = number("SELECT rootpage FROM sqlite_schema WHERE name = 'pattern'");
            byte[] damaged = Files.readAllBytes(file());
            Arrays.fill(damaged, (root - 1) * page, root * page, (byte) 0x5a);
            Files.write(file(), damaged);
            ring.learned(List.of(new LearnedPattern(2, 0, "s", "y")), List.of());
            ring.commit();

            assertThat(ring.files()).isGreaterThan(before);
            assertThat(ring.usage()).isEqualTo(usage(OLD, NEW));
        }
    }

    private static Usage usage(Usage.Amount... amounts) {
        return new Usage(Optional.of(MOMENT), List.of(amounts));
    }

    private void change(String sql) throws SQLException {
        try (var db = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    private int number(String sql) throws SQLException {
        try (var db = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = db.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.getInt(1);
        }
    }

    private Path file() {
        return folder.resolve("ring.db");
    }

    private Ring open() {
        return Ring.open(
                RingSettings.of(file(), RingSettings.MIN_BYTES),
                Uid.random(new Random(1)),
                InstantSource.fixed(Instant.EPOCH),
                () -> 0,
                Bytes.of(new byte[16]),
                _ -> true);
    }
}
