package skerry.benchmarks;

import java.util.List;
import java.util.Random;
import skerry.agent.collect.scrape.MetricsText;

/** What a service tells of itself: a histogram for each of 50 routes, and some gauges; about 1,000 series. Thread-safe. */
final class ExporterText {
    private static final int ROUTES = 50;
    private static final int GAUGES = 250;
    private static final List<String> BOUNDS =
            List.of("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf");

    private final Random random = new Random(34);
    private final long[] requests = new long[ROUTES];

    /** What is told now at {@code /metrics}; nothing elsewhere. */
    synchronized String at(String path) {
        if (!path.equals("/metrics")) {
            return "";
        }
        var out = new MetricsTexts.Writing(random, MetricsText.PROMETHEUS);
        out.family("app_request_duration_seconds", "histogram");
        for (int route = 0; route < ROUTES; route++) {
            requests[route] += random.nextInt(300);
            String labels = "handler=\"/api/v1/things/" + route + "\",method=\"GET\",code=\"200\"";
            for (int bound = 0; bound < BOUNDS.size(); bound++) {
                long below = requests[route] * (bound + 1) / BOUNDS.size();
                out.part("_bucket", labels + ",le=\"" + BOUNDS.get(bound) + "\"", Long.toString(below));
            }
            out.part("_sum", labels, Double.toString(requests[route] / 7.0));
            out.part("_count", labels, Long.toString(requests[route]));
        }
        out.family("app_queue_depth", "gauge");
        for (int gauge = 0; gauge < GAUGES; gauge++) {
            out.sample("queue=\"queue-" + gauge + "\"", out.whole(5_000));
        }
        return out.text();
    }
}
