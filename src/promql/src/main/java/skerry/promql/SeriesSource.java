package skerry.promql;

import java.io.IOException;
import java.util.List;
import skerry.protocol.series.Labels;

/** Where series come from: a ring, a store, a test. */
@FunctionalInterface
public interface SeriesSource {
    /** What marks the end of a series, as Prometheus writes it; a source that has no such marks never hands it over. */
    double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

    /** Whether this value is {@link #STALE}, and no other that is not a number. */
    static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == 0x7ff0000000000002L;
    }

    /**
     * Hands over the samples of all series that fit every matcher, of both these times and between. They may come in any
     * order. Of two samples of one series and one time, the later handed over counts.
     *
     * @param fromMillis UTC epoch milliseconds
     */
    void select(List<Matcher> matchers, long fromMillis, long toMillis, Visitor visitor) throws IOException;

    /** Takes one sample; says whether to go on. */
    @FunctionalInterface
    interface Visitor {
        /** @param labels with the metric's name under {@link LabelSets#NAME}; best the same instance for each series */
        boolean sample(Labels labels, long timeMillis, double value);
    }
}
