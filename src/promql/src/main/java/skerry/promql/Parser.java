package skerry.promql;

/** Reads the text of an expression. Immutable. */
public final class Parser {
    /** Characters; the longest rules that people publish have some thousand. */
    static final int MAX_LENGTH = 16 * 1024;

    /** Parts, which also bounds how deep a chain of operators gets. */
    static final int MAX_PARTS = 1_000;

    /** Parentheses, calls and signs within each other. */
    static final int MAX_DEPTH = 100;

    /** The expression, or why it is none: whatever the text is, nothing else comes of it. */
    public Parsed parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Parsed.Refused(new Refusal(
                    Refusal.Kind.LIMIT,
                    "the expression has " + text.length() + " characters, more than the " + MAX_LENGTH
                            + " that are read: split it"));
        }
        try {
            return new Parsed.Expression(new ExpressionReader(text).whole());
        } catch (RefusedException e) {
            return new Parsed.Refused(e.refusal());
        }
    }
}
