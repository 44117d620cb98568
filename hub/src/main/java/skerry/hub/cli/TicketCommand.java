package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a node for detail of its ring, and lists what it was asked for. */
@Command(
        name = "ticket",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a node for detail of its ring: samples, counts of log patterns, or log lines. The site's policy decides whether"
                    + " it is answered, at once or after a person there agreed. A node that is out of contact is asked at its"
                    + " next contact, or by the next stick, within thirty days.",
            "Without a kind it lists the tickets of the node. The hub asks for two minutes more at both ends of the window, so"
                    + " that whole hours can be compared with their summaries."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the answer is written, it waits, or the list is printed",
            "1:it was refused; one sentence on standard error says why",
            "2:wrong use, or a wrong configuration"
        })
public final class TicketCommand extends HubCommand {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Set<String> STILL = Set.of("waiting", "sent", "answering");

    @Parameters(index = "0", paramLabel = "SITE/NODE", description = "The node, or its id.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @ArgGroup
    private @Nullable What what;

    /** What is wanted. */
    static final class What {
        @Option(
                names = "--series",
                paramLabel = "SELECTOR",
                description = "Samples, such as 'node_load1' or 'up{job=\"web\"}'.")
        private @Nullable String series;

        @Option(
                names = "--patterns",
                paramLabel = "SOURCE",
                arity = "0..1",
                fallbackValue = "",
                description = "Counts of log patterns, of sources with this text.")
        private @Nullable String patterns;

        @Option(
                names = "--lines",
                paramLabel = "SOURCE",
                arity = "0..1",
                fallbackValue = "",
                description = "Log lines, of sources with this text.")
        private @Nullable String lines;
    }

    @Option(names = "--from", paramLabel = "TIME", description = "Begin, such as 2026-11-21T10:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "End; an hour after the begin if it is not said.")
    private @Nullable String to;

    @Option(names = "--pattern", paramLabel = "ID", description = "Only this log pattern; may be given again.")
    private List<String> ids = List.of();

    @Option(names = "--severity", paramLabel = "LEVEL", description = "Only lines of this gravity or worse.")
    private @Nullable String severity;

    @Option(names = "--most-bytes", paramLabel = "N", description = "Of the answer as it travels; usually 262144.")
    private @Nullable Long mostBytes;

    @Option(names = "--most-records", paramLabel = "N", description = "Of the answer; usually 100000.")
    private @Nullable Long mostRecords;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the person at the site is shown it.")
    private String reason = "";

    @Option(names = "--out", paramLabel = "FILE", description = "The file to write; usually its own name, here.")
    private @Nullable Path out;

    @Option(names = "--no-wait", description = "Only ask; the node's page has the answer once it is there.")
    private boolean noWait;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    void run(LocalHub hub, PrintWriter print) throws IOException {
        JsonNode agent = KnownAgents.of(hub).active(name);
        String path = "/api/v1/agents/" + KnownAgents.uid(agent) + "/tickets";
        if (what == null) {
            hub.get(path).path("tickets").forEach(ticket -> print.println(line(ticket)));
            return;
        }
        JsonNode ticket = hub.send("POST", path, body(what));
        String id = ticket.path("id").asText();
        print.println(KnownAgents.place(agent) + " is asked, ticket " + id);
        print.flush();
        String last = "";
        while (!noWait && STILL.contains(ticket.path("state").asText())) {
            if (!ticket.path("state").asText().equals(last)) {
                last = ticket.path("state").asText();
                print.println(last.equals("waiting") ? "the node is out of contact (Ctrl-C leaves it ordered)" : last);
                print.flush();
            }
            pause(LOOK_EVERY, "the node is asked all the same");
            ticket = hub.get(path + "/" + id).path("ticket");
        }
        if (noWait || ticket.path("state").asText().equals("waits")) {
            print.println(ticket.path("sentence").asText());
            return;
        }
        if (!ticket.has("file")) {
            throw new IOException(ticket.path("state").asText() + ": "
                    + ticket.path("sentence").asText());
        }
        Path file = out == null ? Path.of(ticket.path("file").asText()) : out;
        AskCommand.write(file, hub.bytes("/api/v1/agents/" + KnownAgents.uid(agent) + "/commands/" + id + "/file"));
        print.println("wrote " + file + ": " + ticket.path("sentence").asText());
        print.println(
                hub.get(path + "/" + id).path("comparison").path("sentence").asText("cannot be compared"));
    }

    private Map<String, Object> body(What wanted) {
        if (from == null) {
            throw new ParameterException(spec.commandLine(), "--from says where the window begins");
        }
        long begin = millis("--from", from);
        long end = to == null ? begin + Duration.ofHours(1).toMillis() : millis("--to", to);
        var body = new HashMap<String, Object>();
        if (wanted.series != null) {
            body.put("kind", "series");
            body.put("selector", wanted.series);
        } else if (wanted.patterns != null) {
            body.put("kind", "patterns");
            body.put("selector", wanted.patterns);
        } else {
            body.put("kind", "lines");
            body.put("selector", String.valueOf(wanted.lines));
        }
        body.put("from", begin);
        body.put("to", end);
        body.put("reason", reason);
        body.put("patterns", ids);
        if (severity != null) {
            body.put("severity", severity.toLowerCase(Locale.ROOT));
        }
        if (mostBytes != null) {
            body.put("mostBytes", mostBytes);
        }
        if (mostRecords != null) {
            body.put("mostRecords", mostRecords);
        }
        return body;
    }

    private long millis(String option, String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " cannot be '" + text + "': write a moment such as 2026-11-21T10:00:00Z",
                    e);
        }
    }

    private static String line(JsonNode ticket) {
        return ticket.path("id").asText() + "  " + ticket.path("kind").asText() + " "
                + ticket.path("selector").asText() + "  "
                + Instant.ofEpochMilli(ticket.path("from").asLong()) + " to "
                + Instant.ofEpochMilli(ticket.path("to").asLong()) + "  "
                + ticket.path("state").asText()
                + (ticket.has("why") ? " (" + ticket.path("why").asText() + ")" : "")
                + (ticket.has("verdict") ? ", " + ticket.path("verdict").asText() : "") + "  "
                + ticket.path("sentence").asText();
    }
}
