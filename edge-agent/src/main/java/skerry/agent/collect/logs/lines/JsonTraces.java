package skerry.agent.collect.logs.lines;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Joins the lines of one lane as {@link TraceJoin} does, and also a stack trace of which a logger wrote each line as a JSON object: of
 * objects that are alike but for message and time, the first one becomes the record, with the messages of all.
 */
final class JsonTraces {
    private static final int MAX_BYTES = 1 << 18;

    /** What second lines of traces begin with: a blank or its escape, {@code Caused by}, {@code #0}, {@code goroutine}, {@code Stack}. */
    private static final String SECOND_LINES = " \t\\C#gS";

    private final TraceJoin.Output output;
    private final TraceJoin lines;
    /** The messages of objects, from one that begins a trace on. */
    private final TraceJoin messages = new TraceJoin(this::record);

    private final ArrayDeque<Original> originals = new ArrayDeque<>(0);
    private int originalBytes;
    private final JsonMessage message = new JsonMessage();

    /** An object whose message is held. */
    private static final class Original {
        private final byte[] line;
        private final int messageFrom;
        private final int messageTo;
        private final long offset;

        private Original(byte[] line, int messageFrom, int messageTo, long offset) {
            this.line = line;
            this.messageFrom = messageFrom;
            this.messageTo = messageTo;
            this.offset = offset;
        }
    }

    JsonTraces(TraceJoin.Output output) {
        this.output = output;
        lines = new TraceJoin(output);
    }

    /** As {@link TraceJoin#add(byte[], int, int, TraceJoin.Line, FirstLine)}. */
    void add(byte[] b, int from, int to, TraceJoin.Line next, FirstLine first) throws InterruptedException {
        messages.flush();
        lines.add(b, from, to, next, first);
    }

    /** As {@link TraceJoin#add(byte[], int, int, TraceJoin.Line)}. */
    void add(byte[] b, int from, int to, TraceJoin.Line next) throws InterruptedException {
        boolean object = from < to && b[from] == '{' && message.find(b, from, to);
        int messageFrom = message.from;
        int messageTo = message.to;
        if (!originals.isEmpty()
                && (!object
                        || originalBytes + to - from > MAX_BYTES
                        || !message.areAlike(originals.getLast().line, b, from, to))) {
            messages.flush();
        }
        if (object && originals.isEmpty() && mayGoOn(b, messageFrom, messageTo)) {
            takeBack(b, from, to, messageFrom, messageTo);
        }
        if (!object || (originals.isEmpty() && !begins(b, messageFrom, messageTo))) {
            lines.add(b, from, to, next);
            return;
        }
        lines.flush();
        addMessage(Arrays.copyOfRange(b, from, to), messageFrom - from, messageTo - from, next);
        if (!messages.isInTrace()) {
            messages.flush();
        }
    }

    private static boolean begins(byte[] b, int from, int to) {
        Trace first = TraceGrammar.first(b, from, to);
        return first.isTrace() && !first.tentative();
    }

    /** Whether a message may be the second line of a trace, by how it begins; what most messages begin with is not among it. */
    private static boolean mayGoOn(byte[] b, int from, int to) {
        return from == to || SECOND_LINES.indexOf(b[from]) >= 0;
    }

    /** Where this message goes on with that of the object before, which is held as a line like any other: holds it as a message. */
    private void takeBack(byte[] b, int from, int to, int messageFrom, int messageTo) throws InterruptedException {
        if (!lines.isHoldingOne() || !lines.heldBeginsWith('{')) {
            return;
        }
        byte[] before = lines.heldText();
        if (!message.find(before, 0, before.length) || !message.areAlike(before, b, from, to)) {
            return;
        }
        byte[] first = Arrays.copyOfRange(before, message.from, message.to);
        int firstTo = JsonText.unescape(first, 0, first.length);
        byte[] second = Arrays.copyOfRange(b, messageFrom, messageTo);
        int secondTo = JsonText.unescape(second, 0, second.length);
        Trace opens = TraceGrammar.first(first, 0, firstTo);
        if (TraceGrammar.next(opens, first, 0, firstTo, second, 0, secondTo).isTrace()) {
            TraceJoin.Line line = lines.heldLine();
            lines.drop();
            addMessage(before, message.from, message.to, line);
        }
    }

    private void addMessage(byte[] line, int messageFrom, int messageTo, TraceJoin.Line next)
            throws InterruptedException {
        originals.add(new Original(line, messageFrom, messageTo, next.offset()));
        originalBytes += line.length;
        byte[] text = Arrays.copyOfRange(line, messageFrom, messageTo);
        messages.add(text, 0, JsonText.unescape(text, 0, text.length), next);
    }

    private void record(byte[] b, int from, int to, TraceJoin.Line line, boolean trace) throws InterruptedException {
        Original first = taken();
        boolean single = true;
        while (!originals.isEmpty() && originals.getFirst().offset <= line.lastOffset()) {
            taken();
            single = false;
        }
        byte[] record = single ? first.line : joined(first, b, from, to);
        output.record(record, 0, record.length, line, trace && !single);
    }

    private Original taken() {
        Original first = originals.removeFirst();
        originalBytes -= first.line.length;
        return first;
    }

    private static byte[] joined(Original first, byte[] b, int from, int to) {
        var record = new ByteArrayOutputStream(first.line.length + to - from);
        record.write(first.line, 0, first.messageFrom);
        for (int i = from; i < to; i++) {
            int c = b[i];
            switch (c) {
                case '"', '\\' -> {
                    record.write('\\');
                    record.write(c);
                }
                case '\n' -> record.writeBytes(Ascii.bytes("\\n"));
                case '\t' -> record.writeBytes(Ascii.bytes("\\t"));
                default -> {
                    if (c >= 0 && c < ' ') {
                        record.writeBytes(
                                ("\\u" + HexFormat.of().toHexDigits((char) c)).getBytes(StandardCharsets.US_ASCII));
                    } else {
                        record.write(c);
                    }
                }
            }
        }
        record.write(first.line, first.messageTo, first.line.length - first.messageTo);
        return record.toByteArray();
    }

    /** Hands over everything held. */
    void flush() throws InterruptedException {
        lines.flush();
        messages.flush();
    }

    /** Hands over what is held unless the record may go on in the next line. */
    void flushUnlessOpen() throws InterruptedException {
        lines.flushUnlessOpen();
        messages.flushUnlessOpen();
    }

    /** Forgets what is held. */
    void drop() {
        lines.drop();
        messages.drop();
        originals.clear();
        originalBytes = 0;
    }

    /** Copies what is held, so that the array it was read into can be used anew. */
    void detach() {
        lines.detach();
    }

    boolean isHolding() {
        return lines.isHolding() || messages.isHolding();
    }

    /** Place in the source of the first line held; meaningless when nothing is. */
    long heldOffset() {
        return lines.isHolding() ? lines.heldOffset() : messages.heldOffset();
    }

    /** Bytes held apart from the array they were read into. */
    int heldBytes() {
        return lines.heldBytes() + messages.heldBytes() + originalBytes;
    }
}
