package skerry.hub.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skerry.hub.query.TicketAnswer.Block;
import skerry.hub.query.TicketAnswer.Sample;
import skerry.hub.store.History;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.ClockSpan;
import skerry.protocol.Uid;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.series.Series;
import skerry.protocol.ticket.TicketRequest;

/**
 * Compares raw detail that a ticket brought with the summaries that came before it. What belongs to a minute is decided by
 * arrival on the node's monotonic clock, as the node did, never by the times that records carry; a minute of which the ticket's
 * window may have cut off a record is left out, and said to be. Hours are compared with the same records as their minutes.
 */
public final class RollupCheck {
    /** A record's own time may be so far from when it arrived: the longest collection. */
    private static final long SLACK = Duration.ofMinutes(1).toMillis();
    /** A minute that ended so long before the ring was read is whole in it: its end had been stored. */
    private static final long STORED = Duration.ofSeconds(30).toMillis();

    /** By how much the window is to be wider than the hours that are to be compared. */
    public static final long MARGIN = Duration.ofMinutes(2).toMillis();

    /** Nodes' clocks may be corrected by the hub. */
    private static final long CLOCKS = Duration.ofHours(2).toMillis();

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final int MOST_DIFFERENCES = 20;
    /** Sums in another order differ in the last bits. */
    private static final double EXACT = 1e-9;

    private final History history;

    /** What a comparison came to. */
    public enum State {
        VERIFIED,
        DIFFERS,
        /** Nothing differs, but not all of it could be compared. */
        PARTIAL
    }

    /**
     * A figure that is another in the raw detail than in the summary.
     *
     * @param what the series, or the severity of lines
     * @param figure count, min, max, sum, last, increase, resets or lines
     */
    public record Difference(long at, String what, String figure, double raw, double told) {}

    /**
     * One hour of the node's clock.
     *
     * @param minutes of it that the hub was told of
     * @param compared how many of these could be compared
     * @param figures that agree or not, of minutes and hour
     * @param summary whether the hour's own summary could be compared too
     */
    public record Hour(long at, State state, int minutes, int compared, long figures, boolean summary) {}

    /** @param sentence for people */
    public record Result(State state, String sentence, List<Hour> hours, List<Difference> differences) {}

    public RollupCheck(History history) {
        this.history = history;
    }

    /** A minute or an hour as the node told it, put together from its batches. */
    private static final class Told {
        private final ClockSpan span;
        private final long start;
        private final long end;
        private final Map<Series, GaugeSummary> gauges = new HashMap<>();
        private final Map<Series, CounterSummary> counters = new HashMap<>();
        private final Map<Severity, Long> lines = new EnumMap<>(Severity.class);

        Told(ClockSpan span, Summary first) {
            this.span = span;
            this.start = first.window().startMillis();
            this.end = first.window().endMillis();
        }

        void add(Summary part) {
            part.gauges().forEach(gauge -> gauges.put(gauge.series(), gauge));
            part.counters().forEach(counter -> counters.put(counter.series(), counter));
            for (PatternSummary pattern : part.patterns()) {
                pattern.counts().forEach((severity, count) -> lines.merge(severity, count, Long::sum));
            }
        }
    }

    /** What raw samples of one series came to in a window. */
    private static final class Figures {
        private int count;
        private double min = Double.NaN;
        private double max = Double.NaN;
        private double sum;
        private double last;
        private double first;
        private double increase;
        private int resets;
        /** False if the sample before the first is not known, by which a counter's increase reaches back. */
        private boolean reachesBack = true;

        void add(double value, Optional<Sample> before) {
            min = count == 0 || value < min || Double.isNaN(min) ? value : min;
            max = count == 0 || value > max || Double.isNaN(max) ? value : max;
            sum = count == 0 ? value : sum + value;
            first = count == 0 ? value : first;
            last = value;
            count++;
            if (before.isEmpty()) {
                reachesBack = false;
            } else {
                double growth = value - before.get().value();
                resets += growth < 0 ? 1 : 0;
                increase += growth < 0 ? value : growth;
            }
        }

        void add(Figures later) {
            if (later.count == 0) {
                return;
            }
            if (count == 0) {
                min = later.min;
                max = later.max;
                first = later.first;
            } else {
                min = later.min < min || Double.isNaN(min) ? later.min : min;
                max = later.max > max || Double.isNaN(max) ? later.max : max;
            }
            sum = count == 0 ? later.sum : sum + later.sum;
            last = later.last;
            increase += later.increase;
            resets += later.resets;
            reachesBack &= later.reachesBack;
            count += later.count;
        }
    }

    /** Of one hour, while it is being compared. */
    private static final class Open {
        private final Map<Series, Figures> figures = new HashMap<>();
        private int minutes;
        private int compared;
        private long agreed;
        private boolean differs;
        private boolean summary;
    }

    /** Compares the answer of a ticket. */
    public Result check(Uid uid, TicketRequest request, TicketAnswer answer) {
        List<Told> minutes = told(uid, Kind.MINUTE, request);
        var hours = new TreeMap<Long, Open>();
        var differences = new ArrayList<Difference>();
        if (request.kind() == TicketRequest.Kind.SERIES) {
            samples(minutes, told(uid, Kind.HOUR, request), request, answer, hours, differences);
        } else {
            lines(
                    minutes.stream().filter(minute -> isWhole(minute, answer)).toList(),
                    request,
                    answer,
                    hours,
                    differences);
        }
        return result(hours, differences);
    }

    private static boolean isWhole(Told minute, TicketAnswer answer) {
        return minute.span.wallLast() <= answer.made() - STORED;
    }

    private List<Told> told(Uid uid, Kind kind, TicketRequest request) {
        var windows = new TreeMap<String, Told>();
        history.summaries(uid, kind, request.fromMillis() - CLOCKS, request.toMillis() + CLOCKS, (span, summary) -> {
            String key = span.bootId().hex()
                    + String.format("%020d", span.monoFirst())
                    + summary.window().startMillis();
            windows.computeIfAbsent(key, _ -> new Told(span, summary)).add(summary);
        });
        return windows.values().stream()
                .filter(one -> one.end > request.fromMillis() && one.start < request.toMillis())
                .toList();
    }

    // ---- samples

    private static void samples(
            List<Told> minutes,
            List<Told> wholeHours,
            TicketRequest request,
            TicketAnswer answer,
            Map<Long, Open> hours,
            List<Difference> differences) {
        long reached = answer.cut() ? lastTime(answer) : request.toMillis();
        Told before = null;
        for (Told minute : minutes) {
            Open hour = hours.computeIfAbsent(Math.floorDiv(minute.start, HOUR) * HOUR, _ -> new Open());
            hour.minutes++;
            long after = before != null && before.span.bootId().equals(minute.span.bootId())
                    ? Math.max(minute.span.monoFirst(), before.span.monoLast())
                    : minute.span.monoFirst() - 1;
            before = minute;
            if (minute.span.wallFirst() - SLACK >= request.fromMillis()
                    && minute.span.wallLast() + SLACK <= reached
                    && isWhole(minute, answer)) {
                hour.compared++;
                Map<Series, List<Sample>> raw = answer.samples().getOrDefault(minute.span.bootId(), Map.of());
                raw.forEach((series, all) -> {
                    Figures figures = figures(all, after, minute.span.monoLast());
                    if (figures.count > 0 && isTold(minute, series)) {
                        hour.figures.computeIfAbsent(series, _ -> new Figures()).add(figures);
                        compare(minute.start, series, figures, minute, hour, differences);
                    }
                });
            }
        }
        for (Told whole : wholeHours) {
            Open hour = hours.get(Math.floorDiv(whole.start, HOUR) * HOUR);
            if (hour != null && hour.minutes == hour.compared && covers(minutes, whole)) {
                hour.summary = true;
                hour.figures.forEach(
                        (series, figures) -> compare(whole.start, series, figures, whole, hour, differences));
            }
        }
    }

    /** Whether the minutes of an hour are all here: they follow one another from its begin to its end. */
    private static boolean covers(List<Told> minutes, Told whole) {
        long at = whole.start;
        for (Told minute : minutes.stream()
                .sorted(Comparator.comparingLong(one -> one.start))
                .toList()) {
            if (minute.start == at && minute.end <= whole.end) {
                at = minute.end;
            }
        }
        return at == whole.end;
    }

    private static long lastTime(TicketAnswer answer) {
        return answer.samples().values().stream()
                .flatMap(series -> series.values().stream())
                .mapToLong(samples -> samples.getLast().time())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private static boolean isTold(Told window, Series series) {
        return window.gauges.containsKey(series) || window.counters.containsKey(series);
    }

    private static Figures figures(List<Sample> samples, long after, long until) {
        var figures = new Figures();
        for (int i = firstAfter(samples, after);
                i < samples.size() && samples.get(i).mono() <= until;
                i++) {
            figures.add(samples.get(i).value(), i == 0 ? Optional.empty() : Optional.of(samples.get(i - 1)));
        }
        return figures;
    }

    /** Samples of one boot are in the order of arrival. */
    private static int firstAfter(List<Sample> samples, long after) {
        int from = 0;
        int to = samples.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (samples.get(middle).mono() <= after) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Every figure of a series that both sides have. */
    private static void compare(
            long at, Series series, Figures raw, Told told, Open hour, List<Difference> differences) {
        String what = series.toString();
        GaugeSummary gauge = told.gauges.get(series);
        if (gauge != null) {
            agree(at, what, "count", raw.count, gauge.count(), hour, differences);
            agree(at, what, "min", raw.min, gauge.min(), hour, differences);
            agree(at, what, "max", raw.max, gauge.max(), hour, differences);
            agree(at, what, "sum", raw.sum, gauge.sum(), hour, differences);
            agree(at, what, "last", raw.last, gauge.last(), hour, differences);
        }
        CounterSummary counter = told.counters.get(series);
        if (counter != null) {
            agree(at, what, "count", raw.count, counter.count(), hour, differences);
            agree(at, what, "first", raw.first, counter.first(), hour, differences);
            agree(at, what, "last", raw.last, counter.last(), hour, differences);
            if (raw.reachesBack) {
                agree(at, what, "increase", raw.increase, counter.increase(), hour, differences);
                agree(at, what, "resets", raw.resets, counter.resets(), hour, differences);
            }
        }
    }

    private static void agree(
            long at, String what, String figure, double raw, double told, Open hour, List<Difference> differences) {
        boolean same = Double.compare(raw, told) == 0
                || raw == told
                || Math.abs(raw - told) <= EXACT * Math.max(Math.abs(raw), Math.abs(told));
        if (same) {
            hour.agreed++;
        } else {
            hour.differs = true;
            if (differences.size() < MOST_DIFFERENCES) {
                differences.add(new Difference(at, what, figure, raw, told));
            }
        }
    }

    // ---- lines

    /**
     * The ring keeps lines in blocks of several minutes, so that minutes are compared together: from one end of a minute in
     * which no block goes on to the next one.
     */
    private static void lines(
            List<Told> minutes,
            TicketRequest request,
            TicketAnswer answer,
            Map<Long, Open> hours,
            List<Difference> differences) {
        var together = new ArrayList<Told>();
        for (int i = 0; i < minutes.size(); i++) {
            Told minute = minutes.get(i);
            hours.computeIfAbsent(Math.floorDiv(minute.start, HOUR) * HOUR, _ -> new Open()).minutes++;
            together.add(minute);
            boolean lastOfBoot =
                    i + 1 == minutes.size() || !minutes.get(i + 1).span.bootId().equals(minute.span.bootId());
            if (lastOfBoot || !goesOn(answer.blocks(), minute.span)) {
                compare(together, request, answer, hours, differences);
                together.clear();
            }
        }
    }

    private static boolean goesOn(List<Block> blocks, ClockSpan span) {
        return blocks.stream()
                .anyMatch(block -> block.boot().equals(span.bootId())
                        && block.first() <= span.monoLast()
                        && block.last() > span.monoLast());
    }

    private static void compare(
            List<Told> minutes,
            TicketRequest request,
            TicketAnswer answer,
            Map<Long, Open> hours,
            List<Difference> differences) {
        Bytes boot = minutes.getFirst().span.bootId();
        long from = minutes.getFirst().span.monoFirst();
        long until = minutes.getLast().span.monoLast();
        var raw = new EnumMap<Severity, Long>(Severity.class);
        boolean whole = !answer.cut()
                && minutes.getFirst().span.wallFirst() >= request.fromMillis()
                && minutes.getLast().span.wallLast() <= request.toMillis();
        for (Block block : answer.blocks()) {
            if (block.boot().equals(boot) && block.last() > from && block.first() <= until) {
                whole &= block.here() == block.lines() && block.first() >= from && block.last() <= until;
                block.counts().forEach((severity, count) -> raw.merge(severity, count, Long::sum));
            }
        }
        var told = new EnumMap<Severity, Long>(Severity.class);
        minutes.forEach(minute -> minute.lines.forEach((severity, count) -> told.merge(severity, count, Long::sum)));
        // Fewer than were counted may carry other times than the window has, or have given way: no difference by
        // itself.
        if (!whole || sum(raw) < sum(told)) {
            return;
        }
        for (Told minute : minutes) {
            Open hour = hours.get(Math.floorDiv(minute.start, HOUR) * HOUR);
            if (hour != null) {
                hour.compared++;
            }
        }
        Open hour = hours.get(Math.floorDiv(minutes.getFirst().start, HOUR) * HOUR);
        if (hour != null) {
            for (Severity severity : Severity.values()) {
                agree(
                        minutes.getFirst().start,
                        severity.name().toLowerCase(Locale.ROOT),
                        "lines",
                        raw.getOrDefault(severity, 0L),
                        told.getOrDefault(severity, 0L),
                        hour,
                        differences);
            }
        }
    }

    private static long sum(Map<Severity, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    // ---- both

    private static Result result(Map<Long, Open> hours, List<Difference> differences) {
        var all = new ArrayList<Hour>();
        int minutes = 0;
        int compared = 0;
        long figures = 0;
        boolean differs = false;
        for (var entry : hours.entrySet()) {
            Open hour = entry.getValue();
            State state = hour.differs
                    ? State.DIFFERS
                    : hour.minutes == hour.compared && hour.agreed > 0 ? State.VERIFIED : State.PARTIAL;
            all.add(new Hour(entry.getKey(), state, hour.minutes, hour.compared, hour.agreed, hour.summary));
            minutes += hour.minutes;
            compared += hour.compared;
            figures += hour.agreed;
            differs |= hour.differs;
        }
        if (differs) {
            return new Result(
                    State.DIFFERS,
                    "differs: " + differences.size() + (differences.size() == MOST_DIFFERENCES ? " or more" : "")
                            + " figures are others in the raw detail",
                    all,
                    differences);
        }
        boolean whole = all.stream().anyMatch(hour -> hour.state() == State.VERIFIED);
        String how = compared + " of " + minutes + " minutes compared, " + figures + " figures agree";
        return new Result(
                whole ? State.VERIFIED : State.PARTIAL,
                whole ? "verified: " + how : (figures > 0 ? "agrees, in part: " : "nothing to compare: ") + how,
                all,
                differences);
    }
}
