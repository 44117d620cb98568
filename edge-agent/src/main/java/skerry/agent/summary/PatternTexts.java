package skerry.agent.summary;

import skerry.agent.privacy.Redactor;

/**
 * Decides what of a pattern may leave the site: nothing but its id and its counts until it was seen with {@code k} different
 * values, or as often where it has none; then its text and its examples, with every word masked that might name somebody.
 * Owned by one thread.
 */
final class PatternTexts {
    private static final String WITHHELD = "";

    private final KnownPatterns known;
    private final int k;
    private final Literals literals;

    PatternTexts(KnownPatterns known, int k, Redactor redactor) {
        this.known = known;
        this.k = k;
        this.literals = new Literals(redactor);
    }

    boolean isSeenOften(KnownPattern pattern) {
        return pattern.isOften(k);
    }

    /** The text that may leave; empty if none may. */
    String template(Pattern pattern) {
        KnownPattern found = known.find(pattern.id());
        if (found == null || !found.isOften(k)) {
            return WITHHELD;
        }
        String text = found.leaving();
        if (text == null) {
            text = literals.template(pattern.template());
            // The same object where nothing was masked, so that it is in memory once.
            found.leaving(text);
        }
        return text;
    }

    /** What may leave of a redacted line of the pattern; empty if nothing may. */
    String example(Pattern pattern, String line) {
        if (pattern.equals(TemplateMiner.ANYTHING)) {
            return WITHHELD; // Each of its lines may have been seen once.
        }
        KnownPattern found = known.find(pattern.id());
        return found != null && found.isOften(k) ? literals.example(line) : WITHHELD;
    }
}
