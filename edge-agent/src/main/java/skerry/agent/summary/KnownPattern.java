package skerry.agent.summary;

import org.jspecify.annotations.Nullable;
import skerry.agent.ring.PatternNote;

/**
 * What an agent remembers of a pattern over windows and restarts: with how many different values it was seen, and how many
 * lines a minute are usual. Owned by one thread.
 */
final class KnownPattern {
    /** Places for values; two values may share one, so that fewer are counted than there were, never more. */
    private static final int PLACES = 128;

    final long id;
    final LineHistory history;
    private long low;
    private long high;
    /** Counted of patterns without values alone. */
    private int lines;

    private boolean changed;
    private @Nullable String leaving;
    private @Nullable Burst burst;

    KnownPattern(long id) {
        this.id = id;
        this.history = new LineHistory();
        this.changed = true;
    }

    KnownPattern(PatternNote note) {
        this.id = note.pattern();
        this.low = note.valuesLow();
        this.high = note.valuesHigh();
        this.lines = note.lines();
        this.history = new LineHistory(note.minutes(), note.lastMinute(), note.mean(), note.deviation(), note.peak());
    }

    PatternNote note() {
        return new PatternNote(
                id,
                low,
                high,
                lines,
                history.minutes(),
                history.lastMinute(),
                history.mean(),
                history.deviation(),
                history.peak());
    }

    /** How many different values were seen, at least. */
    int values() {
        return Long.bitCount(low) + Long.bitCount(high);
    }

    /** Whether it was seen with at least {@code k} different values, or in as many lines if it has none. */
    boolean isOften(int k) {
        return values() >= k || lines >= k;
    }

    /** Takes in a line, told from others by its values. */
    void line(int evidence) {
        int place = evidence & PLACES - 1;
        set(place < Long.SIZE ? low | 1L << place : low, place < Long.SIZE ? high : high | 1L << place);
    }

    /** Takes in a line of a pattern without values: all of its lines are alike. */
    void sameLine(int evidence) {
        line(evidence);
        changed |= lines < PatternSettings.MOST_K;
        lines = Math.min(PatternSettings.MOST_K, lines + 1);
    }

    /** Takes in what is known of a pattern that became this one: what it was seen with fits this one too. */
    void include(KnownPattern other) {
        set(low | other.low, high | other.high);
        history.takeOver(other.history);
    }

    private void set(long newLow, long newHigh) {
        changed |= low != newLow || high != newHigh;
        low = newLow;
        high = newHigh;
    }

    /** The text that may leave, if it was decided already. */
    @Nullable
    String leaving() {
        return leaving;
    }

    void leaving(String text) {
        leaving = text;
    }

    /** What goes on now, if its lines are far more than usual. */
    @Nullable
    Burst burst() {
        return burst;
    }

    void burst(@Nullable Burst now) {
        burst = now;
    }

    /** Whether there is something to keep over a restart; asked once. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
