package skerry.hub.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import skerry.hub.query.RollupCheck.Difference;
import skerry.hub.query.RollupCheck.Hour;
import skerry.hub.query.RollupCheck.Result;
import skerry.hub.query.RollupCheck.State;
import skerry.protocol.ticket.TicketRequest;

/** Figures that agree and figures that do not, by the hour that they are of, and what they come to. Not thread-safe. */
final class Comparison {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final int MOST_DIFFERENCES = 20;
    /** Sums in another order differ in the last bits. */
    private static final double EXACT = 1e-9;

    private final TreeMap<Long, OpenHour> hours = new TreeMap<>();
    private final List<Difference> differences = new ArrayList<>();

    private static final class OpenHour {
        private int minutes;
        private int compared;
        private long agreed;
        private boolean differs;
        private boolean summary;
    }

    private OpenHour hour(long at) {
        return hours.computeIfAbsent(Math.floorDiv(at, HOUR) * HOUR, _ -> new OpenHour());
    }

    /** The hub was told of a minute. */
    void told(ToldWindow minute) {
        hour(minute.start).minutes++;
    }

    /** A minute can be compared. */
    void compared(ToldWindow minute) {
        hour(minute.start).compared++;
    }

    /** An hour's own summary, or a part of it, can be compared. */
    void summary(ToldWindow whole) {
        hour(whole.start).summary = true;
    }

    /** @param what the series, or the severity of lines */
    void agree(ToldWindow window, String what, String figure, double raw, double told) {
        OpenHour hour = hour(window.start);
        boolean same = Double.compare(raw, told) == 0
                || raw == told
                || Math.abs(raw - told) <= EXACT * Math.max(Math.abs(raw), Math.abs(told));
        if (same) {
            hour.agreed++;
        } else {
            hour.differs = true;
            if (differences.size() < MOST_DIFFERENCES) {
                differences.add(new Difference(window.start, what, figure, raw, told));
            }
        }
    }

    /** Of an hour at the edge of the window, the minutes in its margin do not stand for all. */
    private static boolean isCovered(TicketRequest request, long at, OpenHour hour) {
        return hour.minutes == hour.compared && at >= request.fromMillis() && at + HOUR <= request.toMillis();
    }

    Result result(TicketRequest request) {
        var all = new ArrayList<Hour>();
        int minutes = 0;
        int compared = 0;
        long figures = 0;
        boolean differs = false;
        for (var entry : hours.entrySet()) {
            OpenHour hour = entry.getValue();
            State state = hour.differs
                    ? State.DIFFERS
                    : isCovered(request, entry.getKey(), hour) && hour.agreed > 0 ? State.VERIFIED : State.PARTIAL;
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
