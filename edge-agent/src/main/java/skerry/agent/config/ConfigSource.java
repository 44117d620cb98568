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
 * @param file in YAML
 * @param keys what the command line sets, by key; it wins over the file
 */
public record ConfigSource(Optional<Path> file, Map<String, String> keys) {
    /** @throws ConfigException names every mistake */
    public AgentConfig load() throws ConfigException {
        return AgentConfig.load(file, keys, hostName());
    }

    /**
     * What was set, right or wrong, by key.
     *
     * @throws ConfigException if the file cannot be read
     */
    public Map<String, String> settings() throws ConfigException {
        return Settings.load(file, keys).all();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
