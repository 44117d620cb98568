package skerry.simulator;

import java.util.List;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * What requests the services of a simulated cluster serve, as its agent would tell of them: more by day, and slower and with more
 * errors where one of them is unwell. A function of seed and moment. Thread-safe.
 */
final class ServiceModel {
    private static final String DURATION = "skerry_service_request_duration_seconds";
    private static final double DAY_SECONDS = 86_400;
    private static final double WEEK_SECONDS = 7 * DAY_SECONDS;
    private static final List<String> BOUNDS = List.of("0.01", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "10", "+Inf");
    private static final String HELP = "Simulated.";

    private final double phase;
    private final boolean unwell;

    /**
     * One of the services.
     *
     * @param perSecond requests on average
     * @param upTo shares of requests that last no longer than each bound; none if durations are not told
     */
    private record Service(String name, String source, double perSecond, double failing, List<Double> upTo) {}

    /** @param unwell whether one of its services fails many requests */
    ServiceModel(long seed, boolean unwell) {
        this.phase = Math.floorMod(seed, 1_000) / 1_000.0;
        this.unwell = unwell;
    }

    /** @param millis the moment, UTC epoch milliseconds */
    void samples(long millis, SampleSink sink) {
        double seconds = millis / 1_000.0 % WEEK_SECONDS;
        for (Service service : services()) {
            Labels labels = Labels.of("namespace", "shop", "service", service.name(), "source", service.source());
            double all = service.perSecond() * day(seconds);
            double failed = all * service.failing();
            requests(sink, labels, "2xx", (all - failed) * 0.97);
            requests(sink, labels, "4xx", (all - failed) * 0.03);
            requests(sink, labels, "5xx", failed);
            for (int i = 0; i < service.upTo().size(); i++) {
                counter(
                        sink,
                        DURATION + "_bucket",
                        labels.with("le", BOUNDS.get(i)),
                        all * service.upTo().get(i));
            }
        }
    }

    private List<Service> services() {
        List<Double> quick = List.of(0.41, 0.86, 0.95, 0.985, 0.995, 0.998, 1.0, 1.0, 1.0);
        List<Double> slow = List.of(0.02, 0.18, 0.45, 0.71, 0.84, 0.93, 0.98, 0.999, 1.0);
        return List.of(
                new Service("api", "metrics", 4 + phase, unwell ? 0.062 : 0.002, unwell ? slow : quick),
                new Service("reports", "metrics", 0.3, 0.004, slow),
                new Service("door", "log", 6 + 2 * phase, unwell ? 0.03 : 0.001, List.of()));
    }

    /** Seconds of full work up to now: the integral of a day that has a noon and a night. */
    private double day(double seconds) {
        double turn = 2 * Math.PI / DAY_SECONDS;
        double shift = 2 * Math.PI * phase / 24;
        return seconds - 0.7 / turn * Math.sin(turn * seconds + shift) + 60;
    }

    private static void requests(SampleSink sink, Labels labels, String status, double value) {
        counter(sink, "skerry_service_requests_total", labels.with("class", status), value);
    }

    private static void counter(SampleSink sink, String name, Labels labels, double value) {
        sink.add(MetricFamily.counter(name, HELP), labels, Math.floor(value));
    }
}
