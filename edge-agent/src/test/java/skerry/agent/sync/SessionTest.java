package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skerry.agent.sync.SessionBench.HUB;
import static skerry.agent.sync.SessionBench.batches;
import static skerry.agent.sync.SessionBench.names;
import static skerry.agent.sync.SessionBench.published;
import static skerry.agent.sync.SessionBench.raised;
import static skerry.protocol.Stream.DICTIONARY;
import static skerry.protocol.Stream.EVENTS;
import static skerry.protocol.Stream.GAPS;
import static skerry.protocol.Stream.MINUTES;
import static skerry.protocol.Stream.RESULTS;
import static skerry.protocol.Stream.SUMMARIES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.budget.Plan;
import skerry.agent.budget.Spending;
import skerry.agent.budget.Step;
import skerry.agent.ring.BatchDraft;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.control.Ack.Nack;
import skerry.protocol.control.Ack.Reason;
import skerry.protocol.control.Command;
import skerry.protocol.control.Credit;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.control.SeqRange;
import skerry.protocol.stick.StickReceipt;

class SessionTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private final SessionBench bench = new SessionBench();

    // ---- connecting

    @Test
    void liveLeavesFirstOnAConnectionThenStateAndHelloWhateverTheBacklog() {
        bench.store(MINUTES, 500, 100);

        var actions = bench.connect();

        assertThat(names(actions)).containsExactly("LIVE", "STATE", "HELLO");
        assertThat(actions.get(1)).isInstanceOf(SessionAction.Subscribe.class);
        assertThat(bench.session.view().state()).isEqualTo(SessionState.HELLO);
    }

    @Test
    void anAttemptWithoutAnAnswerIsGivenUpAfterThirtySeconds() {
        bench.pass(SECOND);

        var actions = bench.pass(31 * SECOND);

        assertThat(actions).hasAtLeastOneElementOfType(SessionAction.Disconnect.class);
        assertThat(raised(actions)).first().asString().contains("did not answer within 30 s");
    }

    @Test
    void failedAttemptsAreSpacedOverRandomTimesUpToAQuarterOfAnHour() {
        var waits = new ArrayList<Long>();
        for (int i = 0; i < 60; i++) {
            bench.now = Math.max(bench.now, bench.session.wakeAt());
            bench.on(new SessionInput.Tick());
            bench.on(new SessionInput.ConnectFailed(bench.attempt, false, "refused"));
            waits.add(bench.session.wakeAt() - bench.now);
        }

        assertThat(waits.getFirst()).isLessThanOrEqualTo(SECOND);
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(0L, 15 * MINUTE));
        assertThat(waits.subList(20, 60)).anySatisfy(wait -> assertThat(wait).isGreaterThan(10 * MINUTE));
        assertThat(waits.subList(20, 60)).anySatisfy(wait -> assertThat(wait).isLessThan(5 * MINUTE));
    }

    @Test
    void afterALossTheFirstTryIsSpreadOverTheTimeThatTheHubNamed() {
        bench.stream();
        bench.hubState(true, HUB, 0);
        bench.pass(MINUTE);

        bench.on(new SessionInput.Lost(bench.attempt, "cut"));

        assertThat(bench.session.wakeAt() - bench.now).isBetween(0L, 25 * SECOND);
        assertThat(bench.session.view().state()).isEqualTo(SessionState.OFFLINE);
    }

    @Test
    void threeLossesSoonAfterConnectingMeanThatSomethingIsWrongAndTheNextTryIsSlow() {
        for (int i = 0; i < 3; i++) {
            bench.connect();
            bench.on(new SessionInput.Lost(bench.attempt, "cut"));
        }

        assertThat(bench.session.view().state()).isEqualTo(SessionState.BLOCKED);
        assertThat(bench.session.view().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("same id"));
        assertThat(bench.session.wakeAt() - bench.now).isBetween(5 * MINUTE, 15 * MINUTE);
    }

    @Test
    void aRefusedAgentTriesAgainSlowly() {
        bench.pass(SECOND);

        var actions = bench.on(new SessionInput.ConnectFailed(bench.attempt, true, "the broker refuses this agent"));

        assertThat(raised(actions)).containsExactly("the broker refuses this agent");
        assertThat(bench.session.view().state()).isEqualTo(SessionState.BLOCKED);
        assertThat(bench.session.wakeAt() - bench.now).isBetween(5 * MINUTE, 15 * MINUTE);
    }

    @Test
    void aLateWordOfAnOldConnectionChangesNothing() {
        bench.stream();
        long old = bench.attempt;
        bench.on(new SessionInput.Lost(old, "cut"));
        bench.stream();

        bench.on(new SessionInput.Lost(old, "cut"));
        bench.on(new SessionInput.Published(old, 0, 0x87));

        assertThat(bench.session.view().state()).isEqualTo(SessionState.STREAMING);
    }

    // ---- hello

    @Test
    void aHelloIsRepeatedFiveTimesAndThenTheConnectionIsMadeAnew() {
        bench.connect();

        var actions = bench.pass(149 * SECOND);
        assertThat(names(actions)).filteredOn("HELLO"::equals).hasSize(4);
        assertThat(actions).noneMatch(SessionAction.Disconnect.class::isInstance);
        actions = bench.pass(2 * SECOND);

        assertThat(actions).hasAtLeastOneElementOfType(SessionAction.Disconnect.class);
    }

    @Test
    void onlyEventsFlowBeforeTheHubHasAnswered() {
        bench.store(MINUTES);
        bench.store(EVENTS);

        assertThat(batches(bench.connect())).containsExactly("e1");
        assertThat(batches(bench.reply())).containsExactly("m1");
    }

    @Test
    void whatTheHubHoldsIsDoneAndWhatItLostOrNeverSawIsSent() {
        bench.store(MINUTES, 6, 100);
        bench.connect();

        var actions = bench.reply(new Held(
                1, MINUTES, 1, List.of(new SeqRange(3, 3)), List.of(new SeqRange(5, 5)), List.of(new SeqRange(4, 4))));

        assertThat(batches(actions)).containsExactly("m2", "m5", "m6");
        assertThat(bench.ring.isConfirmed(key(3))).isTrue();
        assertThat(bench.ring.isConfirmed(key(4))).isFalse();
    }

    @Test
    void aHubRestoredFromABackupGetsAgainWhatItForgot() {
        bench.store(MINUTES, 3, 100);
        bench.stream();
        bench.takeAll();
        bench.ack(MINUTES, 3);
        assertThat(bench.ring.bytesQueued()).isZero();
        bench.pass(MINUTE);
        bench.on(new SessionInput.Lost(bench.attempt, "cut"));
        bench.lsn = 2;
        bench.connect();
        bench.hubState(true, HUB + 1, 0);

        var actions = bench.reply(HUB + 1, new Held(1, MINUTES, 1, List.of(), List.of(), List.of()));

        assertThat(batches(actions)).containsExactly("m2", "m3");
        assertThat(raised(actions)).singleElement().asString().contains("restored from a backup");
    }

    @Test
    void manyEpochsAreAskedPageByPage() {
        for (int i = 0; i < 100; i++) {
            bench.store(MINUTES);
            bench.ring.restart();
        }
        bench.store(MINUTES);
        bench.connect();
        assertThat(bench.hellos.getLast().epochs()).hasSize(64);
        assertThat(bench.hellos.getLast().pages()).isEqualTo(2);
        assertThat(batches(bench.reply())).isEmpty();
        assertThat(bench.hellos.getLast().page()).isEqualTo(1);
        assertThat(bench.hellos.getLast().epochs()).hasSize(37);

        assertThat(batches(bench.reply())).hasSize(7);
    }

    @Test
    void theHubIsAskedAgainAfterSixHours() {
        bench.stream();

        assertThat(names(bench.pass(6 * HOUR - 1))).doesNotContain("HELLO");
        assertThat(names(bench.pass(SECOND))).contains("HELLO");
    }

    @Test
    void aReceiptThatCameAfterTheQuestionIsNotUndoneByItsAnswer() {
        bench.store(MINUTES, 1, 100);
        bench.stream();
        bench.pass(6 * HOUR);
        bench.ack(MINUTES, 1);

        var actions = bench.reply();

        assertThat(batches(actions)).isEmpty();
        assertThat(bench.ring.isConfirmed(key(1))).isTrue();
    }

    // ---- order and window

    @Test
    void batchesLeaveInTheOrderOfTheirLanes() {
        for (var stream : List.of(MINUTES, RESULTS, SUMMARIES, GAPS, DICTIONARY, EVENTS)) {
            bench.store(stream);
        }
        bench.connect();
        bench.store(SUMMARIES);
        bench.store(MINUTES);

        assertThat(batches(bench.done)).containsExactly("e1");
        assertThat(batches(bench.reply())).containsExactly("d1", "g1", "m2", "s2", "s1", "m1");
        bench.takeAll();
        assertThat(batches(bench.ack(EVENTS, 1))).containsExactly("r1");
    }

    @Test
    void backFillIsOldestFirstAndOnePlaceInTheWindowIsKeptForEvents() {
        bench.store(MINUTES, 20, 100);

        assertThat(batches(bench.stream())).containsExactly("m1", "m2", "m3", "m4", "m5", "m6", "m7");
        bench.store(EVENTS);
        assertThat(batches(bench.on(new SessionInput.NewBatches()))).containsExactly("e1");
    }

    @Test
    void theWindowIsHalfOfWhatTheBrokerTakesAtOnceAndWhatTheHubGrants() {
        bench.store(MINUTES, 20, 100);
        bench.connect(6, Integer.MAX_VALUE);
        assertThat(batches(bench.reply())).hasSize(2);
        bench.on(new SessionInput.Lost(bench.attempt, "cut"));
        bench.credit = new Credit(0, 5, HOUR);
        bench.connect();

        assertThat(batches(bench.reply())).hasSize(4);
    }

    @Test
    void noMoreThanAQuarterOfAMebibyteIsUnderWay() {
        bench.store(MINUTES, 8, 60_000);
        bench.stream();

        for (int i = 0; i < 10; i++) {
            bench.takeAll();
        }

        assertThat(bench.session.view().inFlight()).isEqualTo(4);
    }

    @Test
    void untilTheBrokerAnswersLittleIsHandedOverSoThatLiveIsNotStuckBehindIt() {
        bench.store(MINUTES, 8, 10_000);

        assertThat(batches(bench.stream())).containsExactly("m1");
        bench.takeAll();
        bench.takeAll();
        assertThat(bench.session.view().inFlight()).isGreaterThan(2);
    }

    @Test
    void aBatchTooLargeForTheBrokerIsSaidAndDelaysNoOther() {
        bench.store(MINUTES, 1, 50_000);
        bench.store(MINUTES, 1, 100);
        bench.connect(100, 20_000);

        var actions = bench.reply();

        assertThat(batches(actions)).containsExactly("m2");
        assertThat(raised(actions)).singleElement().asString().contains("largest packet");
        assertThat(bench.ring.bytesQueued()).isGreaterThan(50_000);
    }

    // ---- receipts and resends

    @Test
    void aPubAckFreesNothingAndAReceiptDoes() {
        bench.store(MINUTES);
        bench.stream();
        bench.takeAll();
        assertThat(bench.ring.bytesQueued()).isEqualTo(100);

        bench.ack(MINUTES, 1);

        assertThat(bench.ring.bytesQueued()).isZero();
    }

    @Test
    void withoutAReceiptTheSameBytesLeaveAgainAfterThirtySecondsAndThenEverMoreRarely() {
        bench.store(MINUTES);
        bench.stream();
        bench.takeAll();

        assertThat(batches(bench.pass(30 * SECOND - 1))).isEmpty();
        var again = bench.pass(1);
        bench.takeAll();

        assertThat(batches(again)).containsExactly("m1");
        assertThat(published(again).getLast().payload()).isEqualTo(new byte[100]);
        assertThat(batches(bench.pass(MINUTE - 1))).isEmpty();
        assertThat(batches(bench.pass(1))).containsExactly("m1");
    }

    @Test
    void whatTheBrokerHasNotTakenIsNotSentTwiceOnTheSameConnection() {
        bench.store(MINUTES);
        bench.stream();

        assertThat(batches(bench.pass(10 * MINUTE))).isEmpty();
    }

    @Test
    void whenReceiptsComeAgainEverythingThatWasLateFollowsAtOnce() {
        bench.store(MINUTES, 4, 100);
        bench.stream();
        bench.takeAll();
        assertThat(batches(bench.pass(30 * SECOND))).containsExactly("m1");

        assertThat(batches(bench.ack(MINUTES, 1))).containsExactly("m2", "m3", "m4");
    }

    @Test
    void threeLaterReceiptsShowThatABatchWasLost() {
        bench.store(MINUTES, 5, 100);
        bench.stream();
        bench.takeAll();
        assertThat(batches(bench.ack(HUB, MINUTES, 0, List.of(new SeqRange(2, 3)))))
                .isEmpty();

        assertThat(batches(bench.ack(HUB, MINUTES, 0, List.of(new SeqRange(2, 4)))))
                .containsExactly("m1");
    }

    @Test
    void aReceiptOfAnotherHubProcessFreesNothingAndAsksAnew() {
        bench.store(MINUTES);
        bench.stream();
        bench.takeAll();
        bench.pass(SECOND);

        var actions = bench.ack(HUB + 1, MINUTES, 1, List.of());

        assertThat(names(actions)).containsExactly("HELLO");
        assertThat(bench.ring.bytesQueued()).isEqualTo(100);
        bench.hubState(true, HUB + 1, 0);
        assertThat(batches(bench.reply(HUB + 1))).containsExactly("m1");
        assertThat(bench.ack(HUB, MINUTES, 1, List.of())).isEmpty();
        assertThat(bench.ring.bytesQueued()).isEqualTo(100);
    }

    @Test
    void aHubThatDoesNotKnowTheConnectionIsGreetedAgainButNotFasterThanOnceASecond() {
        bench.store(MINUTES);
        bench.stream();

        bench.ack(MINUTES, 0, new Nack(1, Reason.REHELLO, 0));
        bench.pass(SECOND);

        assertThat(bench.hellos).hasSize(2);
        bench.reply();
        bench.ack(MINUTES, 0, new Nack(1, Reason.REHELLO, 0));
        assertThat(bench.hellos).hasSize(2);
    }

    @Test
    void aReceiptForAnotherConnectionIsIgnored() {
        bench.store(MINUTES);
        bench.stream();
        bench.takeAll();
        long mine = bench.conn;
        bench.conn = mine + 1;

        bench.ack(MINUTES, 1);

        assertThat(bench.ring.bytesQueued()).isEqualTo(100);
        assertThat(bench.session.view().disbelieved()).isEqualTo(1);
    }

    @Test
    void aReceiptForNumbersNeverGivenConfirmsNothingThatComesLater() {
        bench.store(MINUTES);
        bench.stream();
        bench.ack(MINUTES, 1_000);

        bench.store(MINUTES);

        assertThat(batches(bench.on(new SessionInput.NewBatches()))).containsExactly("m2");
    }

    // ---- refusals

    @Test
    void aBatchThatTheHubWantsLaterWaitsAndDelaysNoOther() {
        bench.store(MINUTES, 9, 100);
        bench.stream();
        bench.takeAll();

        var next = bench.ack(HUB, MINUTES, 0, List.of(new SeqRange(2, 3)), new Nack(1, Reason.LATER, 90 * SECOND));
        bench.takeAll();
        bench.ack(HUB, MINUTES, 0, List.of(new SeqRange(2, 9)));

        assertThat(batches(next)).containsExactly("m8", "m9");
        assertThat(batches(bench.pass(90 * SECOND - 1))).isEmpty();
        assertThat(batches(bench.pass(1))).containsExactly("m1");
    }

    @Test
    void aRefusedBatchIsKeptAndCountedAndNotSentAgain() {
        bench.store(MINUTES, 2, 100);
        bench.stream();
        bench.takeAll();

        var actions = bench.ack(MINUTES, 0, new Nack(1, Reason.SCHEMA, 0));

        assertThat(raised(actions)).singleElement().asString().contains("schema");
        assertThat(bench.ring.load(key(1))).isPresent();
        assertThat(bench.ring.bytesQueued()).isEqualTo(100);
        assertThat(batches(bench.pass(29 * SECOND))).isEmpty();
        assertThat(batches(bench.pass(2 * SECOND))).containsExactly("m2");
    }

    @Test
    void aBatchRefusedForItsPolicyIsNotTakenForDeliveredThoughTheHubHoldsItAndIsOnceTheHubTakesIt() {
        bench.store(MINUTES, 2, 100);
        bench.stream();
        bench.takeAll();

        var actions = bench.ack(MINUTES, 2, new Nack(1, Reason.POLICY, 0));

        assertThat(raised(actions)).singleElement().asString().contains("later privacy policy", "upgrade the agent");
        assertThat(bench.ring.isConfirmed(key(1))).isFalse();
        assertThat(bench.ring.isConfirmed(key(2))).isTrue();
        assertThat(bench.ring.bytesQueued()).isZero();

        bench.on(new SessionInput.Lost(bench.attempt, "cut"));
        bench.connect();
        bench.reply(new Held(1, MINUTES, 2, List.of(), List.of(), List.of(new SeqRange(1, 1))));
        assertThat(bench.ring.isConfirmed(key(1))).isFalse();

        bench.on(new SessionInput.Lost(bench.attempt, "cut"));
        bench.connect();
        bench.reply(new Held(1, MINUTES, 2, List.of(), List.of(), List.of()));
        assertThat(bench.ring.isConfirmed(key(1))).isTrue();
    }

    @Test
    void aMissingDictionaryIsSentAgainThoughItWasConfirmed() {
        var hash = Bytes.of(new byte[16]);
        bench.ring.store(
                new BatchDraft(DICTIONARY, RecordCounts.NONE, 0, 0, List.of(hash), (key, startNo) -> new byte[50]));
        bench.ring.store(
                new BatchDraft(MINUTES, RecordCounts.NONE, 0, 0, List.of(hash), (key, startNo) -> new byte[8 + 16]));
        bench.stream();
        bench.takeAll();
        bench.ack(DICTIONARY, 1);

        var actions = bench.ack(MINUTES, 1, new Nack(1, Reason.DICT_MISSING, 0));

        assertThat(batches(actions)).containsExactly("d1");
    }

    // ---- what the hub grants

    @Test
    void whenTheCreditRunsOutSingleProbesGoUntilANewOneComes() {
        bench.credit = new Credit(0, 8, 10 * SECOND);
        bench.stream();
        bench.pass(11 * SECOND);
        assertThat(bench.session.view().state()).isEqualTo(SessionState.PAUSED);

        bench.store(MINUTES, 3, 100);
        assertThat(batches(bench.on(new SessionInput.NewBatches()))).containsExactly("m1");
        bench.takeAll();
        assertThat(batches(bench.pass(29 * SECOND))).isEmpty();
        bench.credit = SessionBench.CREDIT;

        assertThat(batches(bench.ack(MINUTES, 1))).containsExactly("m2", "m3");
        assertThat(bench.session.view().state()).isEqualTo(SessionState.STREAMING);
    }

    @Test
    void loadLevelsStopFirstTheBackFillAndThenAllButEvents() {
        bench.store(MINUTES, 3, 100);
        bench.connect();
        bench.store(MINUTES);
        bench.store(EVENTS);
        bench.hubState(true, HUB, 2);
        assertThat(batches(bench.reply())).containsExactly("e1", "m4");

        bench.hubState(true, HUB, 3);
        bench.store(MINUTES);
        bench.store(EVENTS);
        assertThat(batches(bench.on(new SessionInput.NewBatches()))).containsExactly("e2");
        assertThat(bench.session.view().state()).isEqualTo(SessionState.PAUSED);
        assertThat(batches(bench.hubState(true, HUB, 0))).containsExactly("m5", "m1", "m2", "m3");
    }

    @Test
    void historyGoesOnAfterTwoMinutesIfTheBrokerNeverHandsOverTheHubsLoad() {
        bench.store(MINUTES, 3, 100);
        bench.hubKeepsItsStateBack();
        bench.connect();
        bench.reply();

        assertThat(batches(bench.pass(119 * SECOND))).isEmpty();
        assertThat(batches(bench.pass(SECOND))).containsExactly("m1", "m2", "m3");
        bench.store(MINUTES);
        bench.hubState(true, HUB, 3);
        assertThat(bench.session.view().state())
                .as("a word that comes late counts")
                .isEqualTo(SessionState.PAUSED);
    }

    @Test
    void historyWaitsUntilTheHubHasToldItsLoad() {
        bench.store(MINUTES, 3, 100);
        bench.hubKeepsItsStateBack();
        bench.connect();
        bench.store(MINUTES);

        assertThat(batches(bench.reply())).containsExactly("m4");
        assertThat(batches(bench.hubState(true, HUB, 0))).containsExactly("m1", "m2", "m3");
    }

    @Test
    void whatWasToldWhileNobodyListenedIsToldAgainBeforeAnythingElse() {
        bench.hubKeepsItsStateBack();
        bench.connect();
        bench.takeAll(0x10);

        assertThat(names(bench.hubState(true, HUB, 0))).first().isEqualTo("LIVE");
    }

    @Test
    void aNewHubProcessIsGreetedAsSoonAsTheBrokerTellsOfIt() {
        bench.stream();
        bench.hubState(false, HUB, 0);
        assertThat(bench.session.view().state()).isEqualTo(SessionState.PAUSED);
        bench.pass(MINUTE);

        assertThat(names(bench.hubState(true, HUB + 1, 0))).contains("HELLO");
    }

    @Test
    void anAnswerFromBeforeTheHubThatIsThereNowIsNotTakenAndAskedForAgain() {
        bench.store(MINUTES);
        bench.connect();
        bench.hubState(true, HUB + 1, 0);

        bench.reply(HUB, new Held(1, MINUTES, 1, List.of(), List.of(), List.of()));
        assertThat(bench.session.view().state()).isEqualTo(SessionState.HELLO);
        assertThat(names(bench.pass(SECOND))).contains("HELLO");
        assertThat(batches(bench.reply(HUB + 1))).containsExactly("m1");
    }

    @Test
    void aBrokerThatStillTellsOfAHubThatIsGoneDelaysTheAnswerThreeTimesAtMost() {
        bench.store(MINUTES);
        bench.connect();

        for (int i = 0; i < 3; i++) {
            assertThat(batches(bench.reply(HUB + 1))).isEmpty();
            assertThat(names(bench.pass(SECOND))).contains("HELLO");
        }
        assertThat(batches(bench.reply(HUB + 1))).containsExactly("m1");
    }

    @Test
    void eachHubThatTheBrokerTellsOfIsWaitedForAndNoneOfAnotherConnectionIs() {
        bench.store(MINUTES);
        bench.connect();
        for (int i = 0; i < 3; i++) {
            bench.reply(HUB + 1);
            bench.pass(SECOND);
        }
        bench.hubState(true, HUB + 2, 0);
        assertThat(batches(bench.reply(HUB + 1))).isEmpty();

        bench.on(new SessionInput.Lost(bench.attempt, "cut"));
        bench.hubKeepsItsStateBack();
        bench.connect();
        bench.reply(HUB + 3);
        assertThat(bench.session.view().state()).isEqualTo(SessionState.STREAMING);
    }

    @Test
    void inNoMinuteMoreThanSixtySecondsOfTheRateAndTheBurstLeave() {
        var limited = new SessionBench(SessionSettings.DEFAULT.withBytesPerSecond(500));
        limited.store(MINUTES, 400, 700);
        limited.stream();
        var times = new ArrayList<Long>();
        long acked = 0;

        for (int second = 0; second < 300; second++) {
            for (var publication : published(limited.pass(SECOND))) {
                if (publication.uplink() == Uplink.BATCH) {
                    times.add(limited.now);
                }
            }
            limited.takeAll();
            acked = Math.max(acked, batches(limited.done).size());
            limited.ack(MINUTES, acked);
        }

        for (int i = 0; i < times.size(); i++) {
            long from = times.get(i);
            long inMinute = times.stream()
                    .filter(at -> at >= from && at < from + MINUTE)
                    .count();
            assertThat(inMinute * 700).isLessThanOrEqualTo(60 * 500 + 1_000);
        }
        assertThat(times.size() * 700L).isGreaterThan(290 * 500L * 9 / 10);
    }

    @Test
    void theHubMayLowerTheRateAndNeverRaiseIt() {
        var limited = new SessionBench(SessionSettings.DEFAULT.withBytesPerSecond(1_000));
        limited.store(MINUTES, 100, 500);
        limited.credit = new Credit(1_000_000, 8, HOUR);
        limited.connect();

        assertThat(batches(limited.reply())).hasSize(4);
    }

    @Test
    void whatTheBudgetHoldsBackIsNotSentAgainAndKeepsNoPlaceFromEvents() {
        var budget = new Dial();
        var limited = new SessionBench(SessionSettings.DEFAULT, budget);
        limited.store(MINUTES, 9, 100);
        limited.stream();
        limited.takeAll();

        budget.step = Step.PRESENT;
        assertThat(batches(limited.pass(HOUR))).isEmpty();
        limited.store(EVENTS, 8, 100);
        limited.store(MINUTES);
        limited.store(SUMMARIES);
        assertThat(batches(limited.on(new SessionInput.NewBatches())))
                .containsExactly("e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8");
        limited.ack(EVENTS, 8);

        budget.step = Step.OUTLINES;
        assertThat(batches(limited.on(new SessionInput.Tick()))).containsExactly("s1");
        limited.ack(SUMMARIES, 1);
        budget.step = Step.NEW_DATA;
        assertThat(batches(limited.on(new SessionInput.Tick()))).isEmpty();
        limited.store(MINUTES);
        assertThat(batches(limited.on(new SessionInput.NewBatches()))).containsExactly("m11");
        limited.ack(HUB, MINUTES, 0, List.of(new SeqRange(11, 11)));
        budget.step = Step.FULL;
        assertThat(batches(limited.on(new SessionInput.Tick())))
                .containsExactly("m1", "m2", "m3", "m4", "m5", "m6", "m7");
    }

    /** A budget that a test sets. */
    private static final class Dial implements Spending {
        private Step step = Step.FULL;

        @Override
        public Plan plan() {
            return new Plan(step, "", Plan.LIVE_MOST);
        }

        @Override
        public void handedOver(int bytes) {}

        @Override
        public void toldLive() {}
    }

    @Test
    void aCommandIsHandedOverWithWhetherItNamesThisConnection() {
        bench.stream();
        Command here = command(bench.conn);
        Command elsewhere = command(bench.conn + 1);

        assertThat(bench.hear(Downlink.COMMAND, here)).contains(new SessionAction.Obey(here, true));
        assertThat(bench.hear(Downlink.COMMAND, elsewhere)).contains(new SessionAction.Obey(elsewhere, false));
    }

    private static Command command(long conn) {
        return new Command(
                Bytes.of(new byte[16]),
                SessionBench.AGENT,
                1,
                1,
                Bytes.of(new byte[0]),
                60_000,
                Optional.of(conn),
                Optional.empty(),
                Bytes.of(new byte[8]));
    }

    // ---- what the broker says

    @Test
    void whileNobodyListensAtTheBrokerHistoryPausesAndSingleProbesGo() {
        bench.store(MINUTES, 5, 100);
        bench.connect();
        bench.takeAll();
        bench.credit = SessionBench.CREDIT;
        bench.reply();
        bench.takeAll(0x10);

        assertThat(bench.session.view().state()).isEqualTo(SessionState.PAUSED);
        assertThat(bench.session.view().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("is the hub running"));
        assertThat(batches(bench.pass(30 * SECOND))).as("a probe").containsExactly("m1");
        assertThat(bench.ring.bytesQueued()).isEqualTo(500);
        assertThat(batches(bench.hubState(true, HUB, 0))).containsExactly("m2", "m3", "m4", "m5");
    }

    @Test
    void aHubThatIsSilentAlthoughTheBrokerHasSomebodyAgainIsAskedOnANewConnection() {
        bench.connect();
        bench.takeAll(0x10);
        assertThat(bench.pass(5 * MINUTE)).noneMatch(SessionAction.Disconnect.class::isInstance);

        bench.takeAll();

        assertThat(bench.pass(5 * MINUTE)).hasAtLeastOneElementOfType(SessionAction.Disconnect.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x83, 0x87, 0x90, 0x99})
    void aBrokerThatRefusesBatchesStopsThemAndNotTheLiveState(int code) {
        bench.store(MINUTES, 5, 100);
        bench.stream();

        bench.takeAll(code);

        assertThat(bench.session.view().state()).isEqualTo(SessionState.BLOCKED);
        assertThat(bench.session.view().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains(String.format("0x%02x", code)));
        var meanwhile = bench.pass(4 * MINUTE);
        assertThat(names(meanwhile)).contains("LIVE").doesNotContain("HELLO", "m1");
        assertThat(bench.ring.bytesQueued()).isEqualTo(500);
        assertThat(names(bench.pass(12 * MINUTE))).contains("HELLO");
    }

    @Test
    void aReasonCodeThatDoesNotExistEndsTheConnection() {
        bench.store(MINUTES);
        bench.stream();

        bench.takeAll(0x42);

        assertThat(bench.done).hasAtLeastOneElementOfType(SessionAction.Disconnect.class);
        assertThat(bench.ring.bytesQueued()).isEqualTo(100);
    }

    @Test
    void aRefusedSubscriptionBlocks() {
        bench.connect();

        var actions = bench.on(new SessionInput.Subscribed(bench.attempt, 0x87));

        assertThat(bench.session.view().state()).isEqualTo(SessionState.BLOCKED);
        assertThat(raised(actions)).singleElement().asString().contains("topic rights");
    }

    // ---- live

    @Test
    void liveIsToldEveryMinuteAndSoonerWhenSomethingChangesButOneAtATime() {
        bench.stream();
        bench.takeAll();
        assertThat(names(bench.pass(MINUTE))).containsExactly("LIVE");
        bench.takeAll();
        bench.on(new SessionInput.LiveChanged());

        assertThat(names(bench.pass(4 * SECOND))).isEmpty();
        assertThat(names(bench.pass(SECOND))).containsExactly("LIVE");
        assertThat(names(bench.pass(10 * MINUTE)))
                .as("the last one has not left yet")
                .isEmpty();
        int before = bench.done.size();
        bench.takeAll();
        assertThat(names(bench.done.subList(before, bench.done.size()))).containsExactly("LIVE");
    }

    @Test
    void theHubsClockIsPassedOnWithTheTimeItTook() {
        bench.connect();
        bench.pass(400);

        assertThat(bench.reply()).contains(new SessionAction.HubClock(0, 400));
    }

    @Test
    void whatWasHeardOfTheHubIsKeptForTheNextProcess() {
        bench.lsn = 42;
        bench.stream();

        assertThat(bench.ring.lastHub().hubBoot()).isEqualTo(HUB);
        assertThat(bench.ring.lastHub().lsn()).isEqualTo(42);
    }

    @Test
    void settingsWithoutATimeAreRefused() {
        assertThat(SessionSettings.DEFAULT.withRetryMost(Duration.ofSeconds(5)).retryMost())
                .isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> SessionSettings.DEFAULT.withRetryMost(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- sticks

    @Test
    void whatAStickBringsWhileThereIsNoConnectionIsConfirmedAndToldToTheHub() {
        bench.store(MINUTES, 2, 100);

        bench.on(stick(HUB, 50, 0, 0));
        bench.connect();

        assertThat(bench.ring.bytesQueued()).isZero();
        assertThat(bench.hellos.getLast().lastHubBoot()).isEqualTo(HUB);
        assertThat(bench.hellos.getLast().lastLsn()).isEqualTo(50);
    }

    @Test
    void aStickConfirmsNothingThatARestoredHubHasSaidItLacks() {
        bench.store(MINUTES, 2, 100);
        bench.connect();
        bench.hubState(true, HUB + 1, 0);
        bench.reply(HUB + 1);

        bench.on(stick(HUB, 50, 0, 0));

        assertThat(bench.ring.bytesQueued()).isEqualTo(200);
        assertThat(bench.ring.lastHub().hubBoot()).isEqualTo(HUB + 1);
    }

    @Test
    void onAConnectionTheHubIsAskedAboutWhatAStickBrought() {
        bench.store(MINUTES, 2, 100);
        bench.lsn = 42;
        bench.stream();
        bench.takeAll();
        bench.pass(2 * SECOND);

        var actions = bench.on(stick(HUB, 50, 0, 0));

        assertThat(names(actions)).containsExactly("HELLO");
        assertThat(bench.ring.bytesQueued()).isZero();
    }

    private static SessionInput stick(long hubBoot, long lsn, long answeredBoot, long answeredLsn) {
        var held = new Held(1, MINUTES, 2, List.of(), List.of(), List.of());
        return new SessionInput.FromStick(
                new StickReceipt(SessionBench.AGENT, hubBoot, lsn, 0, answeredBoot, answeredLsn, List.of(held)));
    }

    private static BatchKey key(long seq) {
        return new BatchKey(SessionBench.AGENT, 1, MINUTES, seq);
    }
}
