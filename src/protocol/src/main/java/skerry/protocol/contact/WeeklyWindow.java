package skerry.protocol.contact;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A span of the clock on certain days of the week.
 *
 * @param days on which it begins
 * @param from minute of the day
 * @param to minute of the same day, up to 1440; of the next day if it is not after {@code from}
 */
public record WeeklyWindow(Set<DayOfWeek> days, int from, int to) {
    static final int DAY_MINUTES = 1440;

    /** @throws IllegalArgumentException if it has no days, or times that no day has, or is empty */
    public WeeklyWindow {
        days = Set.copyOf(days);
        if (days.isEmpty() || from < 0 || from >= DAY_MINUTES || to < 0 || to > DAY_MINUTES || from == to) {
            throw new IllegalArgumentException("no window of a day: minutes " + from + " to " + to + " on " + days);
        }
    }

    /** Minutes by the clock, of a day without a change. */
    int minutes() {
        return to > from ? to - from : to + DAY_MINUTES - from;
    }

    /** As it falls in {@code zone} where it begins on {@code day}. */
    Opening on(LocalDate day, ZoneId zone) {
        LocalDateTime start = day.atStartOfDay().plusMinutes(from);
        long begins = start.atZone(zone).toInstant().toEpochMilli();
        long ends = start.plusMinutes(minutes())
                .atZone(zone)
                .withLaterOffsetAtOverlap()
                .toInstant()
                .toEpochMilli();
        return new Opening(begins, ends > begins ? ends : begins + minutes() * 60_000L);
    }

    /** As it is written: {@code mon-fri 02:00-04:00}. */
    String text() {
        return daysText() + " " + clock(from) + "-" + clock(to);
    }

    private String daysText() {
        if (days.size() == DayOfWeek.values().length) {
            return "daily";
        }
        var ordered = new ArrayList<>(EnumSet.copyOf(days));
        var parts = new ArrayList<String>();
        for (int i = 0; i < ordered.size(); ) {
            int last = i;
            while (last + 1 < ordered.size()
                    && ordered.get(last + 1).getValue() == ordered.get(last).getValue() + 1) {
                last++;
            }
            if (last - i >= 2) {
                parts.add(word(ordered.get(i)) + "-" + word(ordered.get(last)));
            } else {
                List<DayOfWeek> few = ordered.subList(i, last + 1);
                few.forEach(day -> parts.add(word(day)));
            }
            i = last + 1;
        }
        return String.join(",", parts);
    }

    static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private static String clock(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }
}
