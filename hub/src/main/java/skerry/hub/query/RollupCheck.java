package skerry.hub.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * window may have cut off a record, or the ring given one up, is left out, and said to be. Hours are compared
 * with the same records as their minutes.
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

        /** How many of a series were told. */
        int samples(Series series) {
            GaugeSummary gauge = gauges.get(series);
            CounterSummary counter = counters.get(series);
            return Math.max(gauge == null ? 0 : gauge.count(), counter == null ? 0 : counter.count());
        }
    }

    /** What an answer has of a minute. */
    private static final class Found {
        private final Told minute;
        private final Map<Series, Figures> figures = new HashMap<>();
        /** Of which there are fewer samples than were told. */
        private final Set<Series> incomplete = new HashSet<>();
        /** Whether there is none at all of a series that was told. */
        private boolean lacks;

        Found(Told minute) {
            this.minute = minute;
        }

        void add(Series series, int told, Figures here) {
            figures.put(series, here);
            lacks |= here.count() == 0;
            if (here.count() < told) {
                incomplete.add(series);
            }
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
        return result(request, hours, differences);
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
        List<Found> found = found(minutes, answer);
        for (int i = 0; i < found.size(); i++) {
            Told minute = found.get(i).minute;
            Open hour = hours.computeIfAbsent(Math.floorDiv(minute.start, HOUR) * HOUR, _ -> new Open());
            hour.minutes++;
            if (minute.span.wallFirst() - SLACK >= request.fromMillis()
                    && minute.span.wallLast() + SLACK <= reached
                    && isWhole(minute, answer)
                    && isHeld(found, i, answer)) {
                hour.compared++;
                found.get(i).figures.forEach((series, figures) -> {
                    hour.figures.computeIfAbsent(series, _ -> new Figures()).add(figures);
                    compare(minute.start, series, figures, minute, hour, differences);
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

    /** Of the series of the answer, whatever boot they are of, those that a minute tells, with the samples that are here. */
    private static List<Found> found(List<Told> minutes, TicketAnswer answer) {
        var asked = new HashSet<Series>();
        answer.samples().values().forEach(ofBoot -> asked.addAll(ofBoot.keySet()));
        var all = new ArrayList<Found>();
        for (Told minute : minutes) {
            Found before = all.isEmpty() || !isOfOneBoot(all.getLast().minute, minute) ? null : all.getLast();
            long after = before == null
                    ? minute.span.monoFirst() - 1
                    : Math.max(minute.span.monoFirst(), before.minute.span.monoLast());
            Map<Series, List<Sample>> raw = answer.samples().getOrDefault(minute.span.bootId(), Map.of());
            var found = new Found(minute);
            for (Series series : asked) {
                int told = minute.samples(series);
                if (told > 0) {
                    boolean follows = before == null || !before.incomplete.contains(series);
                    found.add(
                            series,
                            told,
                            Figures.of(raw.getOrDefault(series, List.of()), after, minute.span.monoLast(), follows));
                }
            }
            all.add(found);
        }
        return all;
    }

    private static boolean isOfOneBoot(Told a, Told b) {
        return a.span.bootId().equals(b.span.bootId());
    }

    /**
     * Whether the ring still held the samples of a minute. It gives up the oldest, and what it cannot decrypt is missing in the
     * middle: fewer samples than were told are a difference only where the ring has what lies before and after.
     */
    private static boolean isHeld(List<Found> found, int i, TicketAnswer answer) {
        Found here = found.get(i);
        if (answer.samples().isEmpty() || here.lacks) {
            return false;
        }
        return here.incomplete.isEmpty()
                || (!answer.cut() && goesOn(found, i - 1, here.minute) && goesOn(found, i + 1, here.minute));
    }

    private static boolean goesOn(List<Found> found, int i, Told from) {
        return i >= 0 && i < found.size() && isOfOneBoot(found.get(i).minute, from) && !found.get(i).lacks;
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

    /** Every figure of a series that both sides have. */
    private static void compare(
            long at, Series series, Figures raw, Told told, Open hour, List<Difference> differences) {
        String what = series.toString();
        GaugeSummary gauge = told.gauges.get(series);
        if (gauge != null) {
            agree(at, what, "count", raw.count(), gauge.count(), hour, differences);
            agree(at, what, "min", raw.min(), gauge.min(), hour, differences);
            agree(at, what, "max", raw.max(), gauge.max(), hour, differences);
            agree(at, what, "sum", raw.sum(), gauge.sum(), hour, differences);
            agree(at, what, "last", raw.last(), gauge.last(), hour, differences);
        }
        CounterSummary counter = told.counters.get(series);
        if (counter != null) {
            agree(at, what, "count", raw.count(), counter.count(), hour, differences);
            agree(at, what, "first", raw.first(), counter.first(), hour, differences);
            agree(at, what, "last", raw.last(), counter.last(), hour, differences);
            if (raw.reachesBack()) {
                agree(at, what, "increase", raw.increase(), counter.increase(), hour, differences);
                agree(at, what, "resets", raw.resets(), counter.resets(), hour, differences);
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

    /** Of an hour at the edge of the window, the minutes in its margin do not stand for all. */
    private static boolean isWhole(TicketRequest request, long at, Open hour) {
        return hour.minutes == hour.compared && at >= request.fromMillis() && at + HOUR <= request.toMillis();
    }

    private static Result result(TicketRequest request, Map<Long, Open> hours, List<Difference> differences) {
        var all = new ArrayList<Hour>();
        int minutes = 0;
        int compared = 0;
        long figures = 0;
        boolean differs = false;
        for (var entry : hours.entrySet()) {
            Open hour = entry.getValue();
            State state = hour.differs
                    ? State.DIFFERS
                    : isWhole(request, entry.getKey(), hour) && hour.agreed > 0 ? State.VERIFIED : State.PARTIAL;
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
