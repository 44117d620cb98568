package skerry.agent.site;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which sources bring more series than they may. Pure. */
final class RefusedHealth {
    private RefusedHealth() {}

    /** Nothing where nothing was ever refused. */
    static Optional<Check> of(LatestSamples samples) {
        var counts = new TreeMap<String, Double>();
        var now = new TreeMap<String, String>();
        samples.each(
                "skerry_series_refused_total",
                (labels, count) -> counts.merge(labels.get("source"), count, Double::sum));
        samples.each("skerry_series_refusing", (labels, refusing) -> {
            if (refusing > 0) {
                now.put(labels.get("source"), labels.get("reason"));
            }
        });
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        if (now.isEmpty()) {
            return Optional.of(Check.good(
                    "Series", "within their limits; earlier " + String.join(", ", counts.keySet()) + " were beyond"));
        }
        var text = new StringBuilder();
        for (Map.Entry<String, String> one : now.entrySet()) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(String.format(
                            Locale.ROOT,
                            "%s brings more than limits.%s allows, %,.0f samples refused so far",
                            one.getKey(),
                            one.getValue(),
                            counts.getOrDefault(one.getKey(), 0.0)));
        }
        return Optional.of(Check.look(
                "Series",
                text.toString(),
                "The event series.refused names metric and label: leave that out at its source, or raise the limit."));
    }
}
