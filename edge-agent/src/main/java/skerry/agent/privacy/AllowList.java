package skerry.agent.privacy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Values that a site lets stand though a rule finds them, such as its own documentation's addresses: words without regard to
 * case, and, between slashes, expressions of RE2 that must match all of a value. Immutable and thread-safe.
 *
 * @param entries as they are written
 */
public record AllowList(List<String> entries) {
    public static final AllowList NONE = new AllowList(List.of());

    public AllowList {
        entries = List.copyOf(entries);
    }

    /** @throws IllegalArgumentException says what is wrong with the entry, as the end of a sentence */
    public static void check(String entry) {
        if (entry.isBlank()) {
            throw new IllegalArgumentException("must be a value, or an expression between slashes, was blank");
        }
        if (isExpression(entry)) {
            try {
                Pattern.compile(expression(entry));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "has the expression '" + entry + "', which is no regular expression of RE2: "
                                + e.getDescription() + " '" + e.getPattern() + "'",
                        e);
            }
        }
    }

    /** What a redactor asks. */
    Allowed compiled() {
        return new Allowed(entries);
    }

    private static boolean isExpression(String entry) {
        return entry.length() > 2 && entry.startsWith("/") && entry.endsWith("/");
    }

    private static String expression(String entry) {
        return entry.substring(1, entry.length() - 1);
    }

    /** The entries, ready to be asked. */
    static final class Allowed {
        private final Set<String> words = new HashSet<>();
        private final List<Pattern> expressions = new ArrayList<>();

        private Allowed(List<String> entries) {
            for (String entry : entries) {
                if (isExpression(entry)) {
                    expressions.add(Pattern.compile(expression(entry)));
                } else {
                    words.add(entry.strip().toLowerCase(Locale.ROOT));
                }
            }
        }

        boolean allows(Text text, Span span) {
            if (words.isEmpty() && expressions.isEmpty()) {
                return false;
            }
            String value = text.part(span.start(), span.end());
            if (words.contains(value.toLowerCase(Locale.ROOT))) {
                return true;
            }
            for (Pattern expression : expressions) {
                if (expression.matches(value)) {
                    return true;
                }
            }
            return false;
        }
    }
}
