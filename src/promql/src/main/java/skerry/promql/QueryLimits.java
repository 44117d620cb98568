package skerry.promql;

/**
 * What one query may cost.
 *
 * @param samples samples in memory at once: loaded from the source, kept of subqueries, and made for the answer; 16 to 32
 *     bytes each
 * @param work samples looked at and parts computed, over all steps; some ten million a second
 * @param series series of the answer
 * @param steps moments of a range query, and of one look of a subquery
 */
public record QueryLimits(int samples, long work, int series, int steps) {
    /** For a person at a page: some 30 MiB, a few seconds, and as many steps as Prometheus' own API allows. */
    public static final QueryLimits USUAL = new QueryLimits(1_000_000, 50_000_000, 10_000, 11_000);

    public QueryLimits {
        if (samples < 1 || work < 1 || series < 1 || steps < 1) {
            throw new IllegalArgumentException("every limit of a query must be positive");
        }
    }
}
