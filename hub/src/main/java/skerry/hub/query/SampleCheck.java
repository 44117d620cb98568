package skerry.hub.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skerry.hub.query.TicketAnswer.Sample;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.series.Series;
import skerry.protocol.ticket.TicketRequest;

/** Compares raw samples with minutes, and with hours by the same samples as their minutes. Pure. */
final class SampleCheck {
    /** A record's own time may be so far from when it arrived: the longest collection. */
    private static final long SLACK = Duration.ofMinutes(1).toMillis();

    private SampleCheck() {}

    /** What an answer has of a minute. */
    private static final class Found {
        private final ToldWindow minute;
        private final Map<Series, Figures> figures = new HashMap<>();
        /** Of which there are fewer samples than were told. */
        private final Set<Series> incomplete = new HashSet<>();
        /** Whether there is none at all of a series that was told. */
        private boolean lacks;

        private boolean compared;

        Found(ToldWindow minute) {
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

    /** @param hours of which one may have been told in parts */
    static void compare(
            List<ToldWindow> minutes,
            List<ToldWindow> hours,
            TicketRequest request,
            TicketAnswer answer,
            Comparison to) {
        long reached = answer.cut() ? lastTime(answer) : request.toMillis();
        List<Found> found = found(minutes, answer);
        for (int i = 0; i < found.size(); i++) {
            Found one = found.get(i);
            ToldWindow minute = one.minute;
            to.told(minute);
            if (minute.span.wallFirst() - SLACK >= request.fromMillis()
                    && minute.span.wallLast() + SLACK <= reached
                    && RollupCheck.isWhole(minute, answer)
                    && isHeld(found, i, answer)) {
                one.compared = true;
                to.compared(minute);
                one.figures.forEach((series, figures) -> compare(minute, series, figures, to));
            }
        }
        for (ToldWindow hour : hours) {
            List<Found> own = found.stream()
                    .filter(one -> one.minute.start >= hour.start && one.minute.end <= hour.end)
                    .sorted(Comparator.comparingLong(one -> one.minute.start))
                    .toList();
            if (covers(own, hour)) {
                to.summary(hour);
                sums(own).forEach((series, figures) -> compare(hour, series, figures, to));
            }
        }
    }

    /** Whether the minutes of an hour are all here and compared: they follow one another from its begin to its end. */
    private static boolean covers(List<Found> minutes, ToldWindow hour) {
        long at = hour.start;
        for (Found one : minutes) {
            if (!one.compared || one.minute.start != at) {
                return false;
            }
            at = one.minute.end;
        }
        return at == hour.end;
    }

    private static Map<Series, Figures> sums(List<Found> minutes) {
        var sums = new HashMap<Series, Figures>();
        for (Found one : minutes) {
            one.figures.forEach((series, figures) ->
                    sums.computeIfAbsent(series, _ -> new Figures()).add(figures));
        }
        return sums;
    }

    /** Of the series of the answer, whatever boot they are of, those that a minute tells, with the samples that are here. */
    private static List<Found> found(List<ToldWindow> minutes, TicketAnswer answer) {
        var asked = new HashSet<Series>();
        answer.samples().values().forEach(ofBoot -> asked.addAll(ofBoot.keySet()));
        var all = new ArrayList<Found>();
        for (ToldWindow minute : minutes) {
            Found before = all.isEmpty() || !minute.isOfBootOf(all.getLast().minute) ? null : all.getLast();
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

    private static boolean goesOn(List<Found> found, int i, ToldWindow from) {
        return i >= 0 && i < found.size() && from.isOfBootOf(found.get(i).minute) && !found.get(i).lacks;
    }

    private static long lastTime(TicketAnswer answer) {
        return answer.samples().values().stream()
                .flatMap(series -> series.values().stream())
                .mapToLong(samples -> samples.getLast().time())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** Every figure of a series that both sides have. */
    private static void compare(ToldWindow told, Series series, Figures raw, Comparison to) {
        String what = series.toString();
        GaugeSummary gauge = told.gauges.get(series);
        if (gauge != null) {
            to.agree(told, what, "count", raw.count(), gauge.count());
            to.agree(told, what, "min", raw.min(), gauge.min());
            to.agree(told, what, "max", raw.max(), gauge.max());
            to.agree(told, what, "sum", raw.sum(), gauge.sum());
            to.agree(told, what, "last", raw.last(), gauge.last());
        }
        CounterSummary counter = told.counters.get(series);
        if (counter != null) {
            to.agree(told, what, "count", raw.count(), counter.count());
            to.agree(told, what, "first", raw.first(), counter.first());
            to.agree(told, what, "last", raw.last(), counter.last());
            if (raw.reachesBack()) {
                to.agree(told, what, "increase", raw.increase(), counter.increase());
                to.agree(told, what, "resets", raw.resets(), counter.resets());
            }
        }
    }
}
