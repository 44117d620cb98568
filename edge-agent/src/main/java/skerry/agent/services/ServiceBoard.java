package skerry.agent.services;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.TextType;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;

/**
 * The totals of each service since the agent started, of as many services as there is room for; those of the others are told as
 * one, {@code other}. A series begins with zero, so that nothing is lost to who counts growth. Thread-safe.
 */
public final class ServiceBoard implements Collector {
    /** Services that are told apart. */
    public static final int MOST = 20;

    private static final String DURATION = "skerry_service_request_duration_seconds";
    private static final String DURATION_HELP = "How long requests took, as the service or its access log tells.";
    private static final MetricFamily REQUESTS = MetricFamily.counter(
            "skerry_service_requests_total", "Requests of a service by the class of what became of them.");
    private static final MetricFamily BUCKET = part("_bucket");
    private static final MetricFamily SUM = part("_sum");
    private static final MetricFamily COUNT = part("_count");
    private static final MetricFamily SERVICES = MetricFamily.gauge("skerry_services", "Services that are told apart.");
    private static final MetricFamily LEFT_OUT = MetricFamily.gauge(
            "skerry_services_left_out",
            "Services beyond what is told apart; their requests count as of the service other.");
    private static final MetricFamily SERIES_LEFT_OUT = MetricFamily.counter(
            "skerry_service_series_left_out_total",
            "Series of request histograms in scrapes that had no room, so that their requests are not counted.");
    private static final MetricFamily LINES =
            MetricFamily.counter("skerry_service_log_lines_total", "Lines of access logs, by what became of them.");

    /** One that was not asked for so long gives way to a new one. */
    static final long IDLE_MILLIS = 3_600_000;
    /** Names that are remembered of those left out. */
    private static final int MOST_LEFT_OUT = 1_000;

    private final int most;
    private final MonotonicClock clock;
    private final Map<ServiceName, Known> known = new LinkedHashMap<>();
    private final Map<ServiceName, Known> others = new HashMap<>();
    private final Set<ServiceName> leftOut = new HashSet<>();
    private long seriesLeftOut;
    private long linesCounted;
    private long linesLate;

    private static final class Known {
        final Requests total = new Requests();
        /** Series that were told with their beginning. */
        final Set<String> begun = new HashSet<>();

        long busyAt;
    }

    /** @param most services that are told apart, at least 1 */
    public ServiceBoard(int most, MonotonicClock clock) {
        this.most = most;
        this.clock = clock;
    }

    private static MetricFamily part(String tail) {
        return new MetricFamily(
                DURATION + tail, MetricType.COUNTER, DURATION_HELP, TextType.HISTOGRAM, DURATION, List.of());
    }

    /** Takes requests that came since those before. */
    synchronized void add(ServiceName name, Requests more) {
        Known service = find(name);
        if (!more.isEmpty()) {
            service.busyAt = clock.millis();
        }
        service.total.add(more);
    }

    /** The name under which requests of a service are told: its own, or {@code other}. */
    synchronized ServiceName told(ServiceName name) {
        find(name);
        return known.containsKey(name) ? name : other(name);
    }

    private static ServiceName other(ServiceName name) {
        return new ServiceName("", "other", name.source());
    }

    private Known find(ServiceName name) {
        Known service = known.get(name);
        if (service != null) {
            return service;
        }
        if (!name.isTooLong() && (known.size() < most || removeIdle())) {
            leftOut.remove(name);
            Known fresh = new Known();
            fresh.busyAt = clock.millis();
            known.put(name, fresh);
            return fresh;
        }
        if (leftOut.size() < MOST_LEFT_OUT && !name.isTooLong()) {
            leftOut.add(name);
        }
        return others.computeIfAbsent(other(name), _ -> new Known());
    }

    private boolean removeIdle() {
        long before = clock.millis() - IDLE_MILLIS;
        var oldest = new ArrayList<>(known.entrySet());
        oldest.removeIf(one -> one.getValue().busyAt > before);
        oldest.sort((a, b) -> Long.compare(a.getValue().busyAt, b.getValue().busyAt));
        return !oldest.isEmpty() && known.remove(oldest.getFirst().getKey()) != null;
    }

    synchronized void seriesLeftOut(int series) {
        seriesLeftOut += series;
    }

    /** @param late whether the line was too old to count as of now */
    synchronized void line(boolean late) {
        if (late) {
            linesLate++;
        } else {
            linesCounted++;
        }
    }

    @Override
    public String name() {
        return "services";
    }

    @Override
    public synchronized void collect(SampleSink sink) {
        known.forEach((name, service) -> tell(name, service, sink));
        others.forEach((name, service) -> tell(name, service, sink));
        if (!known.isEmpty()) {
            sink.add(SERVICES, known.size());
        }
        if (!leftOut.isEmpty()) {
            sink.add(LEFT_OUT, leftOut.size());
        }
        if (seriesLeftOut > 0) {
            sink.add(SERIES_LEFT_OUT, (double) seriesLeftOut);
        }
        if (linesCounted + linesLate > 0) {
            sink.add(LINES, Labels.of("outcome", "counted"), (double) linesCounted);
            sink.add(LINES, Labels.of("outcome", "late"), (double) linesLate);
        }
    }

    private static void tell(ServiceName name, Known service, SampleSink sink) {
        Labels labels = name.labels();
        Requests total = service.total;
        total.classes()
                .forEach((which, number) ->
                        tell(service, which.word(), sink, REQUESTS, labels.with("class", which.word()), number));
        if (!total.isTimed()) {
            return;
        }
        double below = 0;
        for (int step = 0; step < Ladder.STEPS; step++) {
            below += total.step(step);
            if (total.isTold(step)) {
                String le = Ladder.le(step);
                tell(service, le, sink, BUCKET, labels.with("le", le), below);
            }
        }
        tell(service, "sum", sink, SUM, labels, Math.rint(total.seconds() * 1_000) / 1_000);
        // Beside buckets the last of them tells the same, and each series has its price on the link.
        if (!total.isTold(Ladder.STEPS - 1)) {
            tell(service, "count", sink, COUNT, labels, total.timed());
        }
    }

    private static void tell(
            Known service, String series, SampleSink sink, MetricFamily family, Labels labels, double total) {
        sink.add(family, labels, service.begun.add(series) ? 0 : total);
    }
}
