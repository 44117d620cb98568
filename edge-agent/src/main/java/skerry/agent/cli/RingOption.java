package skerry.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import picocli.CommandLine.Mixin;
import skerry.agent.config.AgentConfig;
import skerry.agent.ring.OutboxReader;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.RingSettings;
import skerry.platform.config.ConfigException;

/** Where the ring is, for the commands that read it. */
final class RingOption {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    AgentConfig config() throws ConfigException {
        return options.load();
    }

    /**
     * @throws IOException if there is no ring
     * @throws SQLException if it cannot be read
     */
    RingReader open() throws ConfigException, IOException, SQLException {
        return RingReader.open(existing(), config().ring().readingKeys());
    }

    /** As {@link #open}, for its batches. */
    OutboxReader openOutbox() throws ConfigException, IOException, SQLException {
        return OutboxReader.open(existing());
    }

    private Path existing() throws ConfigException, IOException {
        Path file = file(config());
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no ring at " + file
                    + ": name the agent's data folder with --data, or start the agent once");
        }
        return file;
    }

    /** By the agent's configuration, with the usual bound where it names none. */
    RingSettings settings() throws ConfigException, IOException {
        AgentConfig config = config();
        Path file = file(config);
        long usual = RingSettings.usualMaxBytes(Files.getFileStore(file).getTotalSpace());
        return RingSettings.of(file, config.ring().maxBytes().orElse(usual));
    }

    private static Path file(AgentConfig config) {
        return config.data().resolve("ring.db");
    }
}
