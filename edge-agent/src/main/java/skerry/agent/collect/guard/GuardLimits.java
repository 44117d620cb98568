package skerry.agent.collect.guard;

/**
 * How much one source may bring within an hour.
 *
 * @param series of one source: a collector, a scraped target
 * @param values of one label of one source
 * @param logSources logs that are told apart, of all together
 */
public record GuardLimits(int series, int values, int logSources) {
    public static final GuardLimits USUAL = new GuardLimits(10_000, 2_000, 2_000);

    /** As these, with room for at least so many series of one source. */
    GuardLimits withSeries(int least) {
        return new GuardLimits(Math.max(series, least), values, logSources);
    }
}
