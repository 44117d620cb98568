package skerry.agent.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import skerry.agent.config.AgentConfig;
import skerry.platform.config.ConfigException;
import skerry.platform.config.Settings;

/** How every command that needs the configuration is told of it. */
public final class ConfigOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration in YAML; deploy/agent.yaml shows every setting.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key, such as mqtt.url=mqtt://127.0.0.1:1883; may be given again.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder; the same as --set data=DIR.")
    private @Nullable Path data;

    @Option(names = "--path.procfs", paramLabel = "DIR", description = "Where /proc is mounted.")
    private @Nullable Path procfs;

    @Option(names = "--path.sysfs", paramLabel = "DIR", description = "Where /sys is mounted.")
    private @Nullable Path sysfs;

    @Option(names = "--path.rootfs", paramLabel = "DIR", description = "Where / is mounted.")
    private @Nullable Path rootfs;

    /** @throws ConfigException names every mistake */
    public AgentConfig load() throws ConfigException {
        return AgentConfig.load(file(), keys(), hostName());
    }

    /**
     * What was set, right or wrong, by key.
     *
     * @throws ConfigException if the file cannot be read
     */
    public Map<String, String> settings() throws ConfigException {
        return Settings.load(file(), keys()).all();
    }

    private Optional<Path> file() {
        return Optional.ofNullable(file).or(Settings::installedFile);
    }

    private Map<String, String> keys() {
        var keys = new LinkedHashMap<>(overrides);
        put(keys, "data", data);
        put(keys, "path.procfs", procfs);
        put(keys, "path.sysfs", sysfs);
        put(keys, "path.rootfs", rootfs);
        return keys;
    }

    private static void put(Map<String, String> keys, String key, @Nullable Path value) {
        if (value != null) {
            keys.put(key, value.toString());
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
