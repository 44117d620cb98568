package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import skerry.agent.blackbox.Crash;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.StoredBox;
import skerry.platform.config.ConfigException;

/** Lists the black boxes of a ring. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the boxes, oldest first.")
final class BlackboxListCommand implements Callable<Integer> {
    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    BlackboxListCommand(PrintStream target) {
        this.target = target;
    }

    @Override
    public Integer call() throws ConfigException, IOException, SQLException {
        try (RingReader reader = ring.open();
                var out = new QueryOutput(target)) {
            int found = 0;
            for (StoredBox stored : reader.boxes()) {
                Optional<Crash> crash =
                        stored.intact() ? Crash.decode(stored.box().about()) : Optional.empty();
                if (crash.isEmpty() && !json) {
                    out.line(stored.id() + "  is damaged");
                } else if (crash.isPresent() && json) {
                    writeJson(stored.id(), crash.get(), out);
                } else if (crash.isPresent()) {
                    out.line(line(stored.id(), crash.get()));
                }
                found++;
            }
            if (found == 0 && !json) {
                out.line("No boxes.");
            }
        }
        return 0;
    }

    static String line(long id, Crash crash) {
        return id + "  " + Instant.ofEpochMilli(crash.atMillis()) + "  " + crash.subject() + "  " + crash.how() + "  "
                + crash.content().map(BlackboxListCommand::words).orElse("not filled yet");
    }

    private static String words(Crash.Content content) {
        return content.lines() + " lines, " + content.events() + " events, " + content.series() + " series"
                + (content.leftOut() == 0 ? "" : ", " + content.leftOut() + " left out");
    }

    static void writeJson(long id, Crash crash, QueryOutput out) throws IOException {
        JsonGenerator object = out.json();
        object.writeStartObject();
        object.writeNumberField("id", id);
        object.writeNumberField("at", crash.atMillis());
        object.writeStringField("namespace", crash.namespace());
        object.writeStringField("pod", crash.pod());
        object.writeStringField("container", crash.container());
        object.writeStringField("reason", crash.reason());
        if (crash.restart() >= 0) {
            object.writeNumberField("restart", crash.restart());
        }
        if (crash.exitCode() >= 0) {
            object.writeNumberField("exitCode", crash.exitCode());
        }
        if (crash.content().isPresent()) {
            Crash.Content content = crash.content().get();
            object.writeNumberField("from", content.fromMillis());
            object.writeNumberField("to", content.toMillis());
            object.writeNumberField("lines", content.lines());
            object.writeNumberField("events", content.events());
            object.writeNumberField("series", content.series());
            object.writeNumberField("leftOut", content.leftOut());
        }
        object.writeEndObject();
        out.next();
    }
}
