package skerry.agent.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skerry.agent.ring.PatternNote;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;

class PatternWatchTest {
    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;
    private static final int WEEK = 7 * DAY;
    private static final Pattern PUMP = PatternId.patternOf("pump <*> started");

    private KnownPatterns known = new KnownPatterns(100);
    private PatternWatch watch = new PatternWatch(known, PatternSettings.USUAL);
    private final Random random = new Random(7);
    private long minute;

    private List<Event> minute(long lines, Severity severity) {
        return minute(lines == 0 ? List.of() : List.of(count(PUMP, lines, severity)));
    }

    private List<Event> minute(List<PatternCount> counts) {
        counts.forEach(count -> known.of(count.pattern().id()));
        watch.minute(++minute, counts);
        return watch.take(minute * 60_000, minute * 60_000);
    }

    private static PatternCount count(Pattern pattern, long lines, Severity severity) {
        return new PatternCount(
                pattern, "app.log", new PatternSummary(pattern.id(), Map.of(severity, lines), "secret", "line"));
    }

    private void quiet(int minutes) {
        for (int i = 0; i < minutes; i++) {
            assertThat(minute(List.of())).isEmpty();
        }
    }

    /** As many as come in a minute by themselves, if {@code mean} do on the mean. */
    private int arrivals(double mean) {
        double left = Math.exp(-mean);
        int arrivals = -1;
        for (double product = 1; product > left; product *= random.nextDouble()) {
            arrivals++;
        }
        return arrivals;
    }

    @ParameterizedTest
    @CsvSource({"0.02, INFO", "0.3, ERROR", "2, ERROR", "5, INFO", "20, WARNING", "100, INFO"})
    void noiseIsNoBurstInAWeek(double mean, Severity severity) {
        for (int i = 0; i < WEEK; i++) {
            assertThat(minute(arrivals(mean), severity)).extracting(Event::type).doesNotContain(PatternWatch.BURST);
        }
    }

    @Test
    void aJobThatRunsEachDayAndOneThatRunsEachHourAreUsualOnceTheyWereSeen() {
        var events = new ArrayList<Event>();
        for (int i = 0; i < WEEK; i++) {
            int lines = arrivals(1) + (i % HOUR == 7 ? 60 : 0) + (i % DAY == 3 * HOUR ? 400 : 0);
            List<Event> now = minute(lines, Severity.INFO);
            events.addAll(now);
            assertThat(i > DAY ? now : List.of()).isEmpty();
        }
        assertThat(events).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aBurstIsToldOnceWhenItBeginsAndOnceWhenItIsOver() {
        for (int i = 0; i < DAY; i++) {
            assertThat(minute(arrivals(5), Severity.ERROR)).isEmpty();
        }
        var events = new ArrayList<Event>();
        long total = 0;
        for (int i = 0; i < 10; i++) {
            long lines = i == 4 ? 0 : 300 + arrivals(20);
            total += lines;
            events.addAll(minute(lines, Severity.ERROR));
        }
        for (int i = 0; i < DAY; i++) {
            int lines = arrivals(5);
            total += i < 3 ? lines : 0;
            events.addAll(minute(lines, Severity.ERROR));
        }
        assertThat(events).extracting(Event::type).containsExactly("pattern.spike", "pattern.spike");
        assertThat(events.getFirst().severity()).isEqualTo(Severity.ERROR);
        assertThat(events.getFirst().attributes())
                .containsEntry("state", "begin")
                .containsEntry("source", "app.log")
                .containsKey("pattern");
        assertThat(events.getLast().attributes())
                .containsEntry("state", "end")
                .containsEntry("minutes", "10")
                .containsEntry("lines", Long.toString(total));
    }

    @Test
    void aSlowRiseIsNoBurst() {
        for (int i = 0; i < DAY; i++) {
            assertThat(minute(arrivals(5 * Math.pow(100, i / (double) DAY)), Severity.ERROR))
                    .isEmpty();
        }
    }

    @Test
    void errorsAreABurstSooner() {
        quiet(HOUR);
        for (Severity severity : List.of(Severity.INFO, Severity.ERROR)) {
            known = new KnownPatterns(100);
            watch = new PatternWatch(known, PatternSettings.USUAL);
            minute = HOUR;
            minute(1, severity);
            quiet(5 * HOUR);
            assertThat(minute(20, severity)).hasSize(severity == Severity.ERROR ? 1 : 0);
        }
    }

    @Test
    void whatGoesOnForHoursIsUsualAndSaidToBe() {
        for (int i = 0; i < DAY; i++) {
            minute(5, Severity.INFO);
        }
        var events = new ArrayList<Event>();
        for (int i = 0; i < 2 * DAY; i++) {
            events.addAll(minute(400, Severity.INFO));
        }
        assertThat(events).hasSize(2);
        assertThat(events.getLast().text()).contains("usual from now");
    }

    @Test
    void aPatternIsNewOnceAndNotAgainAfterARestart() {
        minute(1, Severity.INFO);
        quiet(HOUR);
        var other = PatternId.patternOf("valve <*> stuck");
        List<Event> told = minute(List.of(count(other, 3, Severity.WARNING)));
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().type()).isEqualTo("pattern.new");
        assertThat(told.getFirst().severity()).isEqualTo(Severity.WARNING);
        assertThat(told.getFirst().attributes())
                .containsEntry("source", "app.log")
                .containsEntry("lines", "3");
        assertThat(told.getFirst().toString()).doesNotContain("secret", "valve");
        assertThat(minute(List.of(count(other, 3, Severity.WARNING)))).isEmpty();

        List<PatternNote> notes = known.takeChanged(true);
        known = new KnownPatterns(100);
        known.restore(notes);
        watch = new PatternWatch(known, PatternSettings.USUAL);
        assertThat(minute(List.of(count(other, 3, Severity.WARNING)))).isEmpty();
    }

    @Test
    void inTheFirstHourOfANewAgentNothingIsTold() {
        for (int i = 0; i < HOUR; i++) {
            assertThat(minute(List.of(count(PatternId.patternOf("kind " + i), 500, Severity.ERROR))))
                    .isEmpty();
        }
        assertThat(minute(List.of(count(PatternId.patternOf("late"), 1, Severity.ERROR))))
                .hasSize(1);
    }

    @Test
    void beyondItsShareOfAnHourNewPatternsAreCountedInOneEvent() {
        quiet(HOUR);
        var many = new ArrayList<PatternCount>();
        for (int i = 0; i < 50; i++) {
            many.add(count(PatternId.patternOf("kind " + i), 1, Severity.INFO));
        }
        assertThat(minute(many)).hasSize(20);
        var after = new ArrayList<Event>();
        for (int i = 0; i < HOUR; i++) {
            after.addAll(minute(List.of()));
        }
        assertThat(after).hasSize(1);
        assertThat(after.getFirst().attributes()).containsEntry("count", "30");
    }

    @Test
    void aPatternThatOthersBecameIsNotNewAndHasTheirHistory() {
        for (int i = 0; i < DAY; i++) {
            minute(50, Severity.INFO);
        }
        var wider = PatternId.patternOf("<*> started");
        known.merged(PUMP.id(), wider.id());
        known.merged(PUMP.id(), wider.id());
        for (int i = 0; i < HOUR; i++) {
            assertThat(minute(List.of(count(wider, 50, Severity.INFO)))).isEmpty();
        }
        assertThat(known.of(wider.id()).history.mean()).isBetween(45.0, 55.0);
    }

    @Test
    void nothingIsToldWhereNoEventIsAllowed() {
        watch = new PatternWatch(known, new PatternSettings(5, 0, 30));
        quiet(2 * HOUR);
        assertThat(minute(1_000, Severity.ERROR)).isEmpty();
    }

    @Test
    void minutesWithoutLinesCountAtOnceAsTheyWouldOneByOne() {
        var once = new LineHistory();
        var each = new LineHistory();
        for (var history : List.of(once, each)) {
            history.minute(1, 40, 100);
            history.minute(2, 60, 100);
        }
        once.quiet(200);
        for (int i = 3; i <= 200; i++) {
            each.minute(i, 0, 100);
        }
        assertThat(once.mean()).isCloseTo(each.mean(), org.assertj.core.data.Offset.offset(1e-9));
        assertThat(once.deviation()).isCloseTo(each.deviation(), org.assertj.core.data.Offset.offset(1e-9));
        assertThat(once.peak()).isCloseTo(each.peak(), org.assertj.core.data.Offset.offset(1e-9));
        assertThat(once.minutes()).isEqualTo(each.minutes());
    }
}
