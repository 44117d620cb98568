package skerry.hub.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.protocol.series.Labels;

/** Rate, errors and duration of the services of a site, put together from what its agents tell (ADR 43). Thread-safe. */
public final class Services {
    /** Services of one site; what is beyond is counted. */
    public static final int MAX_SERVICES = 200;

    private static final String REQUESTS = "skerry_service_requests_total";
    private static final String DURATION = "skerry_service_request_duration_seconds";
    private static final String BUCKET = DURATION + "_bucket";
    private static final String SUM = DURATION + "_sum";
    private static final String COUNT = DURATION + "_count";
    private static final String FOLDED = "skerry_services_left_out";
    private static final Set<String> METRICS = Set.of(REQUESTS, BUCKET, SUM, COUNT);

    private final FleetStore store;
    private final Charts charts;
    private final Distributions distributions;

    public Services(FleetStore store) {
        this.store = store;
        this.charts = new Charts(store);
        this.distributions = new Distributions(store);
    }

    /**
     * @param folded services that agents had no room to tell apart, as they last said
     * @param leftOut services beyond {@link #MAX_SERVICES}
     */
    public record Found(Map<ServiceKey, ServiceTrace> services, long folded, long leftOut) {
        public Found {
            services = Map.copyOf(services);
        }
    }

    /**
     * All services that anybody told of.
     *
     * @param nodes the newest agent of each node of the site
     * @param from UTC epoch milliseconds, as {@code to}
     * @param stepMillis at least a minute
     * @throws IllegalArgumentException with one sentence if the range is empty or has too many steps
     */
    public Found of(List<Agent> nodes, long from, long to, long stepMillis) {
        long first = Math.floorDiv(from, stepMillis) * stepMillis;
        int steps = Math.toIntExact(Math.ceilDiv(to - first, stepMillis));
        var traces = new HashMap<ServiceKey, ServiceTrace>();
        long folded = 0;
        long leftOut = 0;
        for (Agent node : nodes.subList(0, Math.min(SiteSeries.MAX_NODES, nodes.size()))) {
            Charts.Answer answer =
                    charts.ask(new Charts.Question(node, METRICS, from, to, stepMillis, Optional.of(Stat.RATE)));
            var told = new HashMap<ServiceTrace, NavigableMap<Double, Charts.Line>>();
            for (Charts.Line line : answer.lines()) {
                Labels labels = line.series().labels();
                var key = ServiceKey.of(labels);
                ServiceTrace trace = traces.get(key);
                if (trace == null && traces.size() == MAX_SERVICES) {
                    leftOut += line.series().name().equals(REQUESTS) ? 1 : 0;
                    continue;
                }
                if (trace == null) {
                    trace = new ServiceTrace(first, stepMillis, steps);
                    traces.put(key, trace);
                }
                switch (line.series().name()) {
                    case REQUESTS -> trace.requests(labels.get("class"), line);
                    case SUM -> trace.seconds(line);
                    case COUNT -> trace.timed(line);
                    default -> {
                        Optional<Double> bound = bound(labels.get("le"));
                        if (bound.isPresent()) {
                            told.computeIfAbsent(trace, _ -> new TreeMap<>()).put(bound.get(), line);
                            if (bound.get().isInfinite()) {
                                trace.timed(line);
                            }
                        }
                    }
                }
            }
            told.forEach(ServiceTrace::buckets);
            folded += folded(node);
        }
        distributions
                .of(new Distributions.Question(
                        nodes, DURATION, Map.of(), Optional.empty(), from, to, Math.max(stepMillis, to - from)))
                .distributions()
                .forEach((labels, durations) -> {
                    ServiceTrace trace = traces.get(ServiceKey.of(labels));
                    if (trace != null) {
                        durations.total().ifPresent(trace::sketch);
                    }
                });
        return new Found(traces, folded, leftOut);
    }

    /** The course of one service; empty if nobody told of it. Its parameters are those of {@link #of}. */
    public List<ServiceTrace.Points> course(List<Agent> nodes, ServiceKey key, long from, long to, long stepMillis) {
        ServiceTrace trace = of(nodes, from, to, stepMillis).services().get(key);
        if (trace == null) {
            return List.of();
        }
        if (!trace.isSketched()) {
            return trace.points(Optional.empty());
        }
        var asked = Map.of("namespace", key.namespace(), "service", key.service(), "source", key.source());
        return trace.points(distributions
                .of(new Distributions.Question(
                        nodes,
                        DURATION,
                        asked,
                        Optional.of(List.of()),
                        Math.floorDiv(from, stepMillis) * stepMillis,
                        to,
                        stepMillis))
                .distributions()
                .values()
                .stream()
                .findFirst());
    }

    private long folded(Agent node) {
        return store.present().latest().ofAgent(node.uid()).stream()
                .filter(value -> value.series().name().equals(FOLDED))
                .mapToLong(value -> Math.round(value.last()))
                .sum();
    }

    private static Optional<Double> bound(String le) {
        if (le.equals("+Inf")) {
            return Optional.of(Double.POSITIVE_INFINITY);
        }
        try {
            return Optional.of(Double.parseDouble(le)).filter(bound -> bound >= 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** All services of a site as one. */
    public static Optional<ServiceTrace> together(Found found, long from, long to, long stepMillis) {
        long first = Math.floorDiv(from, stepMillis) * stepMillis;
        var all = new ServiceTrace(first, stepMillis, Math.toIntExact(Math.ceilDiv(to - first, stepMillis)));
        found.services().values().forEach(all::add);
        return all.rate().isEmpty() ? Optional.empty() : Optional.of(all);
    }
}
