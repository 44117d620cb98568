package skerry.agent.site;

import java.util.function.BiConsumer;
import skerry.protocol.series.Labels;

/** The values of the last collection round. Thread-safe. */
public interface LatestSamples {
    /** Hands every series of {@code metric} over. */
    void each(String metric, BiConsumer<Labels, Double> sink);

    /** The value of a series without labels, or not a number if there is none. */
    default double value(String metric) {
        double[] found = {Double.NaN};
        each(metric, (labels, value) -> {
            if (labels.size() == 0) {
                found[0] = value;
            }
        });
        return found[0];
    }

    /** The largest value over all series of {@code metric}, or not a number if there is none. */
    default double highest(String metric) {
        double[] found = {Double.NaN};
        each(metric, (_, value) -> found[0] = Double.isNaN(found[0]) ? value : Math.max(found[0], value));
        return found[0];
    }
}
