package skerry.hub.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import skerry.hub.config.HubConfig;
import skerry.platform.config.ConfigException;
import skerry.platform.config.Settings;

/** How every command that needs the configuration is told of it. */
public final class ConfigOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration in YAML; deploy/hub.yaml shows every setting.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key, such as web.listen=127.0.0.1:8440; may be given again.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder; the same as --set data=DIR.")
    private @Nullable Path data;

    /** @throws ConfigException names every mistake */
    public HubConfig load() throws ConfigException {
        var keys = new LinkedHashMap<>(overrides);
        if (data != null) {
            keys.put("data", data.toString());
        }
        return HubConfig.load(Optional.ofNullable(file).or(Settings::installedFile), keys);
    }
}
