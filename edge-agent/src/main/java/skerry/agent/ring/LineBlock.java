package skerry.agent.ring;

import java.nio.charset.StandardCharsets;
import skerry.protocol.payload.Severity;

/** The lines of one block, unpacked into columns; the other side of {@link LineColumns}. Reused from block to block. */
final class LineBlock {
    private int size;
    private int[] sources = new int[0];
    private String[] streams = new String[0];
    private int[] origin = new int[0];
    private long[] times = new long[0];
    private byte[] marks = new byte[0];
    private int[] joined = new int[0];
    private int[] textStarts = new int[1];
    private byte[] text = new byte[0];

    /** @throws DamagedException if the content is not a block of lines */
    void read(ByteCursor in) throws DamagedException {
        size = 0;
        int count = in.count(LineColumns.MAX_LINES);
        room(count);
        readOrigins(in);
        for (int i = 0; i < count; i++) {
            origin[i] = in.count(sources.length - 1);
        }
        long time = 0;
        for (int i = 0; i < count; i++) {
            time += in.zigzag();
            times[i] = time;
        }
        for (int i = 0; i < count; i++) {
            marks[i] = (byte) in.next();
            if ((marks[i] & 7) > Severity.FATAL.code()) {
                throw new DamagedException("a line has an unknown severity");
            }
        }
        for (int i = 0; i < count; i++) {
            joined[i] = (marks[i] & LineColumns.JOINED) != 0 ? in.count(Integer.MAX_VALUE) : 1;
        }
        int total = 0;
        for (int i = 0; i < count; i++) {
            textStarts[i] = total;
            total = Math.addExact(total, in.count(BlockPacker.MAX_RAW - total));
        }
        textStarts[count] = total;
        int start = in.skip(total);
        for (int i = 0; i <= count; i++) {
            textStarts[i] += start;
        }
        text = in.array();
        size = count;
    }

    int size() {
        return size;
    }

    int source(int line) {
        return sources[origin[line]];
    }

    String stream(int line) {
        return streams[origin[line]];
    }

    long time(int line) {
        return times[line];
    }

    Severity severity(int line) {
        return Severity.of(marks[line] & 7);
    }

    int joined(int line) {
        return joined[line];
    }

    boolean cut(int line) {
        return (marks[line] & LineColumns.CUT) != 0;
    }

    /** Holds the text of all lines, in UTF-8. */
    byte[] text() {
        return text;
    }

    /** Where the text of {@code line} begins; that of the line after the last is where all text ends. */
    int textStart(int line) {
        return textStarts[line];
    }

    String textOf(int line) {
        return new String(text, textStarts[line], textStarts[line + 1] - textStarts[line], StandardCharsets.UTF_8);
    }

    private void readOrigins(ByteCursor in) throws DamagedException {
        int count = in.count(in.left());
        sources = new int[count];
        streams = new String[count];
        for (int i = 0; i < count; i++) {
            sources[i] = in.count(Integer.MAX_VALUE);
            streams[i] = in.text();
        }
    }

    private void room(int count) {
        if (times.length < count) {
            origin = new int[count];
            times = new long[count];
            marks = new byte[count];
            joined = new int[count];
            textStarts = new int[count + 1];
        }
    }
}
