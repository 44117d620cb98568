package skerry.system.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.config.AgentConfig;
import skerry.hub.config.HubConfig;
import skerry.platform.config.Settings;
import skerry.system.process.Checkout;

/**
 * Every setting that the programs read stands in an example, with its unit, its bounds and what is usual; and nothing stands there
 * that no program reads. What they read is asked of the code: of the readers themselves, and of the words in their sources.
 */
class ExampleSettingsTest {
    private static final Pattern WORD = Pattern.compile("\"((?:[a-z][a-z0-9-]*)?(?:\\.[a-z][a-z0-9-]*)+)\"");
    private static final Pattern READ = Pattern.compile(
            "settings\\s*\\.(?:text|path|flag|number|duration|bytes|list|read|has)\\(\\s*\"([a-z-]+)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** What the examples name and a test has not: files, and lines that only a hub makes. */
    private final Map<String, String> stands = new HashMap<>();

    @BeforeEach
    void makeFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        stands.put("broker.password-file", file.toString());
        stands.put("broker.trust", file.toString());
        stands.put(
                "mqtt.hub",
                Checkout.home().resolve("deploy/example-hub-card.txt").toString());
        stands.put(
                "join",
                "skerry-join-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAABodHRwczovL2h1Yi5leGFtcGxlOjg0NDAvHbqSOA");
    }

    /** What a reader made of an example. */
    private record Reading(ExampleFile example, Settings settings) {
        /** With a star in place of each number of a list. */
        private static String plain(String key) {
            return key.replaceAll("\\.\\d+(?=\\.|$)", ".*");
        }

        /** Keys of settings: neither those of sections, nor of items. */
        private static Set<String> leaves(Set<String> keys) {
            Set<String> plain = keys.stream()
                    .map(key -> plain(key).replaceFirst("\\.\\*$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            return plain.stream()
                    .filter(key -> plain.stream().noneMatch(other -> other.startsWith(key + ".")))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private Reading read(String name, Consumer<Settings> reader, String... without) throws Exception {
        ExampleFile example = ExampleFile.read(name);
        var values = new TreeMap<>(example.values());
        for (String key : without) {
            assertThat(values.remove(key)).as(key).isNotNull();
        }
        stands.forEach((key, value) -> values.replace(key, value));
        Settings settings = Settings.of(values);
        reader.accept(settings);
        settings.finish();
        return new Reading(example, settings);
    }

    private List<Reading> ofTheAgent() throws Exception {
        Consumer<Settings> reader = settings -> AgentConfig.read(settings, "host");
        return List.of(read("agent.yaml", reader), read("examples/scrape.yaml", reader));
    }

    /** The hub's own broker and one of yours exclude each other. */
    private List<Reading> ofTheHub() throws Exception {
        return List.of(
                read(
                        "hub.yaml",
                        HubConfig::read,
                        "broker.url",
                        "broker.user",
                        "broker.password-file",
                        "broker.trust",
                        "broker.allow-plain-beyond-loopback"),
                read(
                        "hub.yaml",
                        HubConfig::read,
                        "broker.listen",
                        "broker.websocket-listen",
                        "broker.max-connections"));
    }

    @Test
    void everySettingOfTheAgentHasAnExample() throws Exception {
        assertComplete(ofTheAgent(), "edge-agent/src/main/java/skerry/agent/config");
    }

    @Test
    void everySettingOfTheHubHasAnExample() throws Exception {
        assertComplete(ofTheHub(), "hub/src/main/java/skerry/hub/config");
    }

    private static void assertComplete(List<Reading> readings, String sources) throws IOException {
        var shown = new TreeSet<String>();
        var known = new TreeSet<String>();
        for (Reading reading : readings) {
            shown.addAll(Reading.leaves(reading.example.values().keySet()));
            known.addAll(Reading.leaves(reading.settings.known()));
        }
        known.removeIf(key -> known.stream().anyMatch(other -> other.startsWith(key + ".")));
        shown.removeIf(key -> shown.stream().anyMatch(other -> other.startsWith(key + ".")));
        assertThat(shown).isEqualTo(known);

        // One that is read only where another is given would be missed by the readers.
        for (String word : words(Checkout.home().resolve(sources))) {
            assertThat(shown)
                    .as("the key %s of the sources", word)
                    .anyMatch(key -> word.startsWith(".")
                            ? (key + ".").contains(word + ".")
                            : (key + ".").startsWith(word + "."));
        }
    }

    private static Set<String> words(Path sources) throws IOException {
        var words = new TreeSet<String>();
        try (var files = Files.list(sources)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                WORD.matcher(text).results().forEach(found -> words.add(found.group(1)));
                READ.matcher(text).results().forEach(found -> words.add(found.group(1)));
            }
        }
        assertThat(words).isNotEmpty();
        return words;
    }

    @Test
    void eachSaysWhatItIsInWhichBoundsAndWhatIsUsual() throws Exception {
        var wrong = new ArrayList<String>();
        var readings = new ArrayList<>(ofTheAgent());
        readings.addAll(ofTheHub());
        for (Reading reading : readings) {
            Map<String, String> comments = first(reading.example.comments());
            for (String key : Reading.leaves(reading.example.values().keySet())) {
                String place = reading.example.name() + ", " + key + ": ";
                String comment = comments.getOrDefault(key, "");
                if (comment.isBlank() && !ofAMapOfNames(key)) {
                    wrong.add(place + "says nothing");
                }
            }
            reading.settings.bounds().forEach((key, bounds) -> {
                String comment = comments.getOrDefault(Reading.plain(key), "");
                if (!comment.isEmpty() && !comment.contains(bounds.least() + " to " + bounds.most())) {
                    wrong.add(reading.example.name() + ", " + key + ": does not say " + bounds.least() + " to "
                            + bounds.most());
                }
            });
            for (String key : reading.settings.unusual()) {
                String comment = comments.getOrDefault(Reading.plain(key), "");
                if (!comment.contains("Usual: ") && !ofAMapOfNames(key)) {
                    wrong.add(reading.example.name() + ", " + key + ": shows another value, and no usual one");
                }
                Settings.Bounds bounds = reading.settings.bounds().get(key);
                if (bounds != null && comment.contains("Usual: ") && !saysUsual(comment, bounds.usual())) {
                    wrong.add(reading.example.name() + ", " + key + ": does not say Usual: " + bounds.usual());
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    /** A number, or in words from where it comes. */
    private static boolean saysUsual(String comment, String usual) {
        String said = comment.replaceFirst(".*Usual: ", "");
        return said.startsWith(usual) || !Character.isDigit(said.charAt(0));
    }

    /** Names below it are the site's own. */
    private static boolean ofAMapOfNames(String key) {
        return key.matches("scrape\\.[*0-9]+\\.(labels|params)\\..*");
    }

    /** In a list of jobs the first that has a key explains it. */
    private static Map<String, String> first(Map<String, String> comments) {
        var first = new TreeMap<String, String>();
        new TreeMap<>(comments).forEach((key, comment) -> {
            if (!comment.isEmpty()) {
                first.putIfAbsent(Reading.plain(key), comment);
            }
        });
        return first;
    }
}
