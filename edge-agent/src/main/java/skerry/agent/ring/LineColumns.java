package skerry.agent.ring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skerry.agent.collect.logs.LogRecord;

/**
 * Log lines in memory, as the columns that a block is made of: those that wait for their first commit, and before them
 * those of the parts that will be merged into one block. Owned by the ring's lock.
 *
 * <p>Layout of a block, all numbers varints: count; origins (subject id, stream name); per line the origin's index; time
 * as differences in ms; marks (bits 0–2 severity, 3 cut, 4 joined); for joined ones how many lines; length of the text;
 * then all texts in UTF-8.
 */
final class LineColumns {
    static final int CUT = 8;
    static final int JOINED = 16;
    /** Most lines of a block, however short they are. */
    static final int MAX_LINES = 1 << 16;

    /** What a line takes beside its text. */
    static final int LINE_BYTES = Integer.BYTES * 3 + Long.BYTES + 1;

    private static final int SETTLED_LINES = 2048;
    /** Room for text at first: on a quiet node it never becomes all that is kept. */
    private static final int FIRST_TEXT = 16 << 10;

    private final ByteColumn text;
    private final int settledText;
    private final Map<Origin, Integer> origins = new HashMap<>();
    private final List<Origin> originsInOrder = new ArrayList<>();
    private int[] origin = new int[SETTLED_LINES];
    private long[] times = new long[SETTLED_LINES];
    private byte[] marks = new byte[SETTLED_LINES];
    private int[] joined = new int[SETTLED_LINES];
    private int[] textEnds = new int[SETTLED_LINES];
    private int size;

    private record Origin(int source, String stream) {}

    /** @param settledText bytes of text to keep room for between blocks */
    LineColumns(int settledText) {
        this.settledText = settledText;
        this.text = new ByteColumn(Math.min(settledText, FIRST_TEXT));
    }

    /** @param source subject id of the record's source */
    void add(int source, LogRecord line) {
        if (size == times.length) {
            grow();
        }
        byte[] utf8 = line.text().getBytes(StandardCharsets.UTF_8);
        text.bytes(utf8);
        origin[size] = originOf(source, line.stream());
        times[size] = line.timeMillis();
        joined[size] = line.lines();
        marks[size] = (byte) (line.severity().code() | (line.cut() ? CUT : 0) | (line.lines() > 1 ? JOINED : 0));
        textEnds[size] = text.size();
        size++;
    }

    int size() {
        return size;
    }

    /** Bytes of text in lines {@code from} to {@code to}, exclusive. */
    int textBytes(int from, int to) {
        return textEnd(to) - textEnd(from);
    }

    /** Where a part that begins at {@code from} should end so that it stays within {@code bytes} of text; one line at least. */
    int partEnd(int from, int bytes) {
        int to = from + 1;
        while (to < size && to - from < MAX_LINES && textBytes(from, to + 1) <= bytes) {
            to++;
        }
        return to;
    }

    long firstTime(int from, int to) {
        return Arrays.stream(times, from, to).min().orElse(0);
    }

    long lastTime(int from, int to) {
        return Arrays.stream(times, from, to).max().orElse(0);
    }

    /** Packs lines {@code from} to {@code to}, exclusive. */
    byte[] pack(int from, int to, ByteColumn scratch, BlockPacker packer) {
        scratch.clear();
        scratch.varint(to - from);
        writeOrigins(from, to, scratch);
        long before = 0;
        for (int i = from; i < to; i++) {
            scratch.zigzag(times[i] - before);
            before = times[i];
        }
        scratch.bytes(marks, from, to - from);
        for (int i = from; i < to; i++) {
            if ((marks[i] & JOINED) != 0) {
                scratch.varint(joined[i]);
            }
        }
        for (int i = from; i < to; i++) {
            scratch.varint(textEnd(i + 1) - textEnd(i));
        }
        return packer.pack(scratch, text.array(), textEnd(from), textBytes(from, to));
    }

    /** Forgets all lines; keeps its room as long as it is used. */
    void clear() {
        text.clearTo(settledText);
        origins.clear();
        originsInOrder.clear();
        if (times.length > 4 * SETTLED_LINES && size < times.length / 4) {
            resize(SETTLED_LINES);
        }
        size = 0;
    }

    /** Gives back what was needed while more came. */
    void trim() {
        text.trimTo(settledText);
        if (times.length > 4 * SETTLED_LINES && size < times.length / 8) {
            resize(Math.max(SETTLED_LINES, size));
        }
    }

    private void writeOrigins(int from, int to, ByteColumn out) {
        int[] local = new int[originsInOrder.size()];
        var used = new ArrayList<Origin>();
        for (int i = from; i < to; i++) {
            if (local[origin[i]] == 0) {
                used.add(originsInOrder.get(origin[i]));
                local[origin[i]] = used.size();
            }
        }
        out.varint(used.size());
        for (Origin each : used) {
            out.varint(each.source);
            out.text(each.stream);
        }
        for (int i = from; i < to; i++) {
            out.varint(local[origin[i]] - 1);
        }
    }

    private int originOf(int source, String stream) {
        if (size > 0) {
            Origin last = originsInOrder.get(origin[size - 1]);
            if (last.source == source && last.stream.equals(stream)) {
                return origin[size - 1];
            }
        }
        return origins.computeIfAbsent(new Origin(source, stream), added -> {
            originsInOrder.add(added);
            return originsInOrder.size() - 1;
        });
    }

    private int textEnd(int count) {
        return count == 0 ? 0 : textEnds[count - 1];
    }

    private void grow() {
        resize(size * 2);
    }

    private void resize(int capacity) {
        origin = Arrays.copyOf(origin, capacity);
        times = Arrays.copyOf(times, capacity);
        marks = Arrays.copyOf(marks, capacity);
        joined = Arrays.copyOf(joined, capacity);
        textEnds = Arrays.copyOf(textEnds, capacity);
    }
}
