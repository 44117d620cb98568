package skerry.agent.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A day or a month of the contract with the network, UTC.
 *
 * @param word {@code day} or {@code month}
 */
public record Period(String word, long fromMillis, long toMillis) {
    static Period day(long ownMillis) {
        LocalDate day = date(ownMillis);
        return of("day", day, day.plusDays(1));
    }

    /** @param starts day of the month on which it begins */
    static Period month(long ownMillis, int starts) {
        LocalDate day = date(ownMillis);
        LocalDate first = day.getDayOfMonth() >= starts
                ? day.withDayOfMonth(starts)
                : day.minusMonths(1).withDayOfMonth(starts);
        return of("month", first, first.plusMonths(1));
    }

    private static Period of(String word, LocalDate from, LocalDate to) {
        return new Period(word, millis(from), millis(to));
    }

    private static LocalDate date(long millis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    private static long millis(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
