package skerry.agent.privacy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;

/**
 * A rule of the site's own: what matches an expression of RE2 is of a kind.
 *
 * @param kind in lower-case words with {@code -}
 * @param expression matched in linear time; case counts unless it says {@code (?i)}
 * @param literal what every match holds; only where the text has it the expression is tried
 */
public record CustomRule(String kind, String expression, String literal) {
    private static final String KIND = "[a-z][a-z0-9-]{0,23}";

    /**
     * Reads {@code kind=expression}.
     *
     * @throws IllegalArgumentException says what is wrong and at which character, as the end of a sentence
     */
    public static CustomRule parse(String text) {
        int sign = text.indexOf('=');
        String kind = text.substring(0, Math.max(sign, 0)).strip();
        String expression = text.substring(sign + 1).strip();
        if (sign < 0 || !kind.matches(KIND) || kind.equals(Replacements.REMOVED)) {
            throw new IllegalArgumentException("must be a kind in small letters, '=' and an expression, such as "
                    + "ticket=TCK-[0-9]{6}, was '" + text + "'");
        }
        try {
            Pattern compiled = Pattern.compile(expression);
            if (compiled.matches("")) {
                throw new IllegalArgumentException(
                        "has the expression '" + expression + "', which matches nothing at all");
            }
        } catch (PatternSyntaxException e) {
            int at = expression.indexOf(e.getPattern());
            String where = e.getPattern().isEmpty() || at < 0 ? "" : " at character " + (at + 1);
            throw new IllegalArgumentException(
                    "has the expression '" + expression + "', which is no regular expression of RE2: "
                            + e.getDescription() + " '" + e.getPattern() + "'" + where,
                    e);
        }
        return new CustomRule(kind, expression, RequiredLiteral.of(expression).toLowerCase(Locale.ROOT));
    }
}
