package skerry.system.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A compose file with the fields that ours have; any other is a mistake. Source: the Compose specification.
 *
 * @param secrets by name, the files that hold them
 * @param volumes by name
 */
record ComposeFile(
        String name,
        Map<String, Service> services,
        Map<String, Named> volumes,
        @Nullable Map<String, Secret> secrets) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(:[?-])([^}]*)}");

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    record Named(String name) {}

    record Secret(String file) {}

    /** @param disable text: what stands there is put in first */
    record HealthCheck(
            String disable,
            List<String> test,
            String interval,
            String timeout,
            int retries,
            @JsonProperty("start_period") String startPeriod) {}

    record Service(
            String image,
            @JsonProperty("container_name") String containerName,
            List<String> command,
            List<String> ports,
            List<String> volumes,
            @Nullable List<String> secrets,
            String user,
            @JsonProperty("read_only") boolean readOnly,
            List<String> tmpfs,
            @JsonProperty("cap_drop") List<String> capDrop,
            @JsonProperty("security_opt") List<String> securityOpt,
            @Nullable Map<String, Integer> ulimits,
            @JsonProperty("mem_limit") String memLimit,
            @JsonProperty("pids_limit") int pidsLimit,
            @Nullable HealthCheck healthcheck,
            @JsonProperty("stop_grace_period") @Nullable String stopGracePeriod,
            String restart,
            @JsonProperty("depends_on") @Nullable List<String> dependsOn) {

        /** The settings that the command gives the program. */
        Map<String, String> settings() {
            var settings = new TreeMap<String, String>();
            for (String argument : command) {
                if (argument.startsWith("--set=")) {
                    String[] pair = argument.substring(6).split("=", 2);
                    settings.put(pair[0], pair[1]);
                } else if (argument.startsWith("--data=")) {
                    settings.put("data", argument.substring(7));
                }
            }
            return settings;
        }

        /** As podman is asked for the same, but for ports and for limits that need a control group of one's own. */
        List<String> podmanOptions() {
            var options = new ArrayList<>(List.of("--name", containerName, "--user", user));
            if (readOnly) {
                options.add("--read-only");
            }
            each(options, "--tmpfs", tmpfs);
            each(options, "--cap-drop", capDrop);
            each(options, "--security-opt", securityOpt);
            each(options, "--volume", volumes);
            Optional.ofNullable(ulimits)
                    .ifPresent(all -> all.forEach((name, most) -> {
                        options.add("--ulimit");
                        options.add(name + "=" + most);
                    }));
            return options;
        }

        private static void each(List<String> options, String option, List<String> values) {
            for (String value : values) {
                options.add(option);
                options.add(value);
            }
        }
    }

    /** @throws IllegalArgumentException if a variable is used that has to be given and is not among those here */
    static ComposeFile read(Path file, Map<String, String> variables) throws IOException {
        String text = VARIABLE.matcher(Files.readString(file)).replaceAll(found -> {
            String otherwise = found.group(3);
            return Optional.ofNullable(variables.get(found.group(1)))
                    .or(() -> found.group(2).equals(":-") ? Optional.of(otherwise) : Optional.empty())
                    .orElseThrow(() -> new IllegalArgumentException(found.group(1) + ": " + otherwise));
        });
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        // Compose puts text in for variables, and reads it by what the field is.
        String typed = text.replaceAll("(?m)^( *disable: )(\\w+)$", "$1\"$2\"");
        return STRICT.convertValue(new Yaml(new SafeConstructor(options)).load(typed), ComposeFile.class);
    }
}
