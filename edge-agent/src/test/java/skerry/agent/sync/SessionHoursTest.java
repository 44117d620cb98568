package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static skerry.agent.sync.SessionBench.HUB;
import static skerry.agent.sync.SessionBench.batches;
import static skerry.agent.sync.SessionBench.names;
import static skerry.protocol.Stream.EVENTS;
import static skerry.protocol.Stream.MINUTES;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import skerry.agent.contact.ContactHours;
import skerry.protocol.BatchKey;
import skerry.protocol.contact.Calendar;
import skerry.protocol.contact.Contact;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.SeqRange;

class SessionHoursTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long EVERY = 5 * MINUTE;
    private static final long START = 1_000_000;
    private static final Contact CONTACT = Contact.parse("daily 02:00-04:00 Europe/Oslo");
    private static final Calendar CALENDAR = CONTACT.calendar().orElseThrow();
    private static final long NOON = Instant.parse("2026-10-23T12:00:00Z").toEpochMilli();

    private OptionalLong noonIs = OptionalLong.of(NOON);
    private final SessionBench bench = new SessionBench(new ContactHours(
            CONTACT, true, mono -> noonIs.isEmpty() ? noonIs : OptionalLong.of(noonIs.getAsLong() + mono - START)));

    @Test
    void overDaysAndAChangeOfTheClocksItConnectsInWindowsOnlyAndDeliversAllThatWasMade() {
        long end = START + 4 * 24 * HOUR;
        var opened = new ArrayList<Long>();
        for (long minute = START; minute < end; minute += EVERY) {
            while (bench.session.wakeAt() < minute) {
                takePart(bench.wake(), opened);
            }
            bench.now = minute;
            bench.store(MINUTES);
            takePart(bench.on(new SessionInput.NewBatches()), opened);
            if (CALENDAR.lastEnd(wall()) + MINUTE < wall() && !CALENDAR.isOpen(wall())) {
                assertThat(bench.session.view().state()).isEqualTo(SessionState.RESTING);
            }
        }

        assertThat(opened).hasSize(4).allSatisfy(at -> {
            assertThat(CALENDAR.isOpen(at)).isTrue();
            assertThat(at - CALENDAR.at(at).from()).isLessThanOrEqualTo(30 * SECOND);
        });
        long sinceTheLastWindow = (wall() - CALENDAR.lastEnd(wall())) / EVERY;
        assertThat(bench.ring.pending(MINUTES, 0, 10_000))
                .hasSizeBetween((int) sinceTheLastWindow, (int) sinceTheLastWindow + 2);
    }

    /** The broker and the hub do at once what is theirs. */
    private void takePart(List<SessionAction> first, List<Long> opened) {
        var actions = new ArrayList<>(first);
        while (!actions.isEmpty()) {
            switch (actions.removeFirst()) {
                case SessionAction.Connect _ -> {
                    opened.add(wall());
                    actions.addAll(bench.connect());
                }
                case SessionAction.Publish(long _, Publication publication) -> {
                    assertThat(wall())
                            .isLessThanOrEqualTo(CALENDAR.at(wall() - MINUTE).to() + SECOND);
                    actions.addAll(bench.on(new SessionInput.Published(bench.attempt, publication.token(), 0)));
                    if (publication.uplink() == Uplink.HELLO) {
                        actions.addAll(bench.reply());
                    }
                    publication.key().map(this::receipt).ifPresent(actions::addAll);
                }
                default -> {}
            }
        }
    }

    private List<SessionAction> receipt(BatchKey key) {
        return bench.ack(HUB, key.stream(), 0, List.of(new SeqRange(key.seq(), key.seq())));
    }

    @Test
    void atTheEndOfAWindowWhatIsUnderWayIsWaitedForThenTheHubIsToldAndThenTheLineIsGivenUp() {
        bench.store(MINUTES);
        connectInWindow();
        bench.ack(MINUTES, 1);
        bench.pass(CALENDAR.at(wall()).to() - wall() - 20 * SECOND);
        bench.takeAll();
        bench.store(MINUTES);
        assertThat(batches(bench.on(new SessionInput.NewBatches()))).containsExactly("m2");
        bench.takeAll();

        var ended = bench.pass(25 * SECOND);
        bench.store(EVENTS);
        var later = bench.on(new SessionInput.NewBatches());
        var receipted = bench.ack(MINUTES, 2);

        assertThat(names(ended)).isEmpty();
        assertThat(names(later)).isEmpty();
        assertThat(ended).noneMatch(SessionAction.Disconnect.class::isInstance);
        assertThat(names(receipted)).containsExactly("STATE");
        assertThat(bench.wire
                        .read(SessionBench.published(receipted).getFirst().payload(), AgentState.class)
                        .on())
                .isFalse();
        assertThat(receipted).noneMatch(SessionAction.Disconnect.class::isInstance);

        var told = bench.on(new SessionInput.Published(
                bench.attempt, SessionBench.published(receipted).getFirst().token(), 0));

        assertThat(told).containsExactly(new SessionAction.Disconnect(bench.attempt));
        assertThat(bench.session.view().state()).isEqualTo(SessionState.RESTING);
        assertThat(bench.session.view().problem()).isEmpty();
    }

    @Test
    void aHubAndABrokerThatDoNotAnswerDelayTheEndByLittle() {
        connectInWindow();
        bench.pass(CALENDAR.at(wall()).to() - wall() - SECOND);
        bench.store(MINUTES);
        bench.on(new SessionInput.NewBatches());

        bench.pass(37 * SECOND);

        assertThat(bench.done.getLast()).isEqualTo(new SessionAction.Disconnect(bench.attempt));
        assertThat(bench.session.view().state()).isEqualTo(SessionState.RESTING);
        assertThat(bench.ring.pending(MINUTES, 0, 10)).hasSize(1);
    }

    @Test
    void anAttemptAndABlockEndWithTheWindowAndTheNextOneBeginsAfresh() {
        connectInWindow();
        bench.on(new SessionInput.Subscribed(bench.attempt, 0x87));
        assertThat(bench.session.view().state()).isEqualTo(SessionState.BLOCKED);

        bench.pass(CALENDAR.at(wall()).to() - wall() + MINUTE);

        assertThat(bench.session.view().state()).isEqualTo(SessionState.RESTING);
        bench.pass(CALENDAR.next(wall()).from() - wall() + 30 * SECOND);
        assertThat(bench.session.view().state()).isEqualTo(SessionState.CONNECTING);
        bench.on(new SessionInput.ConnectFailed(bench.attempt, false, "refused"));
        bench.pass(CALENDAR.at(wall()).to() - wall() + SECOND);
        assertThat(bench.session.view().state()).isEqualTo(SessionState.RESTING);
    }

    @Test
    void aNodeThatDoesNotKnowTheTimeTriesNowAndThenAndKeepsToItsWindowsOnceItKnows() {
        noonIs = OptionalLong.empty();

        assertThat(connects(bench.pass(MINUTE))).isZero();
        assertThat(bench.session.view().state()).isEqualTo(SessionState.RESTING);
        assertThat(connects(bench.pass(2 * MINUTE))).isPositive();
        bench.pass(12 * MINUTE);
        assertThat(bench.session.view().state()).isEqualTo(SessionState.RESTING);
        bench.pass(40 * MINUTE);
        assertThat(bench.session.view().state()).isNotEqualTo(SessionState.RESTING);

        bench.stream();
        noonIs = OptionalLong.of(NOON);
        bench.pass(MINUTE);
        bench.pass(5 * SECOND);

        assertThat(bench.session.view().state()).isEqualTo(SessionState.RESTING);
        assertThat(connects(bench.pass(CALENDAR.next(wall()).from() - wall() - SECOND)))
                .isZero();
        assertThat(connects(bench.pass(31 * SECOND))).isEqualTo(1);
    }

    private void connectInWindow() {
        bench.pass(CALENDAR.next(wall()).from() - wall() + 30 * SECOND);
        bench.stream();
        bench.takeAll();
    }

    private static long connects(List<SessionAction> actions) {
        return actions.stream().filter(SessionAction.Connect.class::isInstance).count();
    }

    private long wall() {
        return NOON + bench.now - START;
    }
}
