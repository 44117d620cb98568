package skerry.hub.capacity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import skerry.hub.capacity.FillOutlook.Between;
import skerry.hub.capacity.FillOutlook.Emptied;
import skerry.hub.capacity.FillOutlook.Full;
import skerry.hub.capacity.FillOutlook.NotBefore;
import skerry.hub.capacity.FillOutlook.NotWithin;
import skerry.hub.capacity.FillOutlook.TooLittle;

/** Days until free space is used up, by the method of this package's description. Pure. */
public final class FillTrend {
    /** Farther is not looked. */
    public static final int HORIZON_DAYS = 90;
    /** Less data allow nothing to be said. */
    public static final int MIN_DAYS = 3;

    private static final long DAY = 86_400_000;
    private static final long HALF_DAY = DAY / 2;
    /** From so much data on, blocks are whole days. */
    private static final int DAYS_FOR_WHOLE = 7;
    /** Nobody can look farther ahead than so many times as far as back. */
    private static final int AHEAD = 10;
    /** Of the whole. */
    private static final double FULL = 0.002;
    /** A rise of free space by this part of the whole, between two values, is a cleaning. */
    private static final double CLEANED = 0.03;
    /** Fewer teeth have no trend. */
    private static final int MIN_TEETH = 4;
    /** Changes of a block by less than this part of the whole are all alike. */
    private static final double ALIKE = 0.001;
    /** How many deviations a block's change may lie off, to be of the same filling. */
    private static final double SAME = 5;
    /** Blocks' changes that are compared with what came before. */
    private static final int RECENT = 4;

    /** Student's t, 96 % of one side, by degrees of freedom from 1 on. */
    private static final double[] STUDENT = {
        7.92, 3.32, 2.61, 2.33, 2.19, 2.10, 2.05, 2.00, 1.97, 1.95, 1.93, 1.91, 1.90, 1.89, 1.88, 1.87, 1.86, 1.86,
        1.85, 1.84
    };

    private static final double NORMAL = 1.83;

    private FillTrend() {}

    /**
     * How much was free at a time.
     *
     * @param at UTC epoch milliseconds
     * @param free bytes, the least of the hour or minute that ends then
     */
    public record Point(long at, double free) {}

    /**
     * @param points by time, of one disk
     * @param size bytes of the whole, more than 0
     */
    public static FillOutlook of(List<Point> points, double size) {
        if (points.isEmpty()) {
            return new TooLittle(0, false);
        }
        if (points.getLast().free() <= FULL * size) {
            return new Full();
        }
        List<Integer> cleanings = cleanings(points, size);
        if (cleanings.size() >= 2) {
            return ofTeeth(points, cleanings, size);
        }
        boolean cleaned = !cleanings.isEmpty();
        List<Point> stretch = cleaned ? points.subList(cleanings.getFirst(), points.size()) : points;
        double days = days(stretch);
        if (days < MIN_DAYS) {
            return new TooLittle((int) days, cleaned);
        }
        List<Point> blocks = blocks(stretch, days < DAYS_FOR_WHOLE ? HALF_DAY : DAY);
        return blocks.size() < MIN_DAYS
                ? new TooLittle(Math.min(blocks.size(), (int) days), cleaned)
                : ahead(sameFilling(blocks, size), days);
    }

    private static double days(List<Point> points) {
        // A value stands for the hour before it.
        return (points.getLast().at() - points.getFirst().at() + DAY / 24) / (double) DAY;
    }

    /** Where free space rose by much within a day and stayed so for a while. */
    private static List<Integer> cleanings(List<Point> points, double size) {
        var found = new ArrayList<Integer>();
        for (int i = 1; i < points.size(); i++) {
            boolean apart = found.isEmpty()
                    || points.get(i).at() - points.get(found.getLast()).at() >= DAY;
            if (points.get(i).free() - points.get(i - 1).free() > CLEANED * size) {
                if (apart) {
                    found.add(i);
                } else {
                    found.set(found.size() - 1, i);
                }
            }
        }
        return found;
    }

    /** Blocks as long as the longest tooth hold each its fullest moment. */
    private static FillOutlook ofTeeth(List<Point> points, List<Integer> cleanings, double size) {
        long longest = points.getLast().at() - points.get(cleanings.getLast()).at();
        for (int i = 1; i < cleanings.size(); i++) {
            longest = Math.max(
                    longest,
                    points.get(cleanings.get(i)).at()
                            - points.get(cleanings.get(i - 1)).at());
        }
        List<Point> blocks = blocks(points, Math.max(DAY, (longest + DAY - 1) / DAY * DAY));
        if (blocks.size() < MIN_TEETH) {
            return new Emptied(
                    cleanings.size(),
                    (int) days(points),
                    points.stream().mapToDouble(Point::free).min().orElse(0));
        }
        return ahead(sameFilling(blocks, size), days(points));
    }

    /** The least of each whole block, back from the newest value; one that began before the first value does not count. */
    private static List<Point> blocks(List<Point> points, long length) {
        long end = points.getLast().at();
        long begin = points.getFirst().at() - DAY / 24;
        var blocks = new ArrayList<Point>();
        long place = Long.MIN_VALUE;
        for (Point point : points) {
            long back = (end - point.at()) / length;
            if (end - (back + 1) * length < begin - DAY / 24) {
                continue;
            }
            if (back != place) {
                place = back;
                blocks.add(new Point(end - back * length, point.free()));
            } else if (point.free() < blocks.getLast().free()) {
                blocks.set(blocks.size() - 1, new Point(blocks.getLast().at(), point.free()));
            }
        }
        return blocks;
    }

    /** Without what lies before two changes in a row that are not like the latest ones. */
    private static List<Point> sameFilling(List<Point> blocks, double size) {
        int n = blocks.size() - 1;
        if (n <= RECENT) {
            return blocks;
        }
        double[] rates = new double[n];
        for (int i = 0; i < n; i++) {
            rates[i] = rate(blocks.get(i), blocks.get(i + 1));
        }
        for (int i = n - RECENT - 1; i >= 1; i--) {
            double center = median(rates, i + 1, n);
            double[] off = new double[n - i - 1];
            for (int j = 0; j < off.length; j++) {
                off[j] = Math.abs(rates[i + 1 + j] - center);
            }
            double allowed = Math.max(ALIKE * size / DAY, SAME * 1.48 * median(off, 0, off.length));
            double first = rates[i] - center;
            double second = rates[i - 1] - center;
            if (Math.abs(first) > allowed && Math.abs(second) > allowed && first * second > 0) {
                return blocks.subList(i + 1, blocks.size());
            }
        }
        return blocks;
    }

    /** Bytes lost per millisecond. */
    private static double rate(Point from, Point to) {
        return (from.free() - to.free()) / (to.at() - from.at());
    }

    private static double median(double[] values, int from, int to) {
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static FillOutlook ahead(List<Point> blocks, double days) {
        int n = blocks.size() - 1;
        double span = (blocks.getLast().at() - blocks.getFirst().at()) / (double) DAY;
        double drift = (blocks.getFirst().free() - blocks.getLast().free()) / span;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double step = (blocks.get(i + 1).at() - blocks.get(i).at()) / (double) DAY;
            double off = blocks.get(i).free() - blocks.get(i + 1).free() - drift * step;
            squares += off * off / step;
        }
        double deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
        double t = student(n - 1);
        double free = blocks.getLast().free();
        int horizon = (int) Math.min(HORIZON_DAYS, AHEAD * days);
        double earliest = reach(free, drift, t * deviation, span, horizon);
        double latest = reach(free, drift, -t * deviation, span, horizon);
        if (earliest >= horizon) {
            return new NotWithin(horizon);
        }
        return latest >= horizon ? new NotBefore(earliest) : new Between(earliest, latest);
    }

    /** Student's t, 96 % of one side. */
    static double student(int freedom) {
        return freedom <= STUDENT.length ? STUDENT[Math.max(0, freedom - 1)] : NORMAL;
    }

    /**
     * Days until drift and chance together have used up what is free.
     *
     * @param chance deviations of a day, times how many; less than nothing for luck
     */
    private static double reach(double free, double drift, double chance, double span, double horizon) {
        double step = 1.0 / 24;
        double from = 0;
        for (double h = step; h <= horizon; h += step) {
            if (drift * h + chance * Math.sqrt(h + h * h / span) >= free) {
                return from + step / 2;
            }
            from = h;
        }
        return horizon;
    }
}
