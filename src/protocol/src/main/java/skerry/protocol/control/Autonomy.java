package skerry.protocol.control;

/**
 * How long a node can stay out of reach of its hub, by its own reckoning.
 *
 * @param summaryMinutes until the first minute summary would be given up, which is counted as a loss
 * @param rawMinutes until raw detail of the time out of reach would begin to give way; no loss, but only summaries remain
 */
public record Autonomy(long summaryMinutes, long rawMinutes) {
    /** Longer than any ring lasts: a thousand years. */
    public static final long MOST_MINUTES = 1_000L * 366 * 1440;

    private static final double MINUTES_PER_DAY = 1440;

    /** @throws IllegalArgumentException if a time is negative or beyond all rings */
    public Autonomy {
        if (summaryMinutes < 0 || rawMinutes < 0 || summaryMinutes > MOST_MINUTES || rawMinutes > MOST_MINUTES) {
            throw new IllegalArgumentException(
                    "no time that a node can stay dark: " + summaryMinutes + " and " + rawMinutes + " minutes");
        }
    }

    public double summaryDays() {
        return summaryMinutes / MINUTES_PER_DAY;
    }

    public double rawDays() {
        return rawMinutes / MINUTES_PER_DAY;
    }
}
