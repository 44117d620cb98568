package skerry.protocol.contact;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Windows that come again every week, by the clock of one zone. Windows that touch or overlap are one. Its questions take
 * and give UTC epoch milliseconds; a moment is open from a window's start up to before its end.
 */
public final class Calendar {
    private static final int WEEK_MINUTES = 7 * WeeklyWindow.DAY_MINUTES;

    private final List<WeeklyWindow> windows;
    private final ZoneId zone;

    /** Days that the longest window, all that touch it included, reaches over, and one for a change of the clocks. */
    private final int daysOpen;

    /** The same for the longest time between two windows. */
    private final int daysShut;

    /** @throws IllegalArgumentException if there is no window, or none of the time lies outside of them */
    public Calendar(List<WeeklyWindow> windows, ZoneId zone) {
        this.windows = List.copyOf(windows);
        this.zone = zone;
        BitSet week = week(windows);
        if (week.isEmpty() || week.cardinality() == WEEK_MINUTES) {
            throw new IllegalArgumentException("the windows leave no time open or none out: write always-on instead");
        }
        this.daysOpen = days(longest(week));
        week.flip(0, WEEK_MINUTES);
        this.daysShut = days(longest(week));
    }

    List<WeeklyWindow> windows() {
        return windows;
    }

    public ZoneId zone() {
        return zone;
    }

    public boolean isOpen(long millis) {
        return at(millis).holds(millis);
    }

    /** The window at this moment, or the first that begins after it. */
    public Opening at(long millis) {
        return around(millis).stream()
                .filter(window -> window.to() > millis)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no window after " + millis + " in " + text()));
    }

    /** The first window that begins at this moment or after it. */
    public Opening next(long millis) {
        Opening present = at(millis);
        return present.from() >= millis ? present : at(present.to());
    }

    /** When the last window ended, at this moment or before it. */
    public long lastEnd(long millis) {
        return between(millis, daysOpen + daysShut, 0).stream()
                .mapToLong(Opening::to)
                .filter(end -> end <= millis)
                .max()
                .orElseThrow(() -> new IllegalStateException("no window before " + millis + " in " + text()));
    }

    /** How much of this span lies in windows. */
    public long openMillis(long from, long to) {
        long sum = 0;
        for (Opening window = at(from); window.from() < to; window = at(window.to())) {
            sum += Math.min(to, window.to()) - Math.max(from, window.from());
        }
        return sum;
    }

    /** As it is written, the zone last: {@code mon-fri 02:00-04:00; sat 10:00-11:00 Europe/Oslo}. */
    public String text() {
        return windows.stream().map(WeeklyWindow::text).collect(Collectors.joining("; "))
                + (zone.equals(ZoneOffset.UTC) ? "" : " " + zone.getId());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Calendar that && windows.equals(that.windows) && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return 31 * windows.hashCode() + zone.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    private List<Opening> around(long millis) {
        return between(millis, daysOpen, daysShut + daysOpen);
    }

    /** In order and joined; those that reach beyond these days may lack a part there. */
    private List<Opening> between(long millis, int daysBefore, int daysAfter) {
        LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(millis), zone);
        var openings = new ArrayList<Opening>();
        LocalDate last = today.plusDays(daysAfter);
        for (LocalDate day = today.minusDays(daysBefore); !day.isAfter(last); day = day.plusDays(1)) {
            for (WeeklyWindow window : windows) {
                if (window.days().contains(day.getDayOfWeek())) {
                    openings.add(window.on(day, zone));
                }
            }
        }
        openings.sort(Comparator.comparingLong(Opening::from));
        return joined(openings);
    }

    private static List<Opening> joined(List<Opening> ordered) {
        var joined = new ArrayList<Opening>();
        for (Opening window : ordered) {
            if (!joined.isEmpty() && window.from() <= joined.getLast().to()) {
                Opening before = joined.removeLast();
                joined.add(new Opening(before.from(), Math.max(before.to(), window.to())));
            } else {
                joined.add(window);
            }
        }
        return joined;
    }

    /** The open minutes of a week without a change of the clocks. */
    private static BitSet week(List<WeeklyWindow> windows) {
        var week = new BitSet(WEEK_MINUTES);
        for (WeeklyWindow window : windows) {
            for (DayOfWeek day : window.days()) {
                int from = (day.getValue() - 1) * WeeklyWindow.DAY_MINUTES + window.from();
                int to = from + window.minutes();
                week.set(from, Math.min(to, WEEK_MINUTES));
                week.set(0, Math.max(0, to - WEEK_MINUTES));
            }
        }
        return week;
    }

    /** The longest run of set minutes, also over the end of the week. */
    private static int longest(BitSet week) {
        int longest = 0;
        int run = 0;
        for (int minute = 0; minute < 2 * WEEK_MINUTES; minute++) {
            run = week.get(minute % WEEK_MINUTES) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static int days(int minutes) {
        return Math.ceilDiv(minutes, WeeklyWindow.DAY_MINUTES) + 1;
    }
}
