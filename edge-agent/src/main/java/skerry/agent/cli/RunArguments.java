package skerry.agent.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import skerry.agent.config.ConfigSource;

/**
 * Reads the arguments of {@code skerry-agent run} as {@link ConfigOptions} would, without picocli, whose classes and models
 * would stay in memory for as long as the agent runs (3 MiB, ADR 48). What is not plain, and every mistake, is left to picocli.
 */
public final class RunArguments {
    private static final String COMMAND = "run";
    private static final String SET = "--set";
    private static final Set<String> FILES = Set.of("-c", "--config");
    private static final Set<String> PATHS = Set.of("--data", "--path.procfs", "--path.sysfs", "--path.rootfs");

    private RunArguments() {}

    /** @return empty for any other command, for help, and where an argument is not one of a plain {@code run} */
    public static Optional<ConfigSource> of(String... arguments) {
        if (arguments.length == 0 || !arguments[0].equals(COMMAND)) {
            return Optional.empty();
        }
        @Nullable String file = null;
        var set = new LinkedHashMap<String, String>();
        var paths = new LinkedHashMap<String, String>();
        int next = 1;
        while (next < arguments.length) {
            String name = arguments[next];
            String value = "";
            int equals = name.startsWith("--") ? name.indexOf('=') : -1;
            if (equals > 0) {
                value = name.substring(equals + 1);
                name = name.substring(0, equals);
            } else if (next + 1 < arguments.length && !arguments[next + 1].startsWith("-")) {
                next++;
                value = arguments[next];
            }
            next++;
            if (value.isEmpty()) {
                return Optional.empty();
            } else if (name.equals(SET) && value.indexOf('=') > 0) {
                set.put(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
            } else if (FILES.contains(name) && file == null) {
                file = value;
            } else if (!PATHS.contains(name) || paths.put(name.substring(2), value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new ConfigSource(Optional.ofNullable(file).map(Path::of), merged(set, paths)));
    }

    private static Map<String, String> merged(Map<String, String> set, Map<String, String> paths) {
        set.putAll(paths);
        return set;
    }
}
