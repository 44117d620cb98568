package skerry.agent.reveal;

import java.util.LinkedHashMap;
import java.util.Map;
import skerry.agent.privacy.Pseudonyms;
import skerry.agent.privacy.Redaction;
import skerry.agent.privacy.Redactor;
import skerry.agent.privacy.Token;

/**
 * Compares values with a token: what redaction finds in a text, and single ones. What fits is kept, each value once, and is
 * never logged. Not thread-safe.
 */
public final class TokenSearch {
    private final String token;
    private final Redactor redactor;
    private final Pseudonyms pseudonyms;
    private final Map<String, String> found = new LinkedHashMap<>();

    /**
     * @param token with or without its kind
     * @param redactor by the site's policy
     * @throws IllegalArgumentException if it is no token
     */
    public TokenSearch(String token, Redactor redactor, Pseudonyms pseudonyms) {
        this.token = Token.parse(token);
        this.redactor = redactor;
        this.pseudonyms = pseudonyms;
    }

    /** Looks through a line. */
    public void line(String text, String where) {
        for (Redaction.Finding finding : redactor.inspect(text).findings()) {
            value(finding.kind(), text.substring(finding.start(), finding.end()), where);
        }
    }

    /** Tries one value. */
    public void value(String kind, String value, String where) {
        if (pseudonyms.token(kind, value).equals(token)) {
            found.putIfAbsent(value, where);
        }
    }

    /** Values that have the token, and where each was met first. */
    public Map<String, String> found() {
        return new LinkedHashMap<>(found);
    }
}
