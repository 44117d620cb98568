package skerry.promql;

/**
 * Why there is no answer.
 *
 * @param message one sentence that names the thing, the reason, and where in the expression it stands if it is known
 */
public record Refusal(Kind kind, String message) {
    /** Who can do something about it. */
    public enum Kind {
        /** The expression cannot be read, or its types do not fit. */
        MALFORMED,
        /** It is PromQL, or looks like it, but not this subset's. */
        UNSUPPORTED,
        /** It would cost more than an answer may. */
        LIMIT,
        /** It is right, but the series it meets do not fit it, such as two matches where one may be. */
        FAILED
    }
}
