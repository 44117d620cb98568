package skerry.agent.summary;

/**
 * How many lines a minute are usual for a pattern: the mean and the mean deviation of its minutes, of which the last hour
 * weighs most, and the most of a minute, which fades within days. Minutes without a line count. A few numbers for each
 * pattern, whatever its age. Owned by one thread.
 */
final class LineHistory {
    /** Weight of a new minute. */
    private static final double WEIGHT = 1.0 / 60;
    /** What is left of the peak after a minute: half after two days. */
    private static final double FADING = Math.pow(0.5, 1.0 / (2 * 24 * 60));

    private int minutes;
    private long lastMinute = -1;
    private double mean;
    private double deviation;
    private double peak;

    LineHistory() {}

    LineHistory(int minutes, long lastMinute, double mean, double deviation, double peak) {
        this.minutes = minutes;
        this.lastMinute = lastMinute;
        this.mean = mean;
        this.deviation = deviation;
        this.peak = peak;
    }

    /** How many minutes since its first line. */
    int minutes() {
        return minutes;
    }

    long lastMinute() {
        return lastMinute;
    }

    double mean() {
        return mean;
    }

    double deviation() {
        return deviation;
    }

    double peak() {
        return peak;
    }

    /**
     * Takes in a minute, after those without a line since the last.
     *
     * @param minute counted by the agent, rising
     * @param most that counts, so that a burst does not become usual at once
     */
    void minute(long minute, long lines, double most) {
        quiet(minute - 1);
        double counted = Math.min((double) lines, most);
        deviation += (Math.abs(counted - mean) - deviation) * WEIGHT;
        mean += (counted - mean) * WEIGHT;
        peak = Math.max((double) lines, peak * FADING);
        minutes = minutes == Integer.MAX_VALUE ? minutes : minutes + 1;
        lastMinute = minute;
    }

    /** Takes in that there was no line up to and with this minute. */
    void quiet(long minute) {
        if (lastMinute < 0 || minute <= lastMinute) {
            return;
        }
        long zeros = minute - lastMinute;
        double left = Math.pow(1 - WEIGHT, (double) zeros);
        // With each minute without a line the mean falls, and the distance to it, which is the mean itself, goes into
        // the
        // deviation: the sum of both series in one step.
        deviation = deviation * left + mean * WEIGHT * zeros * left / (1 - WEIGHT);
        mean *= left;
        peak *= Math.pow(FADING, (double) zeros);
        minutes = (int) Math.min(Integer.MAX_VALUE, minutes + zeros);
        lastMinute = minute;
    }

    /** Takes over the history of a pattern that became this one, whose lines come here from now on. */
    void takeOver(LineHistory other) {
        long now = Math.max(lastMinute, other.lastMinute);
        quiet(now);
        other.quiet(now);
        minutes = Math.max(minutes, other.minutes);
        lastMinute = now;
        mean += other.mean;
        deviation += other.deviation;
        peak += other.peak;
        other.mean = 0;
        other.deviation = 0;
        other.peak = 0;
    }
}
