package skerry.agent.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import skerry.platform.config.ConfigException;
import skerry.platform.config.Settings;

/**
 * Where a command has its configuration from.
 *
 * @param file in YAML that the command line names; where it names none, that of the installation is read, if there is one
 * @param keys what the command line sets, by key; it wins over the file
 */
public record ConfigSource(Optional<Path> file, Map<String, String> keys) {
    /** @throws ConfigException names every mistake */
    public AgentConfig load() throws ConfigException {
        return AgentConfig.load(read(), keys, hostName());
    }

    /**
     * What was set, right or wrong, by key.
     *
     * @throws ConfigException if the file cannot be read
     */
    public Map<String, String> settings() throws ConfigException {
        return Settings.load(read(), keys).all();
    }

    private Optional<Path> read() {
        return file.or(Settings::installedFile);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
