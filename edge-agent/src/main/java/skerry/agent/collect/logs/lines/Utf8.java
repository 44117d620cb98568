package skerry.agent.collect.logs.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogCounters;

/** Bytes as text. */
public final class Utf8 {
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(UTF_8);

    private Utf8() {}

    /** The range as text; what is not UTF-8 becomes U+FFFD and is counted. */
    public static String decode(byte[] b, int from, int to, LogCounters counters) {
        var text = new String(b, from, to - from, UTF_8);
        int replaced = text.indexOf('\uFFFD');
        if (replaced >= 0) {
            int invalid = 0;
            for (int i = replaced; i >= 0; i = text.indexOf('\uFFFD', i + 1)) {
                invalid++;
            }
            for (int i = from; (i = Ascii.indexOf(b, i, to, REPLACEMENT)) >= 0; i += REPLACEMENT.length) {
                invalid--;
            }
            counters.add(LogCount.INVALID_UTF8, invalid);
        }
        return text;
    }

    /** The largest end up to {@code limit} that does not split a character which begins at or after {@code from}. */
    public static int boundary(byte[] b, int from, int limit) {
        int i = limit;
        int lowest = Math.max(from, limit - 3);
        while (i > lowest && (b[i] & 0xC0) == 0x80) {
            i--;
        }
        return (b[i] & 0xC0) == 0x80 ? limit : i;
    }
}
