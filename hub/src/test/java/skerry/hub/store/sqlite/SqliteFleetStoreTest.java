package skerry.hub.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
