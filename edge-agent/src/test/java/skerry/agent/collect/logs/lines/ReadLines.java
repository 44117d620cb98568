package skerry.agent.collect.logs.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.series.Labels;

/** Reads a whole log from memory. */
final class ReadLines {
    static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final int MAX_LINE_BYTES = 1_000;

    private ReadLines() {}

    /** The records of a log, in the order in which they are handed over. */
    static List<LogRecord> records(String log) throws IOException, InterruptedException {
        return records(log.getBytes(UTF_8));
    }

    static List<LogRecord> records(byte[] log) throws IOException, InterruptedException {
        var records = new ArrayList<LogRecord>();
        var context = new LineAssembler.Context(
                true, MAX_LINE_BYTES, records::add, new LogCounters(), InstantSource.fixed(NOON), FirstLines.NONE);
        var assembler = new LineAssembler(new LogSource("log", Labels.NONE), LogFormat.AUTO, context);
        var lines = new LineBuffer(MAX_LINE_BYTES);
        var in = new ByteArrayInputStream(log);
        boolean more = true;
        while (more) {
            assembler.detach();
            more = lines.fill((_, target, from, length) -> in.read(target, from, length)) > 0;
            while (lines.next() || (!more && lines.rest())) {
                assembler.line(lines);
            }
        }
        assembler.flush();
        return records;
    }

    static List<String> texts(String log) throws IOException, InterruptedException {
        return records(log).stream().map(LogRecord::text).toList();
    }
}
