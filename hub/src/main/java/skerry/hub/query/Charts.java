package skerry.hub.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Span;
import skerry.hub.store.Track;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Uid;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/** Values over time for charts. Steps without data stay empty: a line never crosses a gap. Thread-safe. */
public final class Charts {
    public static final int MAX_STEPS = 20_000;

    private final FleetStore store;

    public Charts(FleetStore store) {
        this.store = store;
    }

    /**
     * What is asked.
     *
     * @param node its newest agent; what the hardware before told belongs to it
     * @param from UTC epoch milliseconds, as {@code to}
     * @param stepMillis at least a minute
     * @param stat empty for the usual one of each series: average of gauges, rate of counters
     */
    public record Question(Agent node, Set<String> metrics, long from, long to, long stepMillis, Optional<Stat> stat) {
        /** @throws IllegalArgumentException with one sentence if the range is empty or would give too many points */
        public Question {
            metrics = Set.copyOf(metrics);
            if (to <= from || stepMillis < 60_000) {
                throw new IllegalArgumentException("'from' must lie before 'to' and 'step' be at least 60000");
            }
            if ((to - from) / stepMillis > MAX_STEPS) {
                throw new IllegalArgumentException(
                        "that range has more than " + MAX_STEPS + " steps; take a larger step");
            }
        }
    }

    /**
     * One series on the grid.
     *
     * @param times begins of steps with data, UTC epoch milliseconds, multiples of the step
     */
    public record Line(Series series, Stat stat, List<Long> times, List<Double> values) {
        public Line {
            times = List.copyOf(times);
            values = List.copyOf(values);
        }
    }

    /** Data that came later than it was made. */
    public record Late(long from, long to, long arrivedAt, String road) {}

    /**
     * The node went on with new hardware.
     *
     * @param at begin of the new one's data
     * @param before the agent of the hardware before
     */
    public record Replaced(long at, Uid before) {}

    /**
     * @param missing where the node has no data at all, in order, whole steps clipped to the range
     * @param replaced within the range, in order
     */
    public record Answer(List<Line> lines, List<Late> late, List<Span> missing, List<Replaced> replaced) {
        public Answer {
            lines = List.copyOf(lines);
            late = List.copyOf(late);
            missing = List.copyOf(missing);
            replaced = List.copyOf(replaced);
        }
    }

    public Answer ask(Question question) {
        long first = Math.floorDiv(question.from(), question.stepMillis()) * question.stepMillis();
        int steps = Math.toIntExact(Math.ceilDiv(question.to() - first, question.stepMillis()));
        var curves = new HashMap<Series, Curve>();
        var covered = new boolean[steps];
        var late = new ArrayList<Late>();
        var replaced = new ArrayList<Replaced>();
        for (Tenure tenure : Tenure.of(store, question.node())) {
            for (SeriesBlock block : blocks(question, tenure)) {
                for (int i = 0; i < block.size(); i++) {
                    int step = step(block.start(i), first, question.stepMillis(), steps);
                    if (step >= 0 && block.end(i) <= tenure.until()) {
                        covered[step] = true;
                        addLate(late, block, i);
                    }
                }
                block.tracks().forEach((series, track) -> {
                    if (track instanceof Track.Distribution) {
                        return; // Of distributions there are percentiles, see Distributions.
                    }
                    Stat stat = question.stat().orElse(series.type() == MetricType.COUNTER ? Stat.RATE : Stat.AVG);
                    var curve = curves.computeIfAbsent(series, _ -> new Curve(stat, steps));
                    add(curve, block, track, tenure.until(), first, question.stepMillis(), steps);
                });
            }
            curves.values().forEach(Curve::breakOff);
            if (tenure.until() >= question.from() && tenure.until() < question.to()) {
                replaced.add(new Replaced(tenure.until(), tenure.agent().uid()));
            }
        }
        var lines = new ArrayList<Line>();
        curves.forEach((series, curve) -> lines.add(line(
                series,
                question.stat().orElse(series.type() == MetricType.COUNTER ? Stat.RATE : Stat.AVG),
                curve,
                first,
                question.stepMillis(),
                steps)));
        lines.sort((a, b) -> a.series().toString().compareTo(b.series().toString()));
        return new Answer(lines, late, missing(covered, first, question), replaced);
    }

    /** Minutes, or hours for steps of an hour and more. */
    private List<SeriesBlock> blocks(Question question, Tenure tenure) {
        Uid uid = tenure.agent().uid();
        long from = question.from();
        long to = Math.min(question.to(), tenure.until());
        if (question.stepMillis() < CoarseWindows.HOUR) {
            return store.history().windows(uid, Kind.MINUTE, from, to, question.metrics());
        }
        return CoarseWindows.of(store.history(), uid, from, to, question.metrics());
    }

    private static List<Span> missing(boolean[] covered, long first, Question question) {
        var missing = new ArrayList<Span>();
        for (int step = 0; step < covered.length; step++) {
            if (!covered[step]) {
                int begin = step;
                while (step < covered.length && !covered[step]) {
                    step++;
                }
                long from = Math.max(question.from(), first + begin * question.stepMillis());
                long to = Math.min(question.to(), first + step * question.stepMillis());
                if (from < to) {
                    missing.add(new Span(from, to));
                }
            }
        }
        return missing;
    }

    private static void add(
            Curve curve, SeriesBlock block, Track track, long until, long first, long stepMillis, int steps) {
        for (int i = 0; i < track.size(); i++) {
            int window = track.window(i);
            int step = step(block.start(window), first, stepMillis, steps);
            if (step >= 0 && block.end(window) <= until) {
                switch (track) {
                    case Track.Gauge gauge -> curve.add(step, gauge, i, block.length(window) / 1000.0);
                    case Track.Counter counter -> curve.add(step, counter, i, block.start(window), block.end(window));
                    case Track.Distribution _ -> {}
                }
            }
        }
    }

    private static Line line(Series series, Stat stat, Curve curve, long first, long stepMillis, int steps) {
        var times = new ArrayList<Long>();
        var values = new ArrayList<Double>();
        for (int step = 0; step < steps; step++) {
            if (!curve.isEmptyAt(step)) {
                times.add(first + step * stepMillis);
                values.add(curve.at(step));
            }
        }
        return new Line(series, stat, times, values);
    }

    /** Neighbouring late windows of one arrival are one span. */
    private static void addLate(List<Late> late, SeriesBlock block, int i) {
        long delay = block.arrivedAt(i) - block.end(i);
        if (delay <= 5 * 60_000) {
            return;
        }
        Late last = late.isEmpty() ? null : late.getLast();
        String road = block.road(i).word();
        if (last != null
                && block.start(i) - last.to() <= 60_000
                && block.start(i) >= last.from()
                && Math.abs(block.arrivedAt(i) - last.arrivedAt()) < 10 * 60_000
                && last.road().equals(road)) {
            late.set(late.size() - 1, new Late(last.from(), block.end(i), block.arrivedAt(i), road));
        } else {
            late.add(new Late(block.start(i), block.end(i), block.arrivedAt(i), road));
        }
    }

    private static int step(long at, long first, long stepMillis, int steps) {
        long step = Math.floorDiv(at - first, stepMillis);
        return step >= 0 && step < steps ? (int) step : -1;
    }

    /** Names of the metrics a node has sent, with their number of series. */
    public Map<String, Integer> metrics(Agent node) {
        var known = new HashSet<Series>();
        for (Agent agent : store.registry().lineage(node)) {
            store.present().latest().ofAgent(agent.uid()).forEach(value -> known.add(value.series()));
        }
        var counts = new TreeMap<String, Integer>();
        known.forEach(series -> counts.merge(series.name(), 1, Integer::sum));
        return counts;
    }
}
