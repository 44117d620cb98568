package skerry.protocol.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {
    private static final long MINUTE = 60_000;
    private static final long YEARS_FROM = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long YEARS_TO = Instant.parse("2028-01-01T00:00:00Z").toEpochMilli();

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Oslo", "America/St_Johns", "Australia/Lord_Howe"})
    void overTwoYearsAllAnswersAgreeWithEachOtherAndWithTheClockOnTheWall(String zone) {
        var random = new Random(zone.hashCode());
        Calendar calendar = calendar(random, zone);
        List<WeeklyWindow> windows = calendar.windows();

        Opening present = calendar.at(YEARS_FROM);
        long lastEnd = calendar.lastEnd(YEARS_FROM);
        long open = 0;
        for (long at = YEARS_FROM; at < YEARS_TO; at += MINUTE) {
            if (at >= present.to()) {
                lastEnd = present.to();
                present = calendar.next(present.to());
            }
            boolean isOpen = present.holds(at);
            open += isOpen ? MINUTE : 0;
            if (farFromChange(calendar.zone(), at) && isOpen != byTheClock(windows, calendar.zone(), at)) {
                fail("%s is %s at %s", calendar, isOpen ? "open" : "shut", Instant.ofEpochMilli(at));
            }
            if (random.nextInt(16) == 0 || at == present.from() || at == lastEnd || at + MINUTE == present.to()) {
                assertThat(calendar.isOpen(at)).isEqualTo(isOpen);
                assertThat(calendar.at(at)).isEqualTo(present);
                assertThat(calendar.lastEnd(at)).isEqualTo(lastEnd);
                assertThat(calendar.next(at).from()).isGreaterThanOrEqualTo(at);
                assertThat(calendar.next(at)).isEqualTo(at <= present.from() ? present : calendar.at(present.to()));
            }
        }
        assertThat(calendar.openMillis(YEARS_FROM, YEARS_TO)).isEqualTo(open);
    }

    @Test
    void aWindowInTheHourThatIsLeftOutComesAfterItAndInTheHourThatComesTwiceLastsOverBoth() {
        Calendar calendar =
                Contact.parse("daily 02:30-03:00 Europe/Oslo").calendar().orElseThrow();

        assertThat(calendar.at(at("2026-03-29T00:00:00Z")))
                .isEqualTo(new Opening(at("2026-03-29T01:30:00Z"), at("2026-03-29T02:00:00Z")));
        assertThat(calendar.at(at("2026-10-24T12:00:00Z")))
                .isEqualTo(new Opening(at("2026-10-25T00:30:00Z"), at("2026-10-25T02:00:00Z")));
        assertThat(calendar.at(at("2026-10-25T12:00:00Z")))
                .isEqualTo(new Opening(at("2026-10-26T01:30:00Z"), at("2026-10-26T02:00:00Z")));
    }

    @Test
    void windowsThatTouchAreOneAlsoOverTheEndOfTheWeek() {
        Calendar calendar = Contact.parse("sun 22:00-24:00; mon 00:00-01:00; mon 00:30-02:00")
                .calendar()
                .orElseThrow();

        var opening = new Opening(at("2026-11-29T22:00:00Z"), at("2026-11-30T02:00:00Z"));
        assertThat(calendar.at(at("2026-11-27T12:00:00Z"))).isEqualTo(opening);
        assertThat(calendar.at(at("2026-11-30T01:59:00Z"))).isEqualTo(opening);
        assertThat(calendar.next(at("2026-11-29T22:00:00Z"))).isEqualTo(opening);
        assertThat(calendar.next(at("2026-11-29T22:00:01Z")).from()).isEqualTo(at("2026-12-06T22:00:00Z"));
        assertThat(calendar.lastEnd(at("2026-12-06T22:00:00Z"))).isEqualTo(opening.to());
    }

    private static Calendar calendar(Random random, String zone) {
        var windows = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            int from = random.nextInt(1440);
            int to = (from + 1 + random.nextInt(i == 0 ? 1439 : 300)) % 1440;
            String[] days = {"daily", "mon,thu", "sat-mon", "wed"};
            windows.add(String.format(
                    "%s %02d:%02d-%02d:%02d",
                    days[i == 0 ? 1 + random.nextInt(3) : random.nextInt(4)], from / 60, from % 60, to / 60, to % 60));
        }
        return Contact.parse(String.join("; ", windows) + " " + zone).calendar().orElseThrow();
    }

    /** What a person with a watch would say. */
    private static boolean byTheClock(List<WeeklyWindow> windows, ZoneId zone, long millis) {
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone);
        int minute = local.getHour() * 60 + local.getMinute();
        LocalDate today = local.toLocalDate();
        for (WeeklyWindow window : windows) {
            boolean overNight = window.to() <= window.from();
            boolean began = window.days().contains(today.getDayOfWeek()) && minute >= window.from();
            boolean beganYesterday = window.days().contains(today.minusDays(1).getDayOfWeek());
            if (overNight ? began || (beganYesterday && minute < window.to()) : began && minute < window.to()) {
                return true;
            }
        }
        return false;
    }

    private static boolean farFromChange(ZoneId zone, long millis) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(Instant.ofEpochMilli(millis - 86_400_000L));
        return next == null || Math.abs(next.getInstant().toEpochMilli() - millis) > 86_400_000L;
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
