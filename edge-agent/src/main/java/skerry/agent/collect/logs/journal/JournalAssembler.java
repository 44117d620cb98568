package skerry.agent.collect.logs.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.SeverityScan;
import skerry.agent.collect.logs.lines.TraceJoin;
import skerry.agent.collect.logs.lines.Utf8;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/**
 * Turns journal entries into records; lines of a stack trace that a process printed one by one become one. Records are
 * collected until {@link #takeAll}.
 */
public final class JournalAssembler {
    private static final int MAX_LANES = 64;

    /** The entries of one process. */
    private final class Lane implements TraceJoin.Output {
        private final LogSource source;
        private final TraceJoin join = new TraceJoin(this);

        private Lane(LogSource source) {
            this.source = source;
        }

        @Override
        public void record(byte[] b, int from, int to, TraceJoin.Line line, boolean trace) {
            var severity = line.severity();
            if (severity == Severity.UNKNOWN) {
                severity = SeverityScan.of(b, from, to);
            }
            if (severity == Severity.UNKNOWN) {
                severity = trace ? Severity.ERROR : Severity.INFO;
            }
            var text = Utf8.decode(b, from, to, counters);
            records.add(new LogRecord(source, line.timeMillis(), "", severity, text, line.lines(), line.cut()));
            counters.add(LogCount.RECORDS, 1);
            counters.add(LogCount.LINES, line.lines());
            counters.add(LogCount.CUT_RECORDS, line.cut() ? 1 : 0);
        }
    }

    private final boolean multiline;
    private final int maxLineBytes;
    private final LogCounters counters;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final List<LogRecord> records = new ArrayList<>();

    public JournalAssembler(boolean multiline, int maxLineBytes, LogCounters counters) {
        this.multiline = multiline;
        this.maxLineBytes = maxLineBytes;
        this.counters = counters;
    }

    /** Takes the next entry. */
    public void add(JournalEntry entry) throws InterruptedException {
        byte[] text = entry.message().getBytes(UTF_8);
        int to = text.length > 0 && text[text.length - 1] == '\n' ? text.length - 1 : text.length;
        boolean cut = !entry.complete();
        if (to > maxLineBytes) {
            int kept = Utf8.boundary(text, 0, maxLineBytes);
            counters.add(LogCount.CUT_BYTES, to - kept);
            to = kept;
            cut = true;
        }
        int lines = 1;
        for (int i = 0; i < to; i++) {
            lines += text[i] == '\n' ? 1 : 0;
        }
        if (lanes.size() >= MAX_LANES) {
            flush();
        }
        Lane lane = lanes.computeIfAbsent(
                entry.unit() + '\n' + entry.identifier() + '\n' + entry.process(), _ -> new Lane(source(entry)));
        for (Lane other : lanes.values()) {
            if (other != lane) {
                other.join.flushUnlessOpen();
            }
        }
        lane.join.add(text, 0, to, new TraceJoin.Line(0, 0, entry.timeMillis(), entry.severity(), lines, cut));
        if (!multiline) {
            lane.join.flush();
        }
    }

    private static LogSource source(JournalEntry entry) {
        String name = entry.unit().isEmpty() ? entry.identifier() : entry.unit();
        return new LogSource("journal:" + name, Labels.of("unit", entry.unit(), "identifier", entry.identifier()));
    }

    /** Says that no entry is at hand: completes what no stack trace may go on with. */
    public void pause() throws InterruptedException {
        for (Lane lane : lanes.values()) {
            lane.join.flushUnlessOpen();
        }
    }

    /** Completes everything. */
    public void flush() throws InterruptedException {
        for (Lane lane : lanes.values()) {
            lane.join.flush();
        }
        lanes.clear();
    }

    /** Whether an entry waits for what may follow it. */
    public boolean isHolding() {
        return lanes.values().stream().anyMatch(lane -> lane.join.isHolding());
    }

    /** The complete records since the last call. */
    public List<LogRecord> takeAll() {
        List<LogRecord> taken = List.copyOf(records);
        records.clear();
        return taken;
    }
}
