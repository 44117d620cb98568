package skerry.hub.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import skerry.protocol.sketch.Sketch;

/** Requests of a service, or of several, over a stretch of time in even steps. Not thread-safe. */
public final class ServiceTrace {
    private static final String SERVER_ERROR = "5xx";
    private static final String CLIENT_ERROR = "4xx";
    private static final String UNKNOWN = "unknown";
    /** Bounds of one service; agents tell nine. */
    private static final int MOST_BOUNDS = 24;
    /** A sketch of fewer requests would leave out too many of the others. */
    private static final double MOSTLY = 0.9;

    private static final double MILLIS = 1_000;

    private final long first;
    private final long stepMillis;
    private final double[] all;
    private final double[] known;
    private final double[] failed;
    private final double[] refused;
    private final double[] seconds;
    private final double[] timed;
    /** Durations up to each bound and above the bound before, per second. */
    private final NavigableMap<Double, double[]> buckets = new TreeMap<>();

    private @Nullable Sketch sketch;
    /** Whether there are requests of which only buckets tell. */
    private boolean mixed;

    /** @param first begin of the first step, UTC epoch milliseconds */
    ServiceTrace(long first, long stepMillis, int steps) {
        this.first = first;
        this.stepMillis = stepMillis;
        this.all = empty(steps);
        this.known = empty(steps);
        this.failed = empty(steps);
        this.refused = empty(steps);
        this.seconds = empty(steps);
        this.timed = empty(steps);
    }

    private static double[] empty(int steps) {
        double[] values = new double[steps];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    /** Of requests of a class, per second. */
    void requests(String status, Charts.Line line) {
        add(all, line);
        if (!status.equals(UNKNOWN)) {
            add(known, line);
        }
        if (status.equals(SERVER_ERROR)) {
            add(failed, line);
        } else if (status.equals(CLIENT_ERROR)) {
            add(refused, line);
        }
    }

    void seconds(Charts.Line line) {
        add(seconds, line);
    }

    void timed(Charts.Line line) {
        add(timed, line);
    }

    /** The histogram that one agent tells, by upper bound, each with what lies below. */
    void buckets(NavigableMap<Double, Charts.Line> cumulative) {
        double[] below = empty(all.length);
        cumulative.forEach((bound, line) -> {
            if (buckets.size() == MOST_BOUNDS && !buckets.containsKey(bound)) {
                return;
            }
            double[] upTo = empty(all.length);
            add(upTo, line);
            double[] inside = buckets.computeIfAbsent(bound, _ -> empty(all.length));
            for (int i = 0; i < upTo.length; i++) {
                if (!Double.isNaN(upTo[i])) {
                    double before = Double.isNaN(below[i]) ? 0 : below[i];
                    inside[i] = plus(inside[i], Math.max(0, upTo[i] - before));
                    below[i] = Math.max(before, upTo[i]);
                }
            }
        });
    }

    /** All durations, as its agents tell them one by one. */
    void sketch(Sketch durations) {
        sketch = sketch == null ? durations : sketch.plus(durations);
    }

    /**
     * Whether a sketch tells how long requests took: of nearly all of those that are counted, since agents that do not tell sketches, or
     * did not yet, have buckets alone.
     */
    public boolean isSketched() {
        return sketch != null && !mixed && sketch.count() >= MOSTLY * total(timed) * stepMillis / MILLIS;
    }

    /** Takes in another service over the same steps. */
    void add(ServiceTrace other) {
        sum(all, other.all);
        sum(known, other.known);
        sum(failed, other.failed);
        sum(refused, other.refused);
        sum(seconds, other.seconds);
        sum(timed, other.timed);
        if (other.isSketched()) {
            sketch(Objects.requireNonNull(other.sketch));
        } else {
            mixed |= total(other.timed) > 0;
        }
        other.buckets.forEach((bound, values) -> sum(buckets.computeIfAbsent(bound, _ -> empty(all.length)), values));
    }

    private void add(double[] into, Charts.Line line) {
        for (int i = 0; i < line.times().size(); i++) {
            double value = line.values().get(i);
            if (value >= 0 && value < Double.POSITIVE_INFINITY) {
                int step = Math.toIntExact((line.times().get(i) - first) / stepMillis);
                into[step] = plus(into[step], value);
            }
        }
    }

    private static void sum(double[] into, double[] more) {
        for (int i = 0; i < into.length; i++) {
            if (!Double.isNaN(more[i])) {
                into[i] = plus(into[i], more[i]);
            }
        }
    }

    private static double plus(double value, double more) {
        return Double.isNaN(value) ? more : value + more;
    }

    private static double total(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).sum();
    }

    /** Requests per second, on average over the steps that have data; empty if none has. */
    public Optional<Double> rate() {
        long steps = Arrays.stream(all).filter(value -> !Double.isNaN(value)).count();
        return steps == 0 ? Optional.empty() : Optional.of(total(all) / steps);
    }

    /** The share of requests that the service failed, of those of which that is known; empty if there are none. */
    public Optional<Double> errors() {
        return share(failed);
    }

    /** The share of requests that it refused as wrong. */
    public Optional<Double> refusals() {
        return share(refused);
    }

    private Optional<Double> share(double[] part) {
        double whole = total(known);
        return whole > 0 ? Optional.of(total(part) / whole) : Optional.empty();
    }

    /** The mean duration, in seconds; empty if durations are not told, or there are none. */
    public Optional<Double> mean() {
        double number = total(timed);
        return number > 0 ? Optional.of(total(seconds) / number) : Optional.empty();
    }

    /** Whether durations are told at all. */
    public boolean isTimed() {
        return !buckets.isEmpty() || Arrays.stream(timed).anyMatch(value -> !Double.isNaN(value));
    }

    /** Over the whole stretch. */
    public Optional<Quantile> quantile(double share) {
        if (isSketched()) {
            return Optional.of(Quantile.of(Objects.requireNonNull(sketch), share));
        }
        var histogram = new TreeMap<Double, Double>();
        buckets.forEach((bound, values) -> histogram.put(bound, total(values)));
        return Quantile.of(histogram, share);
    }

    /**
     * Points on the grid; steps without a value are left out.
     *
     * @param t begins of steps, UTC epoch milliseconds
     */
    public record Points(String stat, List<Long> t, List<Double> v) {}

    /**
     * Rate, errors and the quantiles of durations.
     *
     * @param durations over the same steps, where {@link #isSketched}
     */
    public List<Points> points(Optional<Distribution> durations) {
        var rate = new Collected("rate");
        var errors = new Collected("errors");
        var p50 = new Collected("p50");
        var p95 = new Collected("p95");
        var p99 = new Collected("p99");
        for (int i = 0; i < all.length; i++) {
            long at = first + i * stepMillis;
            rate.add(at, all[i]);
            errors.add(at, Double.isNaN(known[i]) ? Double.NaN : Double.isNaN(failed[i]) ? 0 : failed[i]);
            p50.add(at, quantile(durations, i, 0.5));
            p95.add(at, quantile(durations, i, 0.95));
            p99.add(at, quantile(durations, i, 0.99));
        }
        return List.of(rate.points(), errors.points(), p50.points(), p95.points(), p99.points());
    }

    private double quantile(Optional<Distribution> durations, int step, double share) {
        if (durations.isPresent()) {
            return durations.get().at(step).map(one -> one.quantile(share)).orElse(Double.NaN);
        }
        var histogram = new TreeMap<Double, Double>();
        for (var bucket : buckets.entrySet()) {
            double inside = bucket.getValue()[step];
            histogram.put(bucket.getKey(), Double.isNaN(inside) ? 0 : inside);
        }
        return Quantile.of(histogram, share).map(Quantile::value).orElse(Double.NaN);
    }

    private static final class Collected {
        private final String stat;
        private final List<Long> times = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();

        Collected(String stat) {
            this.stat = stat;
        }

        void add(long at, double value) {
            if (!Double.isNaN(value)) {
                times.add(at);
                values.add(value);
            }
        }

        Points points() {
            return new Points(stat, times, values);
        }
    }
}
