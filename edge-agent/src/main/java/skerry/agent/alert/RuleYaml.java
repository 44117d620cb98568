package skerry.agent.alert;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;

/** One document of YAML as nodes that know their line: no aliases, no deep nesting, no objects. */
final class RuleYaml {
    /** The community's largest rule files have some 100 kB. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 16;

    private RuleYaml() {}

    /** Says what is wrong, and where. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;

        Malformed(int line, String reason) {
            super(reason);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /** The document; empty if there is nothing in it. */
    static Optional<Node> read(byte[] bytes) throws Malformed {
        if (bytes.length > MAX_BYTES) {
            throw new Malformed(0, "is larger than the " + MAX_BYTES + " bytes that are read: split it");
        }
        String text = text(bytes);
        var options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        var yaml = new Yaml(options);
        try {
            // Before anything is put together: an alias makes a small text a large one.
            checkEvents(yaml.parse(new StringReader(text)));
            return Optional.ofNullable(yaml.compose(new StringReader(text)));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new Malformed(
                    mark == null ? 0 : line(mark), "is no YAML: " + firstLine(String.valueOf(e.getProblem())));
        } catch (YAMLException e) {
            throw new Malformed(0, "is no YAML: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private static void checkEvents(Iterable<Event> events) throws Malformed {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof AliasEvent) {
                throw new Malformed(line(event.getStartMark()), "has an alias, which is not read: write it out");
            }
            depth += event instanceof CollectionStartEvent ? 1 : 0;
            depth -= event instanceof CollectionEndEvent ? 1 : 0;
            if (depth > MAX_DEPTH) {
                throw new Malformed(
                        line(event.getStartMark()), "is nested deeper than the " + MAX_DEPTH + " levels that are read");
            }
        }
    }

    private static String text(byte[] bytes) throws Malformed {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Malformed(0, "is no UTF-8 text");
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
