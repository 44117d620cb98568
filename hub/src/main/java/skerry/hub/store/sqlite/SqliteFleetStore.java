package skerry.hub.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import skerry.hub.store.AgentRegistry;
import skerry.platform.CloseStack;

/** The store in one folder. */
public final class SqliteFleetStore implements AutoCloseable {
    private final CloseStack parts = new CloseStack();
    private final SqliteRegistry registry;

    public SqliteFleetStore(Path folder) throws IOException {
        Files.createDirectories(folder);
        Database control = parts.push(ControlFile.open(folder));
        registry = new SqliteRegistry(control);
    }

    public AgentRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        parts.close();
    }
}
