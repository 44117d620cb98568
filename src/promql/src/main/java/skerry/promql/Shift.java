package skerry.promql;

/**
 * Where in time a selector looks, other than at the moment of evaluation.
 *
 * @param offsetMillis how much earlier; negative for later
 */
public record Shift(long offsetMillis, At at) {
    /** Where nothing is said. */
    public static final Shift NONE = new Shift(0, new At.Evaluation());

    /** The moment that the offset counts from. */
    public sealed interface At {
        /** That of evaluation. */
        record Evaluation() implements At {}

        /** {@code @ 1609746000}. */
        record Fixed(long millis) implements At {}

        /** {@code @ start()} of the query. */
        record Start() implements At {}

        /** {@code @ end()} of the query. */
        record End() implements At {}
    }

    /** The moment to look at. */
    long moment(long evaluated, long queryStart, long queryEnd) {
        long from = switch (at) {
            case At.Evaluation _ -> evaluated;
            case At.Fixed fixed -> fixed.millis();
            case At.Start _ -> queryStart;
            case At.End _ -> queryEnd;
        };
        return from - offsetMillis;
    }
}
