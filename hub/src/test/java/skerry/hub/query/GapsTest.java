package skerry.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import skerry.hub.query.Gaps.Reason;
import skerry.hub.query.Timeline.Stretch;
import skerry.hub.store.GapRow;
import skerry.hub.store.Span;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.LossCause;

class GapsTest {
    private static final long MINUTE = 60_000;
    private static final Uid UID = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");

    @Test
    void theMinutesThatAreNotDueYetAreAwaited() {
        var known = known(List.of(stretch(0, 60, "contact")), List.of(), 57, false, 60);

        assertThat(Gaps.explain(List.of(span(57, 60)), known)).containsExactly(reason(57, 60, "awaited"));
    }

    @Test
    void dataThatTheNodeStillHasIsAwaitedAndDataThatNobodyKnowsOfIsMissing() {
        var contact = List.of(stretch(0, 60, "contact"));

        assertThat(Gaps.explain(List.of(span(20, 30)), known(contact, List.of(), 60, true, 60)))
                .containsExactly(reason(20, 30, "awaited"));
        assertThat(Gaps.explain(List.of(span(20, 30)), known(contact, List.of(), 60, false, 60)))
                .containsExactly(reason(20, 30, "no-data"));
    }

    @Test
    void silenceIsTheReasonUnlessItsDataHasArrived() {
        var contact = List.of(stretch(0, 20, "contact"), stretch(20, 60, "offline-expected"));

        assertThat(Gaps.explain(List.of(span(19, 60)), known(contact, List.of(), 19, false, 60)))
                .containsExactly(reason(19, 60, "offline-expected"));
        assertThat(Gaps.explain(List.of(), known(contact, List.of(), 60, false, 60)))
                .isEmpty();
    }

    @Test
    void aCountedLossIsTheReasonWhereverItLies() {
        var contact = List.of(stretch(0, 20, "contact"), stretch(20, 60, "offline-unexpected"));
        var loss = new GapRow(
                UID,
                new Gap(
                        1,
                        Stream.MINUTES,
                        10,
                        20,
                        11,
                        new RecordCounts(1, 0, 0),
                        15 * MINUTE,
                        25 * MINUTE,
                        LossCause.RING_FULL),
                0);

        assertThat(Gaps.explain(List.of(span(15, 60)), known(contact, List.of(loss), 60, false, 60)))
                .containsExactly(reason(15, 25, "ring-full"), reason(25, 60, "offline-unexpected"));
    }

    @Test
    void whatFollowsDataFromBeforeTheFirstContactIsAwaited() {
        var contact = List.of(stretch(0, 59, "never-seen"), stretch(59, 60, "contact"));

        assertThat(Gaps.explain(List.of(span(0, 20), span(58, 60)), known(contact, List.of(), 58, false, 60)))
                .containsExactly(reason(0, 20, "before-enrolment"), reason(58, 60, "awaited"));
    }

    @Test
    void beforeEnrolmentAndBeyondRetentionNothingIsExpected() {
        var contact = List.of(stretch(0, 10, "never-seen"), stretch(10, 60, "contact"));
        var known = new Gaps.Known(contact, List.of(), 10 * MINUTE, 30 * MINUTE, 60 * MINUTE, false, 60 * MINUTE);

        var reasons = Gaps.explain(List.of(span(0, 40)), known);

        assertThat(reasons)
                .containsExactly(
                        reason(0, 10, "before-enrolment"), reason(10, 30, "retention"), reason(30, 40, "no-data"));
        assertThat(Gaps.coverage(0, 60 * MINUTE, reasons)).isEqualTo(2.0 / 3, Offset.offset(1e-9));
    }

    private static Gaps.Known known(
            List<Stretch> contact, List<GapRow> losses, long newestMinute, boolean behind, long nowMinute) {
        return new Gaps.Known(contact, losses, 0, 0, newestMinute * MINUTE, behind, nowMinute * MINUTE);
    }

    private static Span span(long fromMinute, long toMinute) {
        return new Span(fromMinute * MINUTE, toMinute * MINUTE);
    }

    private static Stretch stretch(long fromMinute, long toMinute, String kind) {
        return new Stretch(fromMinute * MINUTE, toMinute * MINUTE, kind);
    }

    private static Reason reason(long fromMinute, long toMinute, String cause) {
        return new Reason(fromMinute * MINUTE, toMinute * MINUTE, cause);
    }
}
