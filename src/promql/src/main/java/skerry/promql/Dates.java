package skerry.promql;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/** Fields of a UTC date that is given in seconds. */
final class Dates {
    /** Some 950 million years: {@link LocalDateTime} can say little more. */
    private static final double MOST_SECONDS = 3e16;

    private Dates() {}

    /** Not a number, where the seconds are none or no date. */
    static DoubleUnaryOperator field(ToIntFunction<LocalDateTime> field) {
        return seconds -> Math.abs(seconds) <= MOST_SECONDS
                ? field.applyAsInt(LocalDateTime.ofEpochSecond((long) seconds, 0, ZoneOffset.UTC))
                : Double.NaN;
    }

    /** Sunday is 0. */
    static int dayOfWeek(LocalDateTime date) {
        return date.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : date.getDayOfWeek().getValue();
    }

    static int daysInMonth(LocalDateTime date) {
        return YearMonth.from(date).lengthOfMonth();
    }
}
