package skerry.system.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import skerry.system.process.Checkout;

/**
 * An example of settings, with those taken into use that stand in it as comments.
 *
 * @param values by their dotted keys
 * @param comments of each key of a setting: the lines above it and what stands behind it, as one text
 */
record ExampleFile(String name, Map<String, String> values, Map<String, String> comments) {
    /** A commented setting: its name and one value, or nothing. A comment in words begins with a capital letter or is longer. */
    private static final String COMMENTED = "(?m)^( *)# ( *[a-z][a-z-]*:( \\S+| \\[.*]| \\{.*}| \".*\")?)$";

    ExampleFile {
        values = Map.copyOf(values);
        comments = Map.copyOf(comments);
    }

    static ExampleFile read(String name) throws IOException {
        Path file = Checkout.home().resolve("deploy").resolve(name);
        String taken = Files.readString(file).replaceAll(COMMENTED, "$1$2");
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        var yaml = new Yaml(new SafeConstructor(options));
        var example = new ExampleFile(name, new TreeMap<>(), new TreeMap<>());
        var values = new TreeMap<String, String>();
        var comments = new TreeMap<String, String>();
        walk("", yaml.compose(new StringReader(taken)), taken.lines().toList(), values, comments);
        yaml.<Map<String, Object>>load(taken);
        return new ExampleFile(example.name(), values, comments);
    }

    private static void walk(
            String key, Node node, List<String> lines, Map<String, String> values, Map<String, String> comments) {
        switch (node) {
            case MappingNode map -> {
                for (NodeTuple tuple : map.getValue()) {
                    String name = ((ScalarNode) tuple.getKeyNode()).getValue();
                    String below = key.isEmpty() ? name : key + "." + name;
                    comments.put(
                            below,
                            comment(lines, tuple.getKeyNode().getStartMark().getLine()));
                    walk(below, tuple.getValueNode(), lines, values, comments);
                }
            }
            case SequenceNode list -> {
                for (int i = 0; i < list.getValue().size(); i++) {
                    walk(key + "." + i, list.getValue().get(i), lines, values, comments);
                }
                if (list.getValue().isEmpty()) {
                    values.put(key, "");
                }
            }
            case ScalarNode one -> values.put(key, one.getValue());
            default -> throw new IllegalArgumentException(key + " is neither a value, a list nor a map");
        }
    }

    private static String comment(List<String> lines, int line) {
        int first = line;
        while (first > 0 && lines.get(first - 1).strip().startsWith("#")) {
            first--;
        }
        String above = lines.subList(first, line).stream()
                .map(text -> text.strip().replaceFirst("^#[# ]*", ""))
                .collect(Collectors.joining(" "));
        String behind = lines.get(line).replaceFirst("^[^#]*#?", "");
        return (above + " " + behind).strip();
    }
}
