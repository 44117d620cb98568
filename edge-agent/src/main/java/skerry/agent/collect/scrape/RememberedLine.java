package skerry.agent.collect.scrape;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.TextType;

/**
 * A line of an earlier text, as far as it has to be the same to mean the same: a sample's up to behind its labels, any other whole.
 *
 * @param <R> what is made of a series
 */
final class RememberedLine<R> {
    /** Of the object, its place in the memory, and the head of its bytes. */
    private static final int OWN_BYTES = 128;

    private final byte[] bytes;
    private Meaning<R> meaning;

    /** The line that stood behind it last. */
    @Nullable
    RememberedLine<R> follower;

    /** The next one in the same place of the memory. */
    @Nullable
    RememberedLine<R> sibling;

    /** The text that had it last. */
    int text;

    RememberedLine(byte[] bytes, Meaning<R> meaning) {
        this.bytes = bytes;
        this.meaning = meaning;
    }

    /** What a line says. */
    sealed interface Meaning<R> {}

    /** Nothing: a remark, an empty line, and HELP or TYPE of nothing. */
    record Remark<R>() implements Meaning<R> {}

    /** @param words without escapes */
    record Help<R>(MetricName name, String words) implements Meaning<R> {}

    /** @param gauge whether it is a histogram whose parts go down as well */
    record Typing<R>(MetricName name, TextType type, boolean gauge) implements Meaning<R> {}

    /** @param family that the name had: under another one, what was made of the series holds no more */
    record Sample<R>(MetricName name, MetricFamily family, boolean mayBeNegative, R series) implements Meaning<R> {}

    Meaning<R> meaning() {
        return meaning;
    }

    /** As it is now that the family of its name is another. */
    void means(Meaning<R> other) {
        meaning = other;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    /** Whether the line {@code text[from, to)} says the same, but for the value and the time behind it. */
    boolean begins(byte[] text, int from, int to) {
        int length = bytes.length;
        if (length > to - from || !Arrays.equals(bytes, 0, length, text, from, from + length)) {
            return false;
        }
        if (meaning instanceof Sample) {
            // Without labels, the name must end here.
            return length > 0
                    && (bytes[length - 1] == '}' || (length < to - from && DecimalBytes.isBlank(text[from + length])));
        }
        return length == to - from;
    }

    /** What it costs in memory. */
    int cost() {
        // A HELP is kept once more as words, and those in a family.
        return OWN_BYTES + bytes.length * (meaning instanceof Help ? 3 : 1);
    }
}
