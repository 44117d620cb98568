package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.agent.ring.LineFilter;
import skerry.agent.ring.LineView;
import skerry.agent.ring.RingReader;
import skerry.protocol.payload.Severity;

/** Prints log lines of the ring in the order in which they were collected. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Prints the log lines of a span, oldest first.")
final class QueryLogsCommand implements Callable<Integer> {
    private final InstantSource wall;
    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Mixin
    private SpanOption span = new SpanOption();

    @Option(names = "--grep", paramLabel = "TEXT", description = "Only lines that hold this text.")
    private String grep = "";

    @Option(names = "--source", paramLabel = "TEXT", description = "Only sources with this text in name or labels.")
    private String source = "";

    @Option(
            names = "--severity",
            paramLabel = "LEVEL",
            description = "Only lines of this gravity or worse: ${COMPLETION-CANDIDATES}.")
    private Severity severity = Severity.UNKNOWN;

    @Option(names = "--limit", paramLabel = "N", description = "Only the newest N of them.")
    private long limit;

    @Option(names = "--count", description = "Prints only how many there are.")
    private boolean count;

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    QueryLogsCommand(InstantSource wall, PrintStream target) {
        this.wall = wall;
        this.target = target;
    }

    @Override
    public Integer call() throws Exception {
        if (limit < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--limit cannot be negative");
        }
        var filter = new LineFilter(span.fromMillis(wall), span.toMillis(wall), grep, source, severity);
        try (RingReader reader = ring.open();
                var out = new QueryOutput(target)) {
            long[] found = {0};
            reader.lines(filter, limit, line -> {
                found[0]++;
                return count || print(line, out);
            });
            if (count) {
                printCount(found[0], out);
            }
            PrintWriter err = spec.commandLine().getErr();
            if (found[0] == 0 && filter.fromMillis() > Long.MIN_VALUE) {
                hintAtOlder(reader, filter.fromMillis(), err);
            }
            warnOfDamage(reader, err);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return 0;
    }

    static void warnOfDamage(RingReader reader, PrintWriter err) {
        if (reader.sealedBlocks() > 0) {
            err.println("skerry-agent: " + reader.sealedBlocks()
                    + " blocks are encrypted under a key that is not here and were left out: name its file in ring.key-file or"
                    + " ring.old-key-files");
        }
        if (reader.damagedBlocks() > 0) {
            err.println("skerry-agent: " + reader.damagedBlocks()
                    + " damaged blocks were left out; the agent removes and counts them while it runs");
        }
    }

    /** Lines carry the time that they say themselves, which may be long ago. */
    private static void hintAtOlder(RingReader reader, long fromMillis, PrintWriter err) throws SQLException {
        reader.lines(LineFilter.between(Long.MIN_VALUE, fromMillis - 1), 1, newest -> {
            err.println("skerry-agent: nothing since " + Instant.ofEpochMilli(fromMillis)
                    + "; the newest line before is of " + Instant.ofEpochMilli(newest.timeMillis())
                    + ": --since all looks at all of them");
            return false;
        });
    }

    private void printCount(long found, QueryOutput out) throws IOException {
        if (json) {
            out.json().writeStartObject();
            out.json().writeNumberField("count", found);
            out.json().writeEndObject();
        } else {
            out.line(Long.toString(found));
        }
    }

    private boolean print(LineView line, QueryOutput out) {
        try {
            if (json) {
                writeJson(line, out);
            } else {
                writeText(line, out);
            }
            return out.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeText(LineView line, QueryOutput out) throws IOException {
        out.text(Instant.ofEpochMilli(line.timeMillis()) + " " + word(line.severity()) + " "
                + line.source().key() + " ");
        out.bytes(line.bytes(), line.offset(), line.length());
        out.line(line.cut() ? " [cut]" : "");
    }

    private static void writeJson(LineView line, QueryOutput out) throws IOException {
        JsonGenerator json = out.json();
        json.writeStartObject();
        json.writeNumberField("time", line.timeMillis());
        json.writeStringField("source", line.source().key());
        out.labels(line.source().labels());
        if (!line.stream().isEmpty()) {
            json.writeStringField("stream", line.stream());
        }
        json.writeStringField("severity", word(line.severity()));
        json.writeFieldName("text");
        json.writeUTF8String(line.bytes(), line.offset(), line.length());
        if (line.lines() > 1) {
            json.writeNumberField("lines", line.lines());
        }
        if (line.cut()) {
            json.writeBooleanField("cut", true);
        }
        json.writeEndObject();
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
