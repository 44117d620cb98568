package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.file.SourceNaming;
import skerry.agent.collect.logs.journal.JournalAssembler;
import skerry.agent.collect.logs.journal.JournalEntry;
import skerry.agent.collect.logs.journal.JournalFormat;
import skerry.agent.collect.logs.lines.FirstLine;
import skerry.agent.collect.logs.lines.LineAssembler;
import skerry.agent.collect.logs.lines.LineBuffer;
import skerry.protocol.series.Labels;

/**
 * {@code preview logs}: the records that the agent would make of a log file, as one JSON object per line. A line without a
 * stamp of its own gets the present time, as when it is tailed.
 */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the records that the agent would make of a log file, before redaction.",
            "One JSON object each, with time, stream, severity, text, lines, cut and source."
        })
public final class PreviewLogsCommand implements Callable<Integer> {
    private static final int MAX_LINE_BYTES = 1 << 20;

    /** A journal entry in JSON may be this many times longer than its message. */
    private static final int JSON_GROWTH = 6;

    private final InputStream stdin;
    private final OutputStream stdout;
    private final InstantSource clock;
    private final LogCounters counters = new LogCounters();

    @Parameters(paramLabel = "FILE", description = "File to read; - is standard input.")
    private String file = "-";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Format of the lines: auto, cri, docker, journald or plain. Default: auto.")
    private LogFormat format = LogFormat.AUTO;

    /** Taken so that all previews have it. */
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--json", description = "One JSON object per record, which is the only form there is.")
    private boolean json;

    @Option(names = "--no-multiline", description = "Leave the lines of stack traces as records of their own.")
    private boolean noMultiline;

    @Option(
            names = "--first-line",
            paramLabel = "REGEX",
            description = "What the first line of each record looks like, as in the annotation skerry.io/multiline.")
    private String first = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** @param clock dates lines without a stamp */
    public PreviewLogsCommand(InputStream stdin, OutputStream stdout, InstantSource clock) {
        this.stdin = stdin;
        this.stdout = stdout;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean standard = file.equals("-");
        if (!standard && Files.isDirectory(Path.of(file))) {
            throw new IOException(file + " is a folder: name a file, or - for standard input");
        }
        try (InputStream in = standard ? stdin : Files.newInputStream(Path.of(file));
                JsonGenerator generator = generator(stdout)) {
            if (format == LogFormat.JOURNALD) {
                journal(in, generator);
            } else {
                lines(in, generator);
            }
            if (generator.getOutputContext().getEntryCount() > 0) {
                generator.writeRaw('\n');
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return 0;
    }

    private static JsonGenerator generator(OutputStream out) throws IOException {
        return new JsonFactoryBuilder()
                .rootValueSeparator("\n")
                .build()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    private void lines(InputStream in, JsonGenerator out) throws IOException, InterruptedException {
        LogSource source = file.equals("-")
                ? new LogSource(file, Labels.NONE)
                : SourceNaming.of(Path.of(file).toAbsolutePath());
        Optional<FirstLine> begins = first.isEmpty() ? Optional.empty() : Optional.of(firstLine());
        var context = new LineAssembler.Context(
                !noMultiline, MAX_LINE_BYTES, record -> write(out, record), counters, clock, _ -> begins);
        var assembler = new LineAssembler(source, SourceNaming.format(source, format), context);
        var lines = new LineBuffer(MAX_LINE_BYTES);
        boolean more = true;
        while (more) {
            assembler.detach();
            more = lines.fill((_, target, from, length) -> in.read(target, from, length)) > 0;
            while (lines.next() || (!more && lines.rest())) {
                assembler.line(lines);
            }
        }
        assembler.flush();
    }

    private FirstLine firstLine() {
        try {
            return FirstLine.of(first);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--first-line: " + e.getMessage(), e);
        }
    }

    private void journal(InputStream in, JsonGenerator out) throws IOException, InterruptedException {
        var entries = new JournalFormat(MAX_LINE_BYTES * JSON_GROWTH, counters);
        var assembler = new JournalAssembler(!noMultiline, MAX_LINE_BYTES, counters);
        var lines = new LineBuffer(MAX_LINE_BYTES * JSON_GROWTH);
        int number = 0;
        boolean more = true;
        while (more) {
            more = lines.fill((_, target, from, length) -> in.read(target, from, length)) > 0;
            while (lines.next() || (!more && lines.rest())) {
                number++;
                Optional<JournalEntry> entry = entries.parse(lines.bytes(), lines.from(), lines.to());
                if (entry.isEmpty()) {
                    throw new IOException("line " + number + " of " + file + " is no journal entry; make the file with"
                            + " journalctl --output=json");
                }
                assembler.add(entry.get());
                assembler.takeAll().forEach(record -> write(out, record));
            }
        }
        assembler.flush();
        assembler.takeAll().forEach(record -> write(out, record));
    }

    private static void write(JsonGenerator out, LogRecord record) {
        try {
            out.writeStartObject();
            out.writeStringField(
                    "time", Instant.ofEpochMilli(record.timeMillis()).toString());
            out.writeStringField("stream", record.stream());
            out.writeStringField("severity", record.severity().name().toLowerCase(Locale.ROOT));
            out.writeStringField("text", record.text());
            out.writeNumberField("lines", record.lines());
            out.writeBooleanField("cut", record.cut());
            out.writeStringField("source", record.source().key());
            out.writeObjectFieldStart("labels");
            for (int i = 0; i < record.source().labels().size(); i++) {
                out.writeStringField(
                        record.source().labels().name(i),
                        record.source().labels().value(i));
            }
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing the records", e);
        }
    }
}
