package skerry.agent.collect.scrape;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.protocol.series.Labels;

/**
 * One sample line of OpenMetrics as it is written, before its family gives it a meaning.
 *
 * @param line where it stands, counted from 1
 * @param empty the names of labels without a value, which are as good as no labels
 * @param seconds its time, or {@link #NO_TIME}
 * @param hasExemplar whether there is an exemplar; its value is {@code exemplar}
 * @param nativeHistogram what stands in place of the value, if not a number does
 */
record OpenSample(
        int line,
        String name,
        Labels labels,
        List<String> empty,
        double value,
        double seconds,
        boolean hasExemplar,
        double exemplar,
        Optional<NativeHistogram> nativeHistogram) {
    /** No time is this. */
    static final double NO_TIME = Double.NaN;

    private static final double MILLISECONDS = 1000;

    boolean hasTime() {
        return !Double.isNaN(seconds);
    }

    /** Whether the label is there, even without a value. */
    boolean has(String label) {
        return !labels.get(label).isEmpty() || empty.contains(label);
    }

    OptionalLong millis() {
        return hasTime() ? OptionalLong.of(Math.round(seconds * MILLISECONDS)) : OptionalLong.empty();
    }

    TextFormatException error(String reason) {
        return new TextFormatException(line, reason);
    }
}
