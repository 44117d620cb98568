package skerry.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.hub.fleet.Downtime;
import skerry.hub.query.Timeline.Stretch;
import skerry.hub.store.Span;

class TimelineTest {
    private static final long MINUTE = 60_000;
    private static final long AGREED = 5 * MINUTE;

    @Test
    void aSiteInContactIsInContactUntilItsNextWordIsDue() {
        var stretches = stretches(List.of(span(0, 60)), List.of(), false, 0, 62);

        assertThat(stretches).containsExactly(stretch(0, 62, "contact"));
    }

    @Test
    void silenceIsExpectedAsLongAsAgreedAndUnexpectedAfter() {
        var stretches = stretches(List.of(span(0, 10), span(30, 40)), List.of(), false, 0, 60);

        assertThat(stretches)
                .containsExactly(
                        stretch(0, 10, "contact"),
                        stretch(10, 15, "offline-expected"),
                        stretch(15, 30, "offline-unexpected"),
                        stretch(30, 40, "contact"),
                        stretch(40, 45, "offline-expected"),
                        stretch(45, 60, "offline-unexpected"));
    }

    @Test
    void aDueTimeThatKnowsOfTheHubsAbsenceIsNotMovedByItAgain() {
        Timeline.Due inTheThirtiethMinute = _ -> new Timeline.Due.At(30 * MINUTE, false);

        var stretches = Timeline.stretches(
                List.of(span(0, 10)), List.of(span(12, 14)), inTheThirtiethMinute, false, 0, 40 * MINUTE);

        assertThat(stretches)
                .containsExactly(
                        stretch(0, 10, "contact"),
                        stretch(10, 12, "offline-expected"),
                        stretch(12, 14, "hub-down"),
                        stretch(14, 30, "offline-expected"),
                        stretch(30, 40, "offline-unexpected"));
    }

    @Test
    void aSilenceThatBeganBeforeTheRangeIsNotAgreedAnew() {
        assertThat(stretches(List.of(), List.of(), true, 100, 110))
                .containsExactly(stretch(100, 110, "offline-unexpected"));
        assertThat(stretches(List.of(span(0, 98)), List.of(), true, 100, 110))
                .containsExactly(stretch(100, 103, "offline-expected"), stretch(103, 110, "offline-unexpected"));
    }

    @Test
    void beforeTheFirstContactEverTheSiteWasNotSeen() {
        assertThat(stretches(List.of(span(20, 30)), List.of(), false, 0, 30))
                .containsExactly(stretch(0, 20, "never-seen"), stretch(20, 30, "contact"));
        assertThat(stretches(List.of(), List.of(), false, 0, 30)).containsExactly(stretch(0, 30, "never-seen"));
    }

    @Test
    void timeThatTheHubWasAwayIsNotHeldAgainstTheSite() {
        var stretches = stretches(List.of(span(0, 10), span(42, 50)), List.of(span(12, 40)), false, 0, 50);

        assertThat(stretches)
                .containsExactly(
                        stretch(0, 10, "contact"),
                        stretch(10, 12, "offline-expected"),
                        stretch(12, 40, "hub-down"),
                        stretch(40, 42, "offline-expected"),
                        stretch(42, 50, "contact"));
    }

    @Test
    void anAbsenceOfTheHubBeforeTheRangeStillCounts() {
        var stretches = stretches(List.of(span(0, 10)), List.of(span(11, 98)), true, 100, 120);

        long due = 102 * MINUTE + Downtime.searchMillis(87 * MINUTE);
        assertThat(stretches)
                .containsExactly(
                        new Stretch(100 * MINUTE, due, "offline-expected"),
                        new Stretch(due, 120 * MINUTE, "offline-unexpected"));
    }

    private static List<Stretch> stretches(
            List<Span> contacts, List<Span> down, boolean seenBefore, long fromMinute, long toMinute) {
        return Timeline.stretches(
                contacts, down, Timeline.Due.after(AGREED), seenBefore, fromMinute * MINUTE, toMinute * MINUTE);
    }

    private static Span span(long fromMinute, long toMinute) {
        return new Span(fromMinute * MINUTE, toMinute * MINUTE);
    }

    private static Stretch stretch(long fromMinute, long toMinute, String kind) {
        return new Stretch(fromMinute * MINUTE, toMinute * MINUTE, kind);
    }
}
