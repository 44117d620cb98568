package skerry.platform.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A YAML file as dotted keys: {@code sites.0.name} is the name in the first item of the list {@code sites}. A value of
 * nothing is empty text.
 */
final class YamlKeys {
    private static final int MOST_BYTES = 1 << 20;

    private final Map<String, String> values = new TreeMap<>();

    private YamlKeys() {}

    /**
     * The keys that have values.
     *
     * @throws IOException if the file cannot be read, or is longer than a mebibyte
     * @throws YAMLException if it is not YAML, or refers to itself too often
     */
    static Map<String, String> of(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it is longer than " + MOST_BYTES + " bytes");
        }
        Object root =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(bytes, StandardCharsets.UTF_8));
        var keys = new YamlKeys();
        if (root instanceof Map<?, ?> map) {
            keys.map("", map);
        } else if (root != null) {
            throw new YAMLException("it must hold keys with values, such as 'site: north-7'");
        }
        return keys.values;
    }

    private void map(String start, Map<?, ?> map) {
        map.forEach((key, value) -> node(start + key, value));
    }

    private void node(String key, @Nullable Object value) {
        switch (value) {
            case null -> values.put(key, "");
            case Map<?, ?> map -> map(key + ".", map);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    node(key + "." + i, list.get(i));
                }
            }
            default -> values.put(key, value.toString());
        }
    }
}
