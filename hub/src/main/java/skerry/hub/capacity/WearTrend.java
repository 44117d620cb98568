package skerry.hub.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.hub.capacity.FillTrend.Point;
import skerry.hub.capacity.WearOutlook.Between;
import skerry.hub.capacity.WearOutlook.NotBefore;
import skerry.hub.capacity.WearOutlook.TooLittle;
import skerry.hub.capacity.WearOutlook.WornOut;

/** How long a card will last, by the method of this package's description. Pure. */
public final class WearTrend {
    /** An SD card is taken to bear being written as a whole so often, at least and at most. */
    public static final int LEAST_CYCLES = 100;

    public static final int MOST_CYCLES = 1_000;

    /** An eMMC's estimate goes by tenths: of a shorter time there is nothing to say. */
    public static final int ESTIMATE_DAYS = 30;

    private static final int TENTHS = 10;
    private static final double DAY = 86_400_000;
    /** What was counted falls by so much only where another card was put in. */
    private static final double ANOTHER_CARD = 0.5;

    private WearTrend() {}

    /**
     * Bytes written on a day, between which the mean of the coming days lies in nine of ten cases.
     *
     * @param low not less than 0
     */
    public record Pace(double low, double high) {}

    /**
     * The pace at which a total rises; empty with less than {@link FillTrend#MIN_DAYS} days of it.
     *
     * @param written totals by time
     */
    public static Optional<Pace> pace(List<Point> written) {
        List<Point> days = days(ofThisCard(written));
        int n = days.size() - 1;
        if (n < FillTrend.MIN_DAYS) {
            return Optional.empty();
        }
        double span = (days.getLast().at() - days.getFirst().at()) / DAY;
        double drift = (days.getLast().free() - days.getFirst().free()) / span;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double step = (days.get(i + 1).at() - days.get(i).at()) / DAY;
            double off = days.get(i + 1).free() - days.get(i).free() - drift * step;
            squares += off * off / step;
        }
        double error = FillTrend.student(n - 1) * Math.sqrt(squares / (n - 1)) / Math.sqrt(span);
        return Optional.of(new Pace(Math.max(0, drift - error), Math.max(0, drift + error)));
    }

    private static List<Point> ofThisCard(List<Point> written) {
        for (int i = written.size() - 1; i > 0; i--) {
            if (written.get(i).free() < ANOTHER_CARD * written.get(i - 1).free()) {
                return written.subList(i, written.size());
            }
        }
        return written;
    }

    /** The first value, and the last of each whole day after it. */
    private static List<Point> days(List<Point> written) {
        var days = new ArrayList<Point>();
        for (Point point : written) {
            if (days.isEmpty() || point.at() - days.getLast().at() >= DAY) {
                days.add(point);
            }
        }
        return days;
    }

    /**
     * Of a card that tells nothing of itself, by a rule of thumb.
     *
     * @param pace empty while there are too few days
     * @param daysOfData that there are
     * @param written bytes since it is known; before, it may have been used
     * @param size bytes, more than 0
     */
    public static WearOutlook ofCard(Optional<Pace> pace, int daysOfData, double written, double size) {
        if (written >= MOST_CYCLES * size) {
            return new WornOut();
        }
        if (pace.isEmpty()) {
            return new TooLittle(daysOfData, FillTrend.MIN_DAYS);
        }
        double earliest =
                Math.max(0, LEAST_CYCLES * size - written) / pace.get().high();
        double latest = (MOST_CYCLES * size - written) / pace.get().low();
        return pace.get().high() > 0 && Double.isFinite(latest)
                ? new Between(earliest, latest)
                : new NotBefore(earliest);
    }

    /**
     * Of a chip that estimates its life used itself, upwards to whole tenths.
     *
     * @param first estimate in tenths when it was first seen
     * @param now newest estimate in tenths
     * @param days in between
     */
    public static WearOutlook ofEstimate(int first, int now, double days) {
        if (now > TENTHS) {
            return new WornOut();
        }
        if (days < ESTIMATE_DAYS) {
            return new TooLittle((int) Math.max(0, days), ESTIMATE_DAYS);
        }
        double mostUsed = Math.max(0, now - first) + 1;
        double leastUsed = Math.max(0, now - first - 1);
        double earliest = (TENTHS - now) * days / mostUsed;
        return leastUsed > 0 ? new Between(earliest, (TENTHS - now + 1) * days / leastUsed) : new NotBefore(earliest);
    }
}
