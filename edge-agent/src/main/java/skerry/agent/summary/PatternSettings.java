package skerry.agent.summary;

/**
 * What of log patterns leaves the site.
 *
 * @param k with how many different values a pattern must have been seen before its text leaves, 1 to 100
 */
public record PatternSettings(int k) {
    public static final int MOST_K = 100;

    /** As it is where nothing else is set. */
    public static final PatternSettings USUAL = new PatternSettings(5);

    /** @throws IllegalArgumentException if a number is out of its range */
    public PatternSettings {
        if (k < 1 || k > MOST_K) {
            throw new IllegalArgumentException("a pattern's text leaves after 1 to " + MOST_K + " values, not " + k);
        }
    }
}
