package skerry.agent.summary;

/**
 * What of log patterns leaves the site, and what is told of them.
 *
 * @param k with how many different values a pattern must have been seen before its text leaves, 1 to 100
 * @param eventsPerHour the most events of new patterns in an hour, and as many of bursts; 0 for none, at most 1,000
 * @param burstLines the fewest lines of a minute that are a burst, a third of it for warnings and worse; 6 to 1,000,000
 */
public record PatternSettings(int k, int eventsPerHour, int burstLines) {
    public static final int MOST_K = 100;
    public static final int MOST_EVENTS = 1_000;
    public static final int LEAST_BURST = 6;
    public static final int MOST_BURST = 1_000_000;

    /** As it is where nothing else is set. */
    public static final PatternSettings USUAL = new PatternSettings(5, 20, 30);

    /** @throws IllegalArgumentException if a number is out of its range */
    public PatternSettings {
        if (k < 1 || k > MOST_K) {
            throw new IllegalArgumentException("a pattern's text leaves after 1 to " + MOST_K + " values, not " + k);
        }
        if (eventsPerHour < 0 || eventsPerHour > MOST_EVENTS) {
            throw new IllegalArgumentException("0 to " + MOST_EVENTS + " events an hour, not " + eventsPerHour);
        }
        if (burstLines < LEAST_BURST || burstLines > MOST_BURST) {
            throw new IllegalArgumentException("a burst has " + LEAST_BURST + " lines or more, not " + burstLines);
        }
    }
}
