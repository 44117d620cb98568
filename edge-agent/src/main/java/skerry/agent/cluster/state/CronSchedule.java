package skerry.agent.cluster.state;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a cron job runs, as its controller reads it: five fields, a word like {@code @daily}, or {@code @every 1h30m}.
 * If both a day of the month and a day of the week are given, either is enough. A time that a change of clocks leaves out
 * is left out.
 */
final class CronSchedule {
    private static final int DAYS_AHEAD = 5 * 366;
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final Map<String, String> WORDS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern EVERY = Pattern.compile("@every (?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");
    private static final Pattern PART = Pattern.compile("(\\*|\\?|\\w+)(?:-(\\w+))?(?:/(\\d{1,4}))?");

    private final ZoneId zone;
    private final Duration every;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean anyDay;

    private CronSchedule(ZoneId zone, Duration every) {
        this.zone = zone;
        this.every = every;
        this.minutes = new BitSet();
        this.hours = minutes;
        this.days = minutes;
        this.months = minutes;
        this.weekdays = minutes;
        this.anyDay = true;
    }

    /** @throws DateTimeException if a field is wrong */
    private CronSchedule(ZoneId zone, String[] fields) {
        this.zone = zone;
        this.every = Duration.ZERO;
        this.minutes = field(fields[0], 0, 59, List.of());
        this.hours = field(fields[1], 0, 23, List.of());
        this.days = field(fields[2], 1, 31, List.of());
        this.months = field(fields[3], 1, 12, MONTHS);
        this.weekdays = field(fields[4], 0, 6, WEEKDAYS);
        this.anyDay = takesAll(fields[2]) || takesAll(fields[4]);
    }

    /**
     * Empty for what the controller could not read either.
     *
     * @param zone a name of the tz database
     */
    static Optional<CronSchedule> parse(String text, String zone) {
        try {
            var place = ZoneId.of(zone);
            Matcher interval = EVERY.matcher(text.strip());
            if (interval.matches()) {
                var every = Duration.ofHours(number(interval.group(1)))
                        .plusMinutes(number(interval.group(2)))
                        .plusSeconds(number(interval.group(3)));
                return every.isZero() ? Optional.empty() : Optional.of(new CronSchedule(place, every));
            }
            String[] fields = SPACE.split(WORDS.getOrDefault(text.strip(), text.strip()));
            return fields.length == 5 ? Optional.of(new CronSchedule(place, fields)) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** The first run after {@code time}; empty if there is none within five years, as on 30 February. */
    Optional<Instant> next(Instant time) {
        if (!every.isZero()) {
            return Optional.of(Instant.ofEpochSecond(time.plus(every).getEpochSecond()));
        }
        LocalDate first = LocalDate.ofInstant(time, zone);
        for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
            LocalDate day = first.plusDays(ahead);
            if (isDay(day)) {
                Optional<Instant> found = nextOn(day, time);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private boolean isDay(LocalDate day) {
        boolean ofMonth = days.get(day.getDayOfMonth());
        boolean ofWeek = weekdays.get(day.getDayOfWeek().getValue() % 7);
        return months.get(day.getMonthValue()) && (anyDay ? ofMonth && ofWeek : ofMonth || ofWeek);
    }

    private Optional<Instant> nextOn(LocalDate day, Instant time) {
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                LocalDateTime local = day.atTime(hour, minute);
                for (ZoneOffset offset : zone.getRules().getValidOffsets(local)) {
                    Instant run = local.toInstant(offset);
                    if (run.isAfter(time)) {
                        return Optional.of(run);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static BitSet field(String text, int least, int most, List<String> names) {
        var set = new BitSet();
        for (String part : text.split(",", -1)) {
            Matcher form = PART.matcher(part);
            if (!form.matches()) {
                throw new DateTimeException(part);
            }
            boolean any = isAny(form.group(1));
            boolean stepped = form.group(3) != null;
            int from = any ? least : value(form.group(1), least, names);
            int to = any || (stepped && form.group(2) == null) ? most : from;
            if (form.group(2) != null) {
                to = any ? -1 : value(form.group(2), least, names);
            }
            int step = stepped ? Integer.parseInt(form.group(3)) : 1;
            if (from < least || to > most || from > to || step == 0) {
                throw new DateTimeException(part);
            }
            for (int i = from; i <= to; i += step) {
                set.set(i);
            }
        }
        return set;
    }

    private static boolean isAny(String text) {
        return text.equals("*") || text.equals("?");
    }

    /** Whether a field says nothing; with a step it does. */
    private static boolean takesAll(String text) {
        return List.of(text.split(",", -1)).stream().anyMatch(CronSchedule::isAny);
    }

    private static int value(String text, int least, List<String> names) {
        int name = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (name >= 0) {
            return name + least;
        }
        if (!text.matches("\\d{1,4}")) {
            throw new DateTimeException(text);
        }
        return Integer.parseInt(text);
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
