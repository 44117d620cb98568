package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

class RingLearnedTest {
    private static final long RING_BYTES = 8L << 20;
    private static final Uid UID = Uid.random(new Random(1));
    private static final LearnedPattern ONE = new LearnedPattern(-5, 2, "app.log", "pump <*> started");
    private static final LearnedPattern TWO = new LearnedPattern(7, 0, "app.log", "höhe <*>");

    @TempDir
    private Path folder;

    @Test
    void whatWasLearnedIsThereAfterAReopenAndWhatWasForgottenIsNot() {
        try (Ring ring = open()) {
            ring.learned(List.of(ONE, TWO), List.of());
            assertThat(ring.commit()).isTrue();
            ring.learned(List.of(new LearnedPattern(9, 0, "s", "x")), List.of(TWO.id()));
            ring.learned(List.of(), List.of(9L));
        }
        try (Ring ring = open()) {
            assertThat(ring.learned()).containsExactly(ONE);
        }
    }

    @Test
    void whatIsKnownOfPatternsIsThereAfterAReopenWithoutDamagedRows() throws Exception {
        var one = new PatternNote(-5, 1L << 63, 3, 2, 70, 100, 0.25, 1.5, 12);
        var two = new PatternNote(7, 1, 0, 0, 1, 99, 0, 0, 0);
        try (Ring ring = open()) {
            ring.known(List.of(one, two, new PatternNote(9, 1, 0, 0, 1, 98, 0, 0, 0)), List.of());
            assertThat(ring.commit()).isTrue();
            ring.known(List.of(), List.of(9L));
        }
        try (Ring ring = open()) {
            assertThat(ring.known()).containsExactly(two, one);
        }
        change("UPDATE known_pattern SET values_low = 7 WHERE pattern = 7");
        try (Ring ring = open()) {
            assertThat(ring.known()).containsExactly(one);
            ring.known(List.of(two), List.of());
        }
        try (Ring ring = open()) {
            assertThat(ring.known()).containsExactly(two, one);
        }
    }

    @Test
    void aDamagedRowIsLeftOut() throws Exception {
        try (Ring ring = open()) {
            ring.learned(List.of(ONE, TWO), List.of());
        }
        change("UPDATE pattern SET template = 'pump <*> stopped' WHERE pattern = -5");
        try (Ring ring = open()) {
            assertThat(ring.learned()).containsExactly(TWO);
            ring.learned(List.of(ONE), List.of());
        }
        try (Ring ring = open()) {
            assertThat(ring.learned()).containsExactly(TWO, ONE);
        }
    }

    @Test
    void memoryOfPatternsTakesOnlyItsShareOfTheRing() {
        var many = new ArrayList<LearnedPattern>();
        for (int i = 0; i < 2_000; i++) {
            many.add(new LearnedPattern(i, 0, "s", "x".repeat(600) + i));
        }
        try (Ring ring = open()) {
            ring.learned(many, List.of());
            assertThat(ring.commit()).isTrue();

            List<LearnedPattern> kept = ring.learned();

            assertThat(kept.stream().mapToLong(LearnedPattern::bytes).sum()).isBetween(1L, RING_BYTES / 16);
            assertThat(kept).startsWith(many.getFirst());
        }
    }

    @Test
    void aFileThatTakesThePlaceOfADamagedOneIsTold() throws Exception {
        try (Ring ring = open()) {
            ring.learned(List.of(ONE), List.of());
            assertThat(ring.commit()).isTrue();
            int before = ring.files();

            change("DELETE FROM pattern"); // so that nothing the ring has read before is of use to it
            change("PRAGMA wal_checkpoint(TRUNCATE)");
            int page = number("PRAGMA page_size");
            int root = number("SELECT rootpage FROM sqlite_schema WHERE name = 'pattern'");
            byte[] damaged = Files.readAllBytes(file());
            Arrays.fill(damaged, (root - 1) * page, root * page, (byte) 0x5a);
            Files.write(file(), damaged);
            ring.learned(List.of(TWO), List.of());
            ring.commit();

            assertThat(ring.standing().sentence()).isEmpty();
            assertThat(ring.files()).isGreaterThan(before);
            assertThat(ring.learned()).containsExactly(TWO);
        }
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
                RingSettings.of(file(), RING_BYTES),
                UID,
                InstantSource.fixed(Instant.EPOCH),
                () -> 0,
                Bytes.of(new byte[16]),
                _ -> true);
    }
}
