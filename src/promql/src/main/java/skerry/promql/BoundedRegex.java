package skerry.promql;

import com.google.re2j.Pattern;

/** Regular expressions that strangers write, for who searches text by them: matched in linear time, bounded in size. */
public final class BoundedRegex {
    private BoundedRegex() {}

    /**
     * Compiles an expression of RE2's syntax; a dot is any character, also a line feed.
     *
     * @throws IllegalArgumentException a sentence, if it is none, or too large once its repetitions are written out
     */
    public static Pattern compile(String text) {
        try {
            return Regex.compile(text);
        } catch (RefusedException e) {
            throw new IllegalArgumentException(e.refusal().message(), e);
        }
    }
}
