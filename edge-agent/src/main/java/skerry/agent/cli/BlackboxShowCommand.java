package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import skerry.agent.blackbox.BlackBox;
import skerry.agent.blackbox.Crash;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.StoredBox;
import skerry.platform.config.ConfigException;

/** Prints what is in one black box: its lines and events in order of time, then its series. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints the lines and events of a box in order of time, then its series.")
final class BlackboxShowCommand implements Callable<Integer> {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Parameters(paramLabel = "ID", description = "Number of the box, as list prints it.")
    private long id;

    @Option(names = "--json", description = "Prints one JSON object a line: the box, its lines, events and series.")
    private boolean json;

    private record Row(long time, String text) {}

    BlackboxShowCommand(PrintStream target) {
        this.target = target;
    }

    @Override
    public Integer call() throws ConfigException, IOException, SQLException {
        try (RingReader reader = ring.open();
                var out = new QueryOutput(target)) {
            StoredBox stored = reader.box(id)
                    .orElseThrow(() ->
                            new IOException("there is no box " + id + ": 'skerry-agent blackbox list' lists them"));
            Optional<Crash> crash = stored.intact() ? Crash.decode(stored.box().about()) : Optional.empty();
            if (crash.isEmpty()) {
                throw new IOException("box " + id + " is damaged, or of a later release");
            }
            List<String> content = BlackBox.content(stored.box());
            if (json) {
                BlackboxListCommand.writeJson(id, crash.get(), out);
                for (String object : content) {
                    out.json().writeRawValue(object);
                    out.next();
                }
            } else {
                out.line(BlackboxListCommand.line(id, crash.get()));
                write(content, out);
            }
        }
        return 0;
    }

    private static void write(List<String> content, QueryOutput out) throws IOException {
        var rows = new ArrayList<Row>();
        var series = new ArrayList<String>();
        for (String object : content) {
            Map<String, String> fields = fields(object);
            long time = Long.parseLong(fields.getOrDefault("time", "0"));
            switch (fields.getOrDefault("what", "")) {
                case "line" ->
                    rows.add(new Row(
                            time,
                            fields.get("container") + "/" + fields.get("restart") + " " + fields.get("stream") + "  "
                                    + fields.get("text")));
                case "event" -> rows.add(new Row(time, "event " + fields.get("type") + "  " + fields.get("text")));
                case "series" -> series.add(fields.get("name") + fields.get("labels") + "  " + fields.get("points"));
                default -> {
                    // of a later release
                }
            }
        }
        rows.sort((a, b) -> Long.compare(a.time, b.time));
        for (Row row : rows) {
            out.line(Instant.ofEpochMilli(row.time) + "  " + row.text);
        }
        for (String one : series) {
            out.line(one);
        }
    }

    /** The fields of an object; labels as a text, and points as their number, first and last value. */
    private static Map<String, String> fields(String object) throws IOException {
        var fields = new HashMap<String, String>();
        try (JsonParser in = JSON.createParser(object)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                switch (in.nextToken()) {
                    case START_OBJECT -> fields.put(name, labels(in));
                    case START_ARRAY -> fields.put(name, points(in));
                    default -> fields.put(name, in.getText());
                }
            }
        }
        return fields;
    }

    private static String labels(JsonParser in) throws IOException {
        var labels = new TreeMap<String, String>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            labels.put(name, in.getText());
        }
        return labels.toString();
    }

    private static String points(JsonParser in) throws IOException {
        int count = 0;
        String first = "";
        String last = "";
        while (in.nextToken() == JsonToken.START_ARRAY) {
            in.nextToken();
            in.nextToken();
            last = in.getText();
            first = count++ == 0 ? last : first;
            in.nextToken();
        }
        return count + " values, " + first + " … " + last;
    }
}
