package skerry.agent.collect.logs.lines;

import java.nio.charset.StandardCharsets;

/** Looks for ASCII text in ranges of bytes, {@code from} inclusive and {@code to} exclusive. */
final class Ascii {
    private Ascii() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static boolean startsWith(byte[] b, int from, int to, byte[] start) {
        if (to - from < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (b[from + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean endsWith(byte[] b, int from, int to, byte[] end) {
        return to - from >= end.length && startsWith(b, to - end.length, to, end);
    }

    static int indexOf(byte[] b, int from, int to, byte[] sought) {
        byte first = sought[0];
        for (int i = from, last = to - sought.length; i <= last; i++) {
            if (b[i] == first && startsWith(b, i, to, sought)) {
                return i;
            }
        }
        return -1;
    }

    static boolean contains(byte[] b, int from, int to, byte[] sought) {
        return indexOf(b, from, to, sought) >= 0;
    }

    static int indexOf(byte[] b, int from, int to, char sought) {
        for (int i = from; i < to; i++) {
            if (b[i] == sought) {
                return i;
            }
        }
        return -1;
    }

    /** The first byte that is neither space nor tab, or {@code to}. */
    static int afterBlanks(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] == ' ' || b[i] == '\t')) {
            i++;
        }
        return i;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
