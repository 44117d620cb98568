package skerry.agent.summary;

/** A pattern whose lines are far more than usual, from the minute in which that began. Owned by one thread. */
final class Burst {
    /** So many minutes below the level end it, so that a pause does not. */
    private static final int QUIET_MINUTES = 3;
    /** What goes on for longer is usual. */
    private static final int LONGEST_MINUTES = 6 * 60;

    final KnownPattern pattern;
    final String source;
    private final long began;
    private final double level;
    private long total;
    private long lastLoud;

    /** @param level lines a minute that go on with it */
    Burst(KnownPattern pattern, String source, long minute, double level) {
        this.pattern = pattern;
        this.source = source;
        this.began = minute;
        this.lastLoud = minute;
        this.level = level;
    }

    /** Takes in a minute. */
    void minute(long minute, long lines) {
        total += lines;
        if (lines >= level) {
            lastLoud = minute;
        }
    }

    boolean isOver(long minute) {
        return minute - lastLoud >= QUIET_MINUTES || isUsual(minute);
    }

    /** Whether it goes on, and is no burst any more. */
    boolean isUsual(long minute) {
        return minute - began >= LONGEST_MINUTES;
    }

    /** From its first to its last loud minute. */
    long minutes() {
        return lastLoud - began + 1;
    }

    long total() {
        return total;
    }
}
