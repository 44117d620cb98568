package skerry.agent.collect.guard;

/**
 * A source brought more than it may.
 *
 * @param source of the series, as people know it
 * @param metric the first that was refused
 * @param label the one with the most values, or with too many; empty if the series have none
 * @param values it had so far
 * @param series the source had so far
 * @param minutes in which that came together
 * @param limit which was reached
 * @param byValues whether it is the limit on values of a label, else that on series
 */
public record Explosion(
        String source, String metric, String label, int values, int series, long minutes, int limit, boolean byValues) {
    /** In one sentence; names alone, no value. */
    public String sentence() {
        String growth = byValues
                ? "label " + label + " of " + metric + " from " + source + " has more than " + limit + " values"
                : source + " has more than " + limit + " series, the first refused is one of " + metric
                        + (label.isEmpty() ? "" : ", and its label " + label + " has " + values + " values");
        return growth + " (" + series + " series within " + minutes
                + " min): what is beyond is refused and counted; drop the"
                + " label or the metric at its source, or raise limits." + (byValues ? "label-values" : "series");
    }
}
