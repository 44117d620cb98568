package skerry.agent.services;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import skerry.agent.services.RequestMetric.Part;
import skerry.agent.services.RequestMetric.Protocol;
import skerry.protocol.series.Labels;

/**
 * The request histograms of one target: how much each series grew, added up by service. Series are looked at one by one, since
 * one that goes would otherwise look like a reset of all. Not thread-safe.
 */
final class TargetFold {
    /** A series that was not there for so many scrapes is forgotten. */
    private static final int KEPT_SCRAPES = 20;
    /** What was scraped longer ago tells nothing of what is new now. */
    private static final double LONGEST_PAUSE_SECONDS = 300;

    private final Labels target;
    private final FoldRoom room;
    private final Map<Key, Counted> known = new HashMap<>();
    private final Map<Key, Double> created = new HashMap<>();
    private int scrape;
    private int present;
    private int leftOut;
    private boolean complete;
    private double lastScrape = Double.NaN;

    private record Key(int family, Part part, Labels labels) {}

    /** A series that is looked at. */
    private static final class Counted {
        final RequestMetric metric;
        final Optional<ServiceName> service;
        final StatusClass status;
        final double bound;
        final Labels histogram;
        final Growth growth = new Growth();

        Counted(RequestMetric metric, Labels labels, Labels target) {
            this.metric = metric;
            this.service = metric.service(labels, target);
            this.status = RequestMetric.status(labels);
            this.bound = metric.part() == Part.BUCKET ? bound(labels.get("le")) : Double.NaN;
            this.histogram = withoutLe(labels);
        }

        private static double bound(String le) {
            if (le.equals("+Inf")) {
                return Double.POSITIVE_INFINITY;
            }
            try {
                return Double.parseDouble(le);
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }
    }

    /** What one family tells of one service in a scrape. */
    private static final class Told {
        final Map<StatusClass, Double> counter = new EnumMap<>(StatusClass.class);
        final Map<StatusClass, Double> histogram = new EnumMap<>(StatusClass.class);
        final NavigableMap<Double, Double> buckets = new TreeMap<>();
        double seconds;
        double timed;
        boolean summed;
    }

    /** @param room for series of all targets */
    TargetFold(Labels target, FoldRoom room) {
        this.target = target;
        this.room = room;
    }

    void begin() {
        scrape++;
        present = 0;
        leftOut = 0;
        created.clear();
    }

    /** Looks at a sample; most are of no interest. */
    void sample(String name, Labels labels, double value) {
        Optional<RequestMetric> found = RequestMetric.of(name);
        if (found.isEmpty() || !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            return;
        }
        RequestMetric metric = found.get();
        var key = new Key(metric.family(), metric.part(), labels);
        if (metric.part() == Part.CREATED) {
            if (created.size() < FoldRoom.MOST_SERIES) {
                created.put(key, value);
            }
            return;
        }
        Counted series = known.get(key);
        if (series == null) {
            if (!room.take()) {
                leftOut++;
                return;
            }
            series = new Counted(metric, labels, target);
            known.put(key, series);
        }
        present++;
        series.growth.sample(value, scrape);
    }

    /**
     * Ends a scrape.
     *
     * @param atSeconds when it began, in Unix time
     * @param grown takes what each service did since the scrape before
     * @return series that had no room
     */
    int end(double atSeconds, BiConsumer<ServiceName, Requests> grown) {
        if (present == 0 && leftOut == 0) {
            // It failed, or tells of no requests: what was known stays.
            return 0;
        }
        double since = complete && atSeconds - lastScrape <= LONGEST_PAUSE_SECONDS ? lastScrape : Double.NaN;
        var told = new TreeMap<Integer, Map<ServiceName, Told>>();
        for (Counted series : known.values()) {
            if (series.growth.scrape() == scrape) {
                take(series, since, told);
            }
        }
        known.values().removeIf(series -> {
            boolean old = scrape - series.growth.scrape() > KEPT_SCRAPES;
            if (old) {
                room.giveBack(1);
            }
            return old;
        });
        complete = leftOut == 0;
        lastScrape = atSeconds;
        created.clear();
        tell(told, grown);
        return leftOut;
    }

    private void take(Counted series, double since, Map<Integer, Map<ServiceName, Told>> told) {
        RequestMetric metric = series.metric;
        double began = created.getOrDefault(new Key(metric.family(), Part.CREATED, series.histogram), Double.NaN);
        double growth = series.growth.take(began, since);
        if (series.service.isEmpty()) {
            return;
        }
        Told of = told.computeIfAbsent(metric.family(), _ -> new HashMap<>())
                .computeIfAbsent(series.service.get(), _ -> new Told());
        switch (metric.part()) {
            case REQUESTS -> of.counter.merge(series.status, growth, Double::sum);
            case COUNT -> {
                of.histogram.merge(series.status, growth, Double::sum);
                of.timed += growth;
            }
            case SUM -> {
                of.seconds += growth * metric.seconds();
                of.summed = true;
            }
            case BUCKET -> {
                if (!Double.isNaN(series.bound)) {
                    of.buckets.merge(series.bound * metric.seconds(), growth, Double::sum);
                }
            }
            case CREATED -> {}
        }
    }

    /** Of each protocol, the first family that tells of it: an application with two of them tells the same twice. */
    private static void tell(
            NavigableMap<Integer, Map<ServiceName, Told>> told, BiConsumer<ServiceName, Requests> grown) {
        var counted = new HashMap<ServiceName, Map<Protocol, Boolean>>();
        var timed = new HashMap<ServiceName, Map<Protocol, Boolean>>();
        var all = new HashMap<ServiceName, Requests>();
        told.forEach((family, services) -> {
            Protocol protocol = RequestMetric.protocol(family);
            services.forEach((name, of) -> {
                Requests requests = all.computeIfAbsent(name, _ -> new Requests());
                Map<StatusClass, Double> classes =
                        isCoded(of.counter) || of.histogram.isEmpty() ? of.counter : of.histogram;
                if (!classes.isEmpty() && isFirst(counted, name, protocol)) {
                    classes.forEach(requests::add);
                }
                if ((!of.buckets.isEmpty() || of.summed) && isFirst(timed, name, protocol)) {
                    durations(of, requests);
                }
            });
        });
        all.forEach(grown);
    }

    private static boolean isFirst(Map<ServiceName, Map<Protocol, Boolean>> seen, ServiceName name, Protocol protocol) {
        return seen.computeIfAbsent(name, _ -> new EnumMap<>(Protocol.class)).put(protocol, true) == null;
    }

    /** Whether it says what became of requests. */
    private static boolean isCoded(Map<StatusClass, Double> classes) {
        return classes.keySet().stream().anyMatch(one -> one != StatusClass.UNKNOWN);
    }

    /** What lies between two bounds of the target goes to the step of the upper one. */
    private static void durations(Told of, Requests into) {
        double below = 0;
        for (var bucket : of.buckets.entrySet()) {
            into.add(Ladder.step(bucket.getKey()), Math.max(0, bucket.getValue() - below));
            below = Math.max(below, bucket.getValue());
        }
        into.addSum(of.seconds, of.summed ? of.timed : 0);
    }

    private static Labels withoutLe(Labels labels) {
        if (labels.get("le").isEmpty()) {
            return labels;
        }
        Map<String, String> rest = labels.asMap();
        rest.remove("le");
        return Labels.of(rest);
    }

    /** Gives its room back. */
    void close() {
        room.giveBack(known.size());
        known.clear();
    }
}
