package skerry.hub.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.store.FleetStore;
import skerry.hub.store.FleetStoreContract;

class SqliteFleetStoreTest extends FleetStoreContract {
    @TempDir
    Path folder;

    private int runs;

    @Override
    protected FleetStore open() throws IOException {
        runs++;
        return new SqliteFleetStore(current(), () -> Instant.ofEpochMilli(clock.get()), runs);
    }

    private Path current() {
        return folder.resolve("life-" + lives);
    }

    private int lives;

    @Override
    protected void stopBeforeTheDayIsReplaced(long day) throws IOException {
        Path file = current().resolve("day").resolve("day-" + LocalDate.ofEpochDay(day) + ".db");
        assertThat(file).exists();
        byte[] half = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2);
        Files.write(file.resolveSibling(file.getFileName() + ".new"), half);
        Files.write(file.resolveSibling(file.getFileName() + ".new-wal"), new byte[100]);
    }

    @Override
    protected void stopAfterTheDayIsReplaced(long day) throws IOException {
        try (var control =
                        DriverManager.getConnection("jdbc:sqlite:" + current().resolve("control.db"));
                var statement = control.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM closed_day WHERE day = " + day))
                    .isEqualTo(1);
            statement.executeUpdate("DELETE FROM agent_day WHERE day = " + day);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    protected void stopInAnErasure(long pattern) throws IOException {
        try (var control =
                        DriverManager.getConnection("jdbc:sqlite:" + current().resolve("control.db"));
                var statement = control.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO erased_pattern (pattern, examples_only, erased_at, erased_by, done) VALUES (" + pattern
                            + ", 0, 1, 'kari', 0)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    protected boolean isInFiles(String text) throws IOException {
        try (var files = Files.walk(current())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What a killed process wrote is in the files; it wrote nothing more. So the files at this moment are its end. */
    @Override
    protected void kill(FleetStore running) throws IOException {
        Path before = current();
        lives++;
        try (var files = Files.walk(before)) {
            for (Path file : files.toList()) {
                Path copy = current().resolve(before.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.toString().endsWith("-shm")) {
                    Files.copy(file, copy);
                }
            }
        }
        running.close();
    }
}
