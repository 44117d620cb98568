package skerry.agent.collect.logs.lines;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.SeverityScan;
import skerry.protocol.payload.Severity;

/**
 * Turns the physical lines of one file into logical records: takes the format off, joins partial lines and stack traces,
 * keeps interleaved streams apart. Knows which lines are handed over and which are held, so that reading can go on after a
 * crash at exactly the right place of each lane.
 */
public final class LineAssembler {
    /** Takes the records. */
    @FunctionalInterface
    public interface Output {
        void record(LogRecord record) throws InterruptedException;
    }

    /** What the assemblers of one thread share. */
    public static final class Context {
        private final boolean multiline;
        private final int maxLineBytes;
        private final Output output;
        private final LogCounters counters;
        private final InstantSource clock;
        private final FirstLines firstLines;
        private final ParsedLine line = new ParsedLine();
        private final CriFormat cri = new CriFormat();
        private final DockerFormat docker = new DockerFormat();
        private final Rfc3339 stamp = new Rfc3339();

        /**
         * @param multiline whether lines are joined where {@code firstLines} says nothing
         * @param clock dates lines that carry no stamp
         */
        public Context(
                boolean multiline,
                int maxLineBytes,
                Output output,
                LogCounters counters,
                InstantSource clock,
                FirstLines firstLines) {
            this.multiline = multiline;
            this.maxLineBytes = maxLineBytes;
            this.output = output;
            this.counters = counters;
            this.clock = clock;
            this.firstLines = firstLines;
        }
    }

    /** One lane: its unfinished partial line, its held record, and how far it was handed over. */
    private final class Lane implements TraceJoin.Output {
        private final String stream;
        private final PartialJoin partial;
        private final JsonTraces join = new JsonTraces(this);
        private long handedOver;

        private Lane(int number) {
            stream = Lanes.stream(number);
            partial = new PartialJoin(context.maxLineBytes);
        }

        @Override
        public void record(byte[] b, int from, int to, TraceJoin.Line line, boolean trace) throws InterruptedException {
            var severity = SeverityScan.of(b, from, to);
            if (trace && severity == Severity.UNKNOWN) {
                severity = Severity.ERROR;
            }
            var text = Utf8.decode(b, from, to, context.counters);
            context.output.record(
                    new LogRecord(source, line.timeMillis(), stream, severity, text, line.lines(), line.cut()));
            context.counters.add(LogCount.RECORDS, 1);
            context.counters.add(LogCount.LINES, line.lines());
            if (line.cut()) {
                context.counters.add(LogCount.CUT_RECORDS, 1);
            }
            handedOver = line.lastOffset() + 1;
        }

        private boolean isOpen() {
            return join.isHolding() || partial.isOpen();
        }

        private long openOffset() {
            long held = join.isHolding() ? join.heldOffset() : Long.MAX_VALUE;
            return partial.isOpen() ? Math.min(held, partial.offset()) : held;
        }
    }

    /** A file whose first lines are in no container format is plain. */
    private static final int SNIFFED_LINES = 8;

    private final LogSource source;
    private final Context context;
    private final Lane[] lanes = new Lane[Lanes.COUNT];

    private LogFormat format;
    private int undecided = SNIFFED_LINES;
    private Optional<FirstLine> firstLine;

    /** @param format {@link LogFormat#AUTO} to decide by the first line */
    public LineAssembler(LogSource source, LogFormat format, Context context) {
        this.source = source;
        this.format = format;
        this.context = context;
        this.firstLine = context.firstLines.of(source);
    }

    /** Takes the line that {@code lines} stands at. Bytes of the line may be changed in place. */
    public void line(LineBuffer lines) throws InterruptedException {
        byte[] b = lines.bytes();
        int from = lines.from();
        int to = lines.to();
        if (from < to && b[from] == 0) {
            int text = from;
            while (text < to && b[text] == 0) {
                text++;
            }
            context.counters.add(LogCount.NUL_BYTES, text - from);
            from = text;
        }
        ParsedLine line = context.line;
        parse(b, from, to, line);
        long offset = lines.lineOffset();
        Lane lane = lane(line.lane);
        if (offset < lane.handedOver) {
            return;
        }
        long time = line.timeMillis == Long.MIN_VALUE ? context.clock.millis() : line.timeMillis;
        boolean cut = lines.cut();
        int textTo = line.to;
        if (textTo > line.from && b[textTo - 1] == '\r' && !line.partial && !cut) {
            textTo--;
        }
        if (line.partial || lane.partial.isOpen()) {
            int over = lane.partial.add(b, line.from, textTo, offset, time, cut);
            if (over > 0) {
                context.counters.add(LogCount.CUT_BYTES, over);
            }
            if (!line.partial) {
                finishPartial(lane);
            }
            return;
        }
        if (cut || textTo - line.from > context.maxLineBytes) {
            int limit = Math.min(textTo, line.from + context.maxLineBytes);
            int kept = Utf8.boundary(b, line.from, limit);
            context.counters.add(LogCount.CUT_BYTES, textTo - kept);
            textTo = kept;
            cut = true;
        }
        add(lane, b, line.from, textTo, new TraceJoin.Line(offset, offset, time, Severity.UNKNOWN, 1, cut));
    }

    private void parse(byte[] b, int from, int to, ParsedLine line) {
        switch (format) {
            case AUTO -> sniff(b, from, to, line);
            case PLAIN, JOURNALD -> plain(b, from, to, line);
            case CRI, DOCKER -> {
                boolean object = from < to && b[from] == '{';
                boolean parsed =
                        object ? context.docker.parse(b, from, to, line) : context.cri.parse(b, from, to, line);
                if (!parsed) {
                    context.counters.add(LogCount.MISFORMED, 1);
                    plain(b, from, to, line);
                }
            }
        }
    }

    private void sniff(byte[] b, int from, int to, ParsedLine line) {
        if (context.cri.parse(b, from, to, line)) {
            format = LogFormat.CRI;
        } else if (context.docker.parse(b, from, to, line)) {
            format = LogFormat.DOCKER;
        } else {
            plain(b, from, to, line);
            if (--undecided == 0) {
                format = LogFormat.PLAIN;
            }
        }
    }

    private void plain(byte[] b, int from, int to, ParsedLine line) {
        line.lane = Lanes.PLAIN;
        line.from = from;
        line.to = to;
        line.partial = false;
        boolean dated = to - from > 19 && Ascii.isDigit(b[from]) && context.stamp.parse(b, from, to);
        line.timeMillis = dated ? context.stamp.millis() : Long.MIN_VALUE;
    }

    private void finishPartial(Lane lane) throws InterruptedException {
        PartialJoin partial = lane.partial;
        byte[] b = partial.bytes();
        int to = partial.length();
        if (to > 0 && b[to - 1] == '\r' && !partial.cut()) {
            to--;
        }
        var line = new TraceJoin.Line(
                partial.offset(),
                partial.lastOffset(),
                partial.timeMillis(),
                Severity.UNKNOWN,
                partial.parts(),
                partial.cut());
        partial.clear();
        add(lane, b, 0, to, line);
    }

    private void add(Lane lane, byte[] b, int from, int to, TraceJoin.Line line) throws InterruptedException {
        if (!context.multiline && firstLine.isEmpty()) {
            lane.record(b, from, to, line, false);
            return;
        }
        // Keeps the order of streams wherever that does not tear a trace.
        for (Lane other : lanes) {
            if (other != null && other != lane && other.join.isHolding()) {
                other.join.flushUnlessOpen();
            }
        }
        if (firstLine.isPresent()) {
            lane.join.add(b, from, to, line, firstLine.get());
        } else {
            lane.join.add(b, from, to, line);
        }
    }

    private Lane lane(int number) {
        Lane lane = lanes[number];
        if (lane == null) {
            lane = new Lane(number);
            lanes[number] = lane;
        }
        return lane;
    }

    /** Says that no line is at hand: hands over what is complete unless a stack trace may go on. */
    public void pause() throws InterruptedException {
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.join.flushUnlessOpen();
            }
        }
    }

    /** Hands over everything held, complete or not. */
    public void flush() throws InterruptedException {
        for (Lane lane : lanes) {
            if (lane != null && lane.partial.isOpen()) {
                finishPartial(lane);
            }
        }
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.join.flush();
            }
        }
    }

    /** Copies what is held out of the line buffer, before the buffer moves; asks anew how records begin. */
    public void detach() {
        firstLine = context.firstLines.of(source);
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.join.detach();
            }
        }
    }

    /** Forgets what is held; it must be read again from {@link #resumeOffset}. */
    public void drop() {
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.partial.clear();
                lane.join.drop();
            }
        }
    }

    public boolean isHolding() {
        for (Lane lane : lanes) {
            if (lane != null && lane.isOpen()) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of memory behind what is held, apart from the line buffer. */
    public int heldBytes() {
        int sum = 0;
        for (Lane lane : lanes) {
            if (lane != null) {
                sum += lane.partial.heldBytes() + lane.join.heldBytes();
            }
        }
        return sum;
    }

    /** Where reading must go on after a crash, if the lines up to {@code position} were taken. */
    public long resumeOffset(long position) {
        long offset = position;
        for (Lane lane : lanes) {
            if (lane != null) {
                offset = Math.min(offset, lane.openOffset());
            }
        }
        return offset;
    }

    /**
     * For each lane, the place below which its lines are handed over although they lie after {@code resume}; 0 where
     * there are none.
     */
    public List<Long> handedOverBeyond(long resume) {
        var beyond = new ArrayList<Long>(Lanes.COUNT);
        for (Lane lane : lanes) {
            beyond.add(lane != null && lane.handedOver > resume ? lane.handedOver : 0L);
        }
        return beyond;
    }

    /** Skips the lines that an earlier assembler handed over, as {@link #handedOverBeyond} told. */
    public void skipHandedOver(List<Long> beyond) {
        for (int i = 0; i < Math.min(Lanes.COUNT, beyond.size()); i++) {
            if (beyond.get(i) > 0) {
                lane(i).handedOver = beyond.get(i);
            }
        }
    }
}
