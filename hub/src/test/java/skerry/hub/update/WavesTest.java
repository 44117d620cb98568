package skerry.hub.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skerry.hub.update.ToldFleet.uid;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.hub.store.Rollout;
import skerry.hub.store.Rollout.Plan;
import skerry.hub.store.RolloutMember;
import skerry.hub.store.RolloutMember.State;
import skerry.protocol.Uid;
import skerry.protocol.payload.Answer.Outcome;
import skerry.protocol.update.UpgradeState;

/** Who is asked when, and when nobody is any more. */
class WavesTest {
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Uid CANARY = uid(0);

    private final ToldFleet fleet = new ToldFleet(40, Plan.USUAL);

    private void allDone(List<Uid> uids) {
        uids.forEach(uid -> fleet.tell(uid, UpgradeState.DONE));
        fleet.settle();
    }

    /** To where the first wave after the canary's is asked. */
    private void passCanary() {
        fleet.settle();
        allDone(List.of(CANARY));
        fleet.pass(HALF_AN_HOUR);
        fleet.settle();
    }

    @Test
    void wavesAreTheirPartOfTheFleetAndTheCanaryIsOneOfIt() {
        assertThat(fleet.ofWave(0)).containsExactly(CANARY);
        assertThat(fleet.ofWave(1)).hasSize(3);
        assertThat(fleet.ofWave(2)).hasSize(16);
        assertThat(fleet.ofWave(3)).hasSize(20);
    }

    @Test
    void anotherRolloutHasOtherAgentsFirst() {
        List<Uid> all = fleet.all().stream().map(RolloutMember::uid).toList();

        List<RolloutMember> again = Waves.assign(all, CANARY, Plan.USUAL, 8, 0);

        assertThat(again).hasSize(40);
        assertThat(again.stream()
                        .filter(member -> member.wave() == 1)
                        .map(RolloutMember::uid)
                        .toList())
                .isNotEqualTo(fleet.ofWave(1));
    }

    @Test
    void aFleetOfOneIsACanaryAlone() {
        var one = new ToldFleet(1, Plan.USUAL);
        one.settle();
        one.tell(CANARY, UpgradeState.DONE);
        one.settle();
        one.pass(HALF_AN_HOUR);
        one.settle();

        assertThat(one.rollout.state()).isEqualTo(Rollout.State.DONE);
    }

    @Test
    void theCanaryIsAskedAlone() {
        fleet.settle();

        assertThat(fleet.asked).containsExactly(CANARY);
        assertThat(fleet.member(CANARY).state()).isEqualTo(State.ASKED);
    }

    @Test
    void aWaveBeginsWhenTheOneBeforeWasDoneForHalfAnHour() {
        fleet.settle();
        allDone(List.of(CANARY));
        fleet.pass(HALF_AN_HOUR.minusMillis(1));
        fleet.settle();
        assertThat(fleet.asked).hasSize(1);

        fleet.pass(Duration.ofMillis(1));
        fleet.settle();

        assertThat(fleet.rollout.wave()).isEqualTo(1);
        assertThat(fleet.asked).hasSize(4).containsAll(fleet.ofWave(1));
    }

    @Test
    void aWaveWaitsForWhoWasWellBeforeAndIsNotAfter() {
        fleet.settle();
        fleet.well(CANARY, false);
        allDone(List.of(CANARY));
        fleet.pass(Duration.ofHours(5));
        fleet.settle();
        assertThat(fleet.rollout.wave()).isZero();

        fleet.well(CANARY, true);
        fleet.settle();

        assertThat(fleet.rollout.wave()).isEqualTo(1);
    }

    @Test
    void whoWasUnwellBeforeNeedNotBeWellAfter() {
        fleet.well(CANARY, false);

        passCanary();

        assertThat(fleet.rollout.wave()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "ROLLED_BACK"})
    void aCanaryThatFailsHaltsTheRollout(UpgradeState end) {
        fleet.settle();
        fleet.tell(CANARY, end);
        fleet.settle();
        fleet.pass(Duration.ofDays(3));
        fleet.settle();

        assertThat(fleet.rollout.state()).isEqualTo(Rollout.State.HALTED);
        assertThat(fleet.rollout.reason()).isEqualTo("the canary failed");
        assertThat(fleet.member(CANARY).sentence()).isEqualTo("because");
        assertThat(fleet.asked).hasSize(1);
    }

    @Test
    void aCanaryThatFallsSilentHaltsTheRolloutAndIsDoneWhenItIsBack() {
        fleet.settle();
        allDone(List.of(CANARY));
        fleet.lost(CANARY, true);
        fleet.settle();
        assertThat(fleet.rollout.state()).isEqualTo(Rollout.State.HALTED);
        assertThat(fleet.member(CANARY).state()).isEqualTo(State.SILENT);

        fleet.lost(CANARY, false);
        fleet.settle();

        assertThat(fleet.member(CANARY).state()).isEqualTo(State.DONE);
        assertThat(fleet.rollout.state()).as("only a person lets it go on").isEqualTo(Rollout.State.HALTED);
    }

    @Test
    void silenceLongAfterAnUpgradeIsNotItsFault() {
        passCanary();
        fleet.lost(CANARY, true);
        fleet.settle();

        assertThat(fleet.rollout.state()).isEqualTo(Rollout.State.RUNNING);
    }

    @Test
    void aPersonMayLetItGoOnInSpiteOfAFailureAndTheNextFailureHaltsItAgain() {
        fleet.settle();
        fleet.tell(CANARY, UpgradeState.FAILED);
        fleet.settle();
        fleet.resume();
        fleet.settle();
        assertThat(fleet.rollout.state()).isEqualTo(Rollout.State.RUNNING);
        assertThat(fleet.rollout.wave()).isEqualTo(1);

        fleet.tell(fleet.ofWave(1).getFirst(), UpgradeState.FAILED);
        fleet.settle();

        assertThat(fleet.rollout.state()).isEqualTo(Rollout.State.HALTED);
        assertThat(fleet.rollout.reason()).isEqualTo("1 of 3 agents of wave 1 failed, and at most 5 % may");
    }

    @Test
    void aFewFailuresOfALargeWaveAreBorne() {
        var large = new ToldFleet(1_000, new Plan(List.of(50, 100), Duration.ZERO, 5, ToldFleet.DAY));
        large.settle();
        large.tell(CANARY, UpgradeState.DONE);
        large.settle();
        List<Uid> wave = large.ofWave(1);
        assertThat(wave).hasSize(499);
        wave.subList(0, 24).forEach(uid -> large.tell(uid, UpgradeState.ROLLED_BACK));
        large.settle();
        assertThat(large.rollout.state()).isEqualTo(Rollout.State.RUNNING);

        large.tell(wave.get(24), UpgradeState.ROLLED_BACK);
        large.settle();

        assertThat(large.rollout.state()).isEqualTo(Rollout.State.HALTED);
    }

    @Test
    void whoHasNoContactIsToldSoAndNotWaitedForAndIsHeardLater() {
        passCanary();
        Uid dark = fleet.ofWave(1).getFirst();
        fleet.connected(dark, false);
        allDone(fleet.ofWave(1).subList(1, 3));
        fleet.pass(ToldFleet.DAY);
        fleet.settle();
        assertThat(fleet.rollout.wave()).isEqualTo(1);
        fleet.pass(Duration.ofMillis(1));
        fleet.settle();
        assertThat(fleet.rollout.wave()).isEqualTo(2);
        assertThat(fleet.member(dark).state()).isEqualTo(State.UNREACHABLE);

        fleet.connected(dark, true);
        fleet.tell(dark, UpgradeState.FETCHING);
        fleet.settle();

        assertThat(fleet.member(dark).state()).isEqualTo(State.FETCHING);
    }

    @Test
    void whoRefusesIsToBeUpdatedByHandAndIsNoFailure() {
        passCanary();
        Uid container = fleet.ofWave(1).getFirst();
        fleet.answer(container, Outcome.REFUSED, "runs in a container: update it by the image");
        fleet.settle();

        assertThat(fleet.rollout.state()).isEqualTo(Rollout.State.RUNNING);
        assertThat(fleet.member(container).state()).isEqualTo(State.BY_HAND);
        assertThat(fleet.member(container).sentence()).isEqualTo("runs in a container: update it by the image");
    }

    @Test
    void whoComesByStickAloneIsNotAsked() {
        passCanary();
        Uid stick = fleet.ofWave(2).getFirst();
        fleet.comesByStick(stick);
        allDone(fleet.ofWave(1));
        fleet.pass(HALF_AN_HOUR);
        fleet.settle();

        assertThat(fleet.asked).containsAll(fleet.ofWave(2).subList(1, 16)).doesNotContain(stick);
        assertThat(fleet.member(stick).state()).isEqualTo(State.BY_HAND);
    }

    @Test
    void aCanaryThatRefusesProvesNothingSoAnotherIsAsked() {
        fleet.settle();
        fleet.answer(CANARY, Outcome.REFUSED, "not allowed at this site");
        fleet.settle();

        assertThat(fleet.rollout.state()).isEqualTo(Rollout.State.RUNNING);
        assertThat(fleet.rollout.wave()).isZero();
        assertThat(fleet.asked).hasSize(2);
        assertThat(fleet.ofWave(0)).hasSize(2);
    }

    @Test
    void whereNobodyCanBeUpdatedItEndsAndSaysSo() {
        fleet.all().forEach(member -> fleet.comesByStick(member.uid()));
        fleet.settle();

        assertThat(fleet.asked).isEmpty();
        assertThat(fleet.rollout.state()).isEqualTo(Rollout.State.DONE);
        assertThat(fleet.rollout.reason()).isEqualTo("nobody could be updated over the link");
    }

    @Test
    void pausedItWithdrawsWhatNobodyBeganAndResumedItAsksAgain() {
        passCanary();
        Uid begun = fleet.ofWave(1).getFirst();
        fleet.tell(begun, UpgradeState.FETCHING);
        fleet.settle();
        fleet.pause();
        fleet.settle();
        assertThat(fleet.held).hasSize(2).doesNotContain(begun);
        assertThat(fleet.count(State.FETCHING)).isEqualTo(1);
        int before = fleet.asked.size();

        fleet.resume();
        fleet.settle();

        assertThat(fleet.asked.subList(before, fleet.asked.size())).hasSize(2).doesNotContain(begun);
    }

    @Test
    void pausedItStillHearsWhatBecomesOfThoseThatBegan() {
        fleet.settle();
        fleet.tell(CANARY, UpgradeState.STAGED);
        fleet.settle();
        fleet.pause();
        fleet.tell(CANARY, UpgradeState.DONE);
        fleet.pass(Duration.ofDays(3));
        fleet.settle();

        assertThat(fleet.member(CANARY).state()).isEqualTo(State.DONE);
        assertThat(fleet.rollout.state()).isEqualTo(Rollout.State.PAUSED);
        assertThat(fleet.rollout.wave()).isZero();
    }

    @Test
    void whatWasSaidBeforeItWasAskedDoesNotCount() {
        fleet.tell(CANARY, UpgradeState.ROLLED_BACK);
        fleet.pass(Duration.ofSeconds(1));
        fleet.settle();

        assertThat(fleet.member(CANARY).state()).isEqualTo(State.ASKED);
        assertThat(fleet.rollout.state()).isEqualTo(Rollout.State.RUNNING);
    }

    @Test
    void whoRunsTheVersionAndDoesNotTellOfItsProbationIsBelievedAfterAWhile() {
        fleet.settle();
        fleet.runs(CANARY, ToldFleet.NEW);
        fleet.settle();
        assertThat(fleet.member(CANARY).state()).isEqualTo(State.PROBATION);

        fleet.pass(Progress.PROBATION_AT_MOST);
        fleet.settle();

        assertThat(fleet.member(CANARY).state()).isEqualTo(State.DONE);
    }

    @Test
    void whoRunsItAlreadyIsNotAsked() {
        fleet.runs(CANARY, ToldFleet.NEW);
        fleet.settle();

        assertThat(fleet.asked).isEmpty();
        assertThat(fleet.member(CANARY).sentence()).isEqualTo("ran it already");
    }

    @Test
    void whoEndedWhileItWasAskedIsAskedAgainAndThenFailed() {
        for (int i = 1; i <= Progress.MOST_TRIES; i++) {
            fleet.settle();
            assertThat(fleet.asked).hasSize(i);
            fleet.answer(CANARY, Outcome.INTERRUPTED, "it ended");
        }
        fleet.settle();

        assertThat(fleet.asked).hasSize(Progress.MOST_TRIES);
        assertThat(fleet.member(CANARY).state()).isEqualTo(State.FAILED);
    }

    @Test
    void whoIsRetiredIsNotWaitedFor() {
        fleet.settle();
        fleet.retire(CANARY);
        fleet.settle();

        assertThat(fleet.member(CANARY).state()).isEqualTo(State.GONE);
        assertThat(fleet.ofWave(0))
                .as("it has shown nothing, so another is the canary")
                .hasSize(2);
    }

    @Test
    void aPlanThatDoesNotReachAllIsRefused() {
        assertThatThrownBy(() -> new Plan(List.of(10, 50), HALF_AN_HOUR, 5, ToldFleet.DAY))
                .hasMessage("the last of at most 10 waves must be 100 percent");
        assertThatThrownBy(() -> new Plan(List.of(50, 10, 100), HALF_AN_HOUR, 5, ToldFleet.DAY))
                .hasMessage("waves must rise, from 1 to 100 percent");
        assertThatThrownBy(() -> new Plan(List.of(100), HALF_AN_HOUR, 101, ToldFleet.DAY))
                .hasMessage("0 to 100 percent of a wave may fail");
    }

    /** Agents do anything at all, in any order; whatever they do, no more are at risk than the rules allow. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void whateverAgentsDoNobodyIsAskedBeforeItsWaveAndEachRolloutEnds(long seed) {
        var random = new Random(seed);
        var wild = new ToldFleet(120, new Plan(List.of(20, 60, 100), HALF_AN_HOUR, 10, ToldFleet.DAY));
        int trouble = random.nextInt(12);
        for (int round = 0; round < 4_000 && wild.rollout.state().isOpen(); round++) {
            boolean asking = wild.rollout.state() == Rollout.State.RUNNING;
            int before = wild.asked.size();
            wild.step();
            assertThat(asking || wild.asked.size() == before).isTrue();
            assertThat(wild.all())
                    .noneMatch(member -> member.wave() > wild.rollout.wave() && member.state() != State.WAITING);
            if (wild.rollout.state() == Rollout.State.RUNNING) {
                assertWithinTheShare(wild);
            }
            if (wild.rollout.state() == Rollout.State.HALTED && random.nextInt(20) == 0) {
                wild.resume();
            }
            wild.pass(Duration.ofMinutes(random.nextInt(60)));
            for (RolloutMember member : wild.all()) {
                act(wild, member, random, random.nextInt(100) < trouble);
            }
        }
        assertThat(wild.rollout.state()).isEqualTo(Rollout.State.DONE);
        assertThat(wild.all()).noneMatch(member -> member.state() == State.WAITING);
    }

    private static void act(ToldFleet wild, RolloutMember member, Random random, boolean bad) {
        Uid uid = member.uid();
        switch (member.state()) {
            case ASKED -> {
                if (bad) {
                    wild.answer(uid, Outcome.of(random.nextInt(5)), "no");
                } else if (random.nextBoolean()) {
                    wild.tell(uid, UpgradeState.FETCHING);
                }
            }
            case FETCHING -> wild.tell(uid, bad ? UpgradeState.FAILED : UpgradeState.STAGED);
            case STAGED -> wild.tell(uid, bad ? UpgradeState.ROLLED_BACK : UpgradeState.PROBATION);
            case PROBATION -> {
                if (bad) {
                    wild.lost(uid, true);
                } else {
                    wild.tell(uid, UpgradeState.DONE);
                }
            }
            case SILENT -> wild.lost(uid, false);
            case UNREACHABLE -> wild.connected(uid, random.nextBoolean());
            case WAITING -> {
                if (bad && random.nextInt(50) == 0) {
                    wild.retire(uid);
                }
            }
            case DONE, ROLLED_BACK, FAILED, BY_HAND, GONE -> {
                // Nothing more comes of it.
            }
        }
    }

    private static void assertWithinTheShare(ToldFleet wild) {
        for (int wave = 0; wave <= wild.rollout.wave(); wave++) {
            List<Uid> all = wild.ofWave(wave);
            long failed = all.stream()
                    .map(wild::member)
                    .filter(member -> member.state().isFailure() && !member.accepted())
                    .count();
            assertThat(failed * 100).isLessThanOrEqualTo(wave == 0 ? 0 : 10L * all.size());
        }
    }
}
