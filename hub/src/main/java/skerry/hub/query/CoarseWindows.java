package skerry.hub.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import skerry.hub.store.History;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Span;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Uid;

/** Hours, and minutes in place of those that are not closed yet and those of which no summary came. Pure. */
final class CoarseWindows {
    static final long HOUR = 3_600_000;
    /** An hour's summary has come by then, if the link is up. */
    private static final long OPEN_HOURS = 3 * HOUR;
    /** Hours follow one another if they lie no farther apart than a clock drifts; no minute has its place in between. */
    private static final long LEAST_HOLE = 60_000;

    private CoarseWindows() {}

    /**
     * The minutes of the newest hour that is closed, if they are there up to its end: by them is known when in it a series was
     * told last. None where only the hour itself came.
     */
    static List<SeriesBlock> minutesOfNewestHour(
            History history, Uid uid, List<SeriesBlock> coarse, long from, long to, Set<String> metrics) {
        long end = endOfNewestHour(coarse, to);
        long start = Math.max(from, end - HOUR);
        if (start >= end) {
            return List.of();
        }
        List<SeriesBlock> minutes = minutes(history, uid, start, end, metrics);
        return reaches(minutes, end) ? minutes : List.of();
    }

    /** The earliest moment there is, where there is no hour. */
    static long endOfNewestHour(List<SeriesBlock> coarse, long to) {
        long end = Long.MIN_VALUE + HOUR;
        for (SeriesBlock block : coarse) {
            for (int i = 0; i < block.size(); i++) {
                if (block.length(i) > HOUR / 2 && block.end(i) <= to) {
                    end = Math.max(end, block.end(i));
                }
            }
        }
        return end;
    }

    private static boolean reaches(List<SeriesBlock> minutes, long end) {
        for (SeriesBlock block : minutes) {
            for (int i = 0; i < block.size(); i++) {
                if (block.end(i) == end) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Hours that touch {@code from..to}, with the minutes of those of which no summary came, and then the minutes after the
     * last hour; in the order of time, as far as blocks do not overlap. No moment is told of twice.
     */
    static List<SeriesBlock> of(History history, Uid uid, long from, long to, Set<String> metrics) {
        List<SeriesBlock> hours = history.windows(uid, Kind.HOUR, from, to, metrics);
        List<Span> told = told(hours, to);
        long hoursTo = told.isEmpty() ? from : Math.max(from, told.getLast().to());
        var blocks = new ArrayList<SeriesBlock>();
        long at = Long.MIN_VALUE;
        for (Span hole : withMinutes(history, uid, holes(told, from))) {
            blocks.addAll(between(hours, at, hole.from()));
            blocks.addAll(minutes(history, uid, hole.from(), hole.to(), metrics));
            at = hole.to();
        }
        blocks.addAll(between(hours, at, Long.MAX_VALUE));
        long open = Math.max(hoursTo, to - OPEN_HOURS);
        if (open < to) {
            blocks.addAll(minutes(history, uid, open, to, metrics));
        }
        return blocks;
    }

    /** The store brings whole segments, of up to a day, if they touch what is asked for. */
    private static List<SeriesBlock> minutes(History history, Uid uid, long from, long to, Set<String> metrics) {
        return between(history.windows(uid, Kind.MINUTE, from, to, metrics), from, to);
    }

    private static List<SeriesBlock> between(List<SeriesBlock> blocks, long from, long to) {
        return blocks.stream()
                .map(block -> block.between(from, to))
                .filter(block -> block.size() > 0)
                .toList();
    }

    /** What hours that begin before {@code to} tell of, in order, neighbours joined. */
    private static List<Span> told(List<SeriesBlock> hours, long to) {
        var each = new ArrayList<Span>();
        for (SeriesBlock block : hours) {
            for (int i = 0; i < block.size(); i++) {
                if (block.start(i) < to) {
                    each.add(new Span(block.start(i), block.end(i)));
                }
            }
        }
        each.sort(Comparator.comparingLong(Span::from));
        var told = new ArrayList<Span>();
        for (Span hour : each) {
            if (!told.isEmpty() && hour.from() - told.getLast().to() < LEAST_HOLE) {
                Span before = told.removeLast();
                told.add(new Span(before.from(), Math.max(before.to(), hour.to())));
            } else {
                told.add(hour);
            }
        }
        return told;
    }

    /** What lies before and between hours. */
    private static List<Span> holes(List<Span> told, long from) {
        var holes = new ArrayList<Span>();
        long at = from;
        for (Span hours : told) {
            if (hours.from() - at >= LEAST_HOLE) {
                holes.add(new Span(at, hours.from()));
            }
            at = Math.max(at, hours.to());
        }
        return holes;
    }

    /** Those of the holes in which minutes lie; a node that was off has none, and no series need to be read for it. */
    private static List<Span> withMinutes(History history, Uid uid, List<Span> holes) {
        if (holes.isEmpty()) {
            return holes;
        }
        List<SeriesBlock> windows = history.windows(
                uid, Kind.MINUTE, holes.getFirst().from(), holes.getLast().to(), Set.of());
        return holes.stream()
                .filter(hole -> !between(windows, hole.from(), hole.to()).isEmpty())
                .toList();
    }
}
