package skerry.agent.collect.logs.lines;

import java.io.IOException;
import java.util.Arrays;

/**
 * Finds line feeds in bytes that come in pieces, and knows where in the source each line lies. Grows to the longest line
 * allowed, never beyond; of a longer line the start is given and the rest skipped. One buffer serves all sources of a
 * thread.
 */
public final class LineBuffer {
    /** Where the bytes come from. */
    @FunctionalInterface
    public interface Input {
        /**
         * Reads up to {@code length} bytes.
         *
         * @param position of the first byte in the source
         * @return how many were read; 0 or less when there are none now
         */
        int read(long position, byte[] target, int from, int length) throws IOException;
    }

    private static final int INITIAL = 1 << 16;

    /** Room for what surrounds the text of a line, such as a time stamp. */
    private static final int OVERHEAD = 1 << 12;

    private static final int CHUNK = 1 << 16;

    private final int longest;

    private byte[] bytes = new byte[INITIAL];
    private long base;
    private int start;
    private int scanned;
    private int end;
    private boolean skipping;
    private long skipped;

    private int from;
    private int to;
    private boolean cut;

    /** @param maxLineBytes longest text of a line */
    public LineBuffer(int maxLineBytes) {
        longest = maxLineBytes + OVERHEAD;
    }

    /**
     * Begins at a place in a source.
     *
     * @param inLine whether the place lies in the rest of a line that is not wanted
     */
    public void reset(long position, boolean inLine) {
        if (bytes.length > INITIAL) {
            bytes = new byte[INITIAL];
        }
        base = position;
        start = 0;
        scanned = 0;
        end = 0;
        skipping = inLine;
    }

    /** Gets more bytes; earlier ranges become invalid. Gives what {@code input} gave. */
    public int fill(Input input) throws IOException {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            base += start;
            end -= start;
            scanned -= start;
            start = 0;
        }
        if (end == bytes.length) {
            // One byte more than the longest line, so that the byte after a cut is always known.
            bytes = Arrays.copyOf(bytes, Math.min(bytes.length * 2, Math.max(INITIAL, longest + 1)));
        }
        int read = input.read(base + end, bytes, end, Math.min(CHUNK, bytes.length - end));
        end += Math.max(read, 0);
        return read;
    }

    /** Moves to the next whole line; whether there is one. */
    public boolean next() {
        if (skipping && !skip()) {
            return false;
        }
        int feed = Ascii.indexOf(bytes, scanned, end, '\n');
        if (feed < 0) {
            scanned = end;
            if (end - start <= longest) {
                return false;
            }
            from = start;
            to = start + longest;
            start = to;
            scanned = to;
            cut = true;
            skipping = true;
            return true;
        }
        from = start;
        to = feed;
        cut = false;
        start = feed + 1;
        scanned = start;
        return true;
    }

    private boolean skip() {
        int feed = Ascii.indexOf(bytes, start, end, '\n');
        int past = feed < 0 ? end : feed + 1;
        skipped += past - start - (feed < 0 ? 0 : 1);
        start = past;
        scanned = past;
        skipping = feed < 0;
        return feed >= 0;
    }

    /** Whether bytes without a line feed remain. */
    public boolean hasRest() {
        return end > start && !skipping;
    }

    /** Takes what remains without a line feed as a line; whether there is anything. */
    public boolean rest() {
        if (!hasRest()) {
            return false;
        }
        from = start;
        to = end;
        cut = false;
        start = end;
        scanned = end;
        return true;
    }

    /** The array that {@link #from} and {@link #to} speak of. */
    public byte[] bytes() {
        return bytes;
    }

    /** The line's first byte in {@link #bytes}. */
    public int from() {
        return from;
    }

    /** The byte after the line's last one. */
    public int to() {
        return to;
    }

    /** The line's place in the source. */
    public long lineOffset() {
        return base + from;
    }

    /** Whether the line was too long and is not whole. */
    public boolean cut() {
        return cut;
    }

    /** The place in the source up to which lines were given. */
    public long position() {
        return base + start;
    }

    /** Whether {@link #position} lies in the rest of a cut line. */
    public boolean inLine() {
        return skipping;
    }

    /** Bytes skipped in cut lines since the last call. */
    public long takeSkipped() {
        long taken = skipped;
        skipped = 0;
        return taken;
    }
}
