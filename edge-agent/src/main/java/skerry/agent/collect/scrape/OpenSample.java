package skerry.agent.collect.scrape;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One sample line of OpenMetrics as it is written, before its family gives it a meaning.
 *
 * @param line where it stands
 * @param labels by name; an empty value is as good as no label
 * @param timestamp in seconds
 * @param exemplar the value of the exemplar, if there is one
 * @param nativeHistogram what stands in place of the value, if not a number does
 */
record OpenSample(
        TextLine line,
        String name,
        Map<String, String> labels,
        double value,
        OptionalDouble timestamp,
        OptionalDouble exemplar,
        Optional<NativeHistogram> nativeHistogram) {
    OpenSample {
        labels = Map.copyOf(labels);
    }
}
