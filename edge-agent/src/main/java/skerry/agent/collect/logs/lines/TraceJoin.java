package skerry.agent.collect.logs.lines;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import skerry.protocol.payload.Severity;

/**
 * Joins the lines of one lane into records: holds the newest record until a line shows that it is complete, or until it
 * is told to let go. A record's bytes stay where they were read until {@link #detach}.
 */
public final class TraceJoin {
    /** Takes complete records. */
    @FunctionalInterface
    public interface Output {
        /**
         * @param line what is known of the record
         * @param trace whether the lines are a stack trace
         */
        void record(byte[] bytes, int from, int to, Line line, boolean trace) throws InterruptedException;
    }

    /**
     * What is known of a line, or of several joined, besides the text.
     *
     * @param offset place in the source where it begins
     * @param lastOffset place where the last source line in it begins; the same for a single line
     * @param timeMillis when its beginning was written
     * @param severity as far as the format tells
     * @param lines source lines in it, more than 1 if it was joined from partial ones
     */
    public record Line(long offset, long lastOffset, long timeMillis, Severity severity, int lines, boolean cut) {
        private Line plus(Line next) {
            return new Line(offset, next.lastOffset, timeMillis, severity, lines + next.lines, cut || next.cut);
        }
    }

    private static final class Tentative {
        private final byte[] bytes;
        private final Line line;

        private Tentative(byte[] bytes, Line line) {
            this.bytes = bytes;
            this.line = line;
        }
    }

    private static final int MAX_LINES = 512;
    private static final int MAX_BYTES = 1 << 18;
    private static final int MAX_TENTATIVE = 8;
    private static final byte[] NONE = {};

    private final Output output;

    private boolean held;
    private byte[] bytes = NONE;
    private int from;
    private int to;
    private boolean own;
    private Line line = new Line(0, 0, 0, Severity.UNKNOWN, 1, false);
    private Trace state = Trace.LINE;
    private final List<Tentative> tentative = new ArrayList<>(0);
    /** Whether lines that were announced were proven here once: then they need no proof. */
    private boolean announces;

    public TraceJoin(Output output) {
        this.output = output;
    }

    /**
     * Takes the next line, where it is known what records begin with; may hand over what was held before it. Lines before the
     * first such one are a record too.
     */
    public void add(byte[] b, int lineFrom, int lineTo, Line next, FirstLine first) throws InterruptedException {
        boolean full = line.lines() >= MAX_LINES || to - from + lineTo - lineFrom >= MAX_BYTES;
        if (held && (state != Trace.RULED || full || first.begins(b, lineFrom, lineTo))) {
            flush();
        }
        if (held) {
            append(b, lineFrom, lineTo, next);
        } else {
            hold(b, lineFrom, lineTo, next, Trace.RULED);
        }
    }

    /** Takes the next line; may hand over what was held before it. */
    public void add(byte[] b, int lineFrom, int lineTo, Line next) throws InterruptedException {
        Trace opens = Trace.LINE;
        while (held) {
            Trace after = TraceGrammar.next(state, bytes, from, to, b, lineFrom, lineTo);
            if (state == Trace.ANNOUNCED && Heading.isAlike(bytes, from, to, b, lineFrom, lineTo)) {
                announces = true;
            }
            if (after == Trace.LINE || (after.tentative() && tentative.size() == MAX_TENTATIVE)) {
                release();
            } else if (line.lines() + tentative.size() >= MAX_LINES || to - from + lineTo - lineFrom >= MAX_BYTES) {
                // Too long for one record: the rest of the trace becomes the next one.
                opens = after.tentative() ? Trace.LINE : after;
                flush();
            } else {
                take(after, b, lineFrom, lineTo, next);
                return;
            }
        }
        hold(b, lineFrom, lineTo, next, opens == Trace.LINE ? TraceGrammar.first(b, lineFrom, lineTo) : opens);
    }

    private void hold(byte[] b, int lineFrom, int lineTo, Line next, Trace opens) {
        held = true;
        bytes = b;
        from = lineFrom;
        to = lineTo;
        own = false;
        line = next;
        state = opens;
    }

    private void take(Trace after, byte[] b, int lineFrom, int lineTo, Line next) {
        state = after;
        if (after.tentative()) {
            tentative.add(new Tentative(Arrays.copyOfRange(b, lineFrom, lineTo), next));
            return;
        }
        appendTentative();
        append(b, lineFrom, lineTo, next);
    }

    private void appendTentative() {
        for (Tentative proven : tentative) {
            append(proven.bytes, 0, proven.bytes.length, proven.line);
        }
        tentative.clear();
    }

    private void append(byte[] b, int lineFrom, int lineTo, Line next) {
        int length = to - from;
        int grown = length + 1 + lineTo - lineFrom;
        if (!own || grown > bytes.length) {
            bytes = Arrays.copyOfRange(bytes, from, from + Math.max(grown, length * 2));
            from = 0;
            own = true;
        }
        bytes[length] = '\n';
        System.arraycopy(b, lineFrom, bytes, length + 1, lineTo - lineFrom);
        to = grown;
        line = line.plus(next);
    }

    /** Hands over the record; lines that were held with it without proof are added anew. */
    private void release() throws InterruptedException {
        if (!held) {
            return;
        }
        if (state == Trace.ANNOUNCED && announces) {
            appendTentative();
        }
        byte[] record = bytes;
        held = false;
        bytes = NONE;
        output.record(record, from, to, line, state.isTrace());
        if (!tentative.isEmpty()) {
            var again = new ArrayDeque<>(tentative);
            tentative.clear();
            for (Tentative unproven : again) {
                add(unproven.bytes, 0, unproven.bytes.length, unproven.line);
            }
        }
    }

    /** Hands over everything held. */
    public void flush() throws InterruptedException {
        while (held) {
            release();
        }
    }

    /** Hands over what is held unless the record may go on in the next line. */
    public void flushUnlessOpen() throws InterruptedException {
        if (held && isWhole() && !TraceGrammar.continues(bytes, from, to)) {
            release();
        }
    }

    private boolean isWhole() {
        return state == Trace.CONTINUED || (state == Trace.LINE && !TraceGrammar.mayGoOn(bytes, from, to));
    }

    /** Forgets what is held. */
    public void drop() {
        held = false;
        bytes = NONE;
        tentative.clear();
    }

    /** Copies what is held, so that the array it was read into can be used anew. */
    public void detach() {
        if (held && !own) {
            bytes = Arrays.copyOfRange(bytes, from, to);
            to -= from;
            from = 0;
            own = true;
        }
    }

    public boolean isHolding() {
        return held;
    }

    /** Whether one line is held, and nothing beside it. */
    boolean isHoldingOne() {
        return held && from < to && line.lines() == 1 && tentative.isEmpty();
    }

    /** A copy of what is held; only while {@link #isHolding}. */
    byte[] heldText() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** What is known of what is held; only while {@link #isHolding}. */
    Line heldLine() {
        return line;
    }

    /** Whether what is held begins with this byte; only while {@link #isHoldingOne}. */
    boolean heldBeginsWith(char first) {
        return bytes[from] == first;
    }

    /** Whether what is held is a stack trace that may go on. */
    boolean isInTrace() {
        return held && state.isTrace();
    }

    /** Place in the source of the first line held; meaningless when nothing is. */
    public long heldOffset() {
        return line.offset();
    }

    /** Bytes held apart from the array they were read into. */
    public int heldBytes() {
        return held && own ? bytes.length : 0;
    }
}
