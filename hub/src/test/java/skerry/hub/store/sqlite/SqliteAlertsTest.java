package skerry.hub.store.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.store.AlertsContract;
import skerry.hub.store.FleetStore;

class SqliteAlertsTest extends AlertsContract {
    @TempDir
    private Path folder;

    @Override
    protected FleetStore open(String name) throws IOException {
        return new SqliteFleetStore(folder.resolve(name), () -> Instant.ofEpochMilli(clock.get()), 1);
    }
}
