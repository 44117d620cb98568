package skerry.agent.collect.logs.lines;

import java.util.Arrays;

/** Puts the parts of a line together that a container runtime split. Bounded by the longest line. */
final class PartialJoin {
    private static final byte[] NONE = {};
    private static final int SMALLEST = 1 << 12;

    private final int longest;

    private byte[] bytes = NONE;
    private int length;
    private int parts;
    private long offset;
    private long lastOffset;
    private long timeMillis;
    private boolean cut;

    PartialJoin(int longest) {
        this.longest = longest;
    }

    /** Adds a part; gives the number of bytes that found no room. */
    int add(byte[] b, int from, int to, long partOffset, long partTime, boolean partCut) {
        if (parts == 0) {
            offset = partOffset;
            timeMillis = partTime;
            cut = false;
        }
        parts++;
        lastOffset = partOffset;
        int room = longest - length;
        int taken = to - from <= room ? to - from : Utf8.boundary(b, from, from + room) - from;
        if (cut) {
            taken = 0;
        }
        cut |= partCut || taken < to - from;
        if (length + taken > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, Math.min(longest, Math.max(SMALLEST, Math.max(bytes.length * 2, length + taken))));
        }
        System.arraycopy(b, from, bytes, length, taken);
        length += taken;
        return to - from - taken;
    }

    boolean isOpen() {
        return parts > 0;
    }

    /** Place in the source of the first part. */
    long offset() {
        return offset;
    }

    /** Place in the source of the last part. */
    long lastOffset() {
        return lastOffset;
    }

    /** When the first part was written. */
    long timeMillis() {
        return timeMillis;
    }

    int parts() {
        return parts;
    }

    boolean cut() {
        return cut;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int heldBytes() {
        return bytes.length;
    }

    /** Forgets the line; its bytes stay as they are for whoever took {@link #bytes}. */
    void clear() {
        bytes = NONE;
        length = 0;
        parts = 0;
    }
}
