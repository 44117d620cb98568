package skerry.hub.store.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.store.FleetStore;
import skerry.hub.store.RolloutsContract;

class SqliteRolloutsTest extends RolloutsContract {
    @TempDir
    private Path folder;

    @Override
    protected FleetStore open() throws IOException {
        return new SqliteFleetStore(folder, InstantSource.system(), 1);
    }
}
