package skerry.platform.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The keys and values of a configuration file, read by type. A value that is missing gives the default; one that is wrong
 * is noted and gives the default too, so that all mistakes are found in one pass; {@link #finish} then names them.
 * Durations and sizes are written as {@link Units} reads them. Not thread-safe.
 */
public final class Settings {
    private static final String INSTALLED = "skerry.config";

    private final String source;
    private final Map<String, String> values;
    private final Set<String> known = new HashSet<>();
    private final Map<String, Bounds> bounds = new TreeMap<>();
    private final Set<String> unusual = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * What a number, span or size may be, as it is written in a file.
     *
     * @param usual what counts where the key is not given
     */
    public record Bounds(String usual, String least, String most) {}

    private Settings(String source, Map<String, String> values) {
        this.source = source;
        this.values = values;
    }

    /** The file that the package which started this program has its settings in; for those who name no other. */
    public static Optional<Path> installedFile() {
        return Optional.ofNullable(System.getProperty(INSTALLED)).map(Path::of);
    }

    /**
     * Reads a YAML file, if one is named, with single keys overridden.
     *
     * @param overrides dotted keys and their values, as from {@code --set mqtt.url=…}
     * @throws ConfigException if the file is missing, cannot be read or is not YAML
     */
    public static Settings load(Optional<Path> file, Map<String, String> overrides) throws ConfigException {
        var values = new TreeMap<String, String>();
        if (file.isPresent()) {
            Path path = file.get();
            if (!Files.isReadable(path)) {
                throw new ConfigException(
                        path.toString(), List.of("the file is missing or not readable; check the path and its rights"));
            }
            try {
                values.putAll(YamlKeys.of(path));
            } catch (IOException | YAMLException e) {
                throw new ConfigException(path.toString(), List.of("not readable as YAML: " + firstLines(e)));
            }
        }
        overrides.forEach((key, value) -> {
            values.keySet().removeIf(known -> known.startsWith(key + "."));
            values.put(key, value);
        });
        return new Settings(file.map(Path::toString).orElse("the command line"), values);
    }

    /** Settings from a map of dotted keys, for tests and programs that start others. */
    public static Settings of(Map<String, String> values) {
        return new Settings("the settings", new TreeMap<>(values));
    }

    /** Every key and value that was given, right or wrong. */
    public Map<String, String> all() {
        return Map.copyOf(values);
    }

    /** Every key that has been read so far, given or not. */
    public Set<String> known() {
        return Set.copyOf(known);
    }

    /** The bounds of every key read so far that has some. */
    public Map<String, Bounds> bounds() {
        return Map.copyOf(bounds);
    }

    /** Every key read so far that was given a value other than its usual one. */
    public Set<String> unusual() {
        return Set.copyOf(unusual);
    }

    public String text(String key, String otherwise) {
        return read(key, otherwise, value -> value);
    }

    /** The value, if the key is there and not empty. */
    public Optional<String> text(String key) {
        return Optional.of(text(key, "")).filter(value -> !value.isBlank());
    }

    public Path path(String key, Path otherwise) {
        return read(key, otherwise, value -> {
            try {
                return Path.of(value);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("must be a path", e);
            }
        });
    }

    /** The value, if the key is there and not empty. */
    public Optional<Path> path(String key) {
        return text(key).isEmpty() ? Optional.empty() : Optional.of(path(key, Path.of("")));
    }

    public boolean flag(String key, boolean otherwise) {
        return read(key, otherwise, value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        });
    }

    public int number(String key, int otherwise, int least, int most) {
        bounds.put(key, new Bounds("" + otherwise, "" + least, "" + most));
        return read(key, otherwise, value -> {
            String range = "must be a whole number from " + least + " to " + most;
            try {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(range, e);
            }
            throw new IllegalArgumentException(range);
        });
    }

    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        bounds.put(key, new Bounds(Units.text(otherwise), Units.text(least), Units.text(most)));
        return read(key, otherwise, value -> {
            var duration = Units.duration(value);
            if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        "must lie between " + Units.text(least) + " and " + Units.text(most));
            }
            return duration;
        });
    }

    /** A size in bytes. */
    public long bytes(String key, long otherwise, long least, long most) {
        bounds.put(key, new Bounds(Units.text(otherwise), Units.text(least), Units.text(most)));
        return read(key, otherwise, value -> {
            long bytes = Units.bytes(value);
            if (bytes < least || bytes > most) {
                throw new IllegalArgumentException(
                        "must lie between " + Units.text(least) + " and " + Units.text(most));
            }
            return bytes;
        });
    }

    /** A YAML list, or one value, or values with commas between as given on a command line. */
    public List<String> list(String key, List<String> otherwise) {
        known.add(key);
        var items = new ArrayList<String>();
        for (int i = 0; values.containsKey(key + "." + i); i++) {
            known.add(key + "." + i);
            items.add(values.getOrDefault(key + "." + i, ""));
        }
        List<String> list = items.isEmpty() ? listed(key, otherwise) : List.copyOf(items);
        note(key, list, otherwise);
        return list;
    }

    private List<String> listed(String key, List<String> otherwise) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        return value.isBlank() ? List.of() : List.of(value.strip().split("\\s*,\\s*"));
    }

    private void note(String key, Object value, Object usual) {
        if (!value.equals(usual)) {
            unusual.add(key);
        }
    }

    /** The numbers below {@code key} of a YAML list of maps: {@code sites.0.name} gives {@code 0}. */
    public List<Integer> indexes(String key) {
        var indexes = new ArrayList<Integer>();
        for (int i = 0; hasBelow(key + "." + i); i++) {
            indexes.add(i);
        }
        return indexes;
    }

    /** The names right below {@code key} of a YAML map whose keys are the site's own, such as labels. */
    public Set<String> names(String key) {
        String start = key + ".";
        var names = new TreeSet<String>();
        for (String other : values.keySet()) {
            if (other.startsWith(start)) {
                int dot = other.indexOf('.', start.length());
                names.add(other.substring(start.length(), dot < 0 ? other.length() : dot));
            }
        }
        return names;
    }

    public boolean has(String key) {
        return values.containsKey(key) || hasBelow(key);
    }

    /** Notes a mistake that only the caller can see. */
    public void problem(String key, String what) {
        problems.add("'" + key + "' " + what);
    }

    /** Reads a value with a parser of the caller's; its {@link IllegalArgumentException} message is the mistake. */
    public <T> T read(String key, T otherwise, Function<String, T> parser) {
        known.add(key);
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            T parsed = parser.apply(value.strip());
            note(key, parsed, otherwise);
            return parsed;
        } catch (IllegalArgumentException e) {
            problem(key, e.getMessage() + ", was '" + value + "'");
            return otherwise;
        }
    }

    /**
     * To be called when all keys have been read.
     *
     * @throws ConfigException if a value was wrong, or a key is none of those read
     */
    public void finish() throws ConfigException {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                problems.add("'" + key + "' is not a setting" + suggestion(key));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(source, problems);
        }
    }

    private boolean hasBelow(String key) {
        return values.keySet().stream().anyMatch(other -> other.startsWith(key + "."));
    }

    private String suggestion(String key) {
        var near = new TreeSet<String>();
        for (String candidate : known) {
            if (distance(key, candidate) <= Math.max(2, key.length() / 5)) {
                near.add("'" + candidate + "'");
            }
        }
        return near.isEmpty()
                ? "; see deploy/agent.yaml and deploy/hub.yaml"
                : "; did you mean " + String.join(" or ", near) + "?";
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    private static String firstLines(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        return message.lines()
                .map(String::strip)
                .limit(3)
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
    }
}
