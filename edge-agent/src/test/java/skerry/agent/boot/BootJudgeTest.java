package skerry.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Each kind of end by what it leaves behind, and how sure the verdict is. */
class BootJudgeTest {
    /** 2026-11-28 10:41:30 UTC. */
    private static final long LAST = 1_795_862_490_000L;

    private LoginRecords.Found logins = LoginRecords.Found.NOT_KEPT;
    private Optional<Traces.KernelTrace> kernel = Optional.empty();
    private Optional<Traces.RootTrace> root = Optional.empty();
    private Optional<String> panic = Optional.empty();
    private Optional<String> repaired = Optional.empty();
    private Optional<Boolean> powerOn = Optional.empty();
    private Traces.RingEnd end = end(false, false, false, false);
    private boolean watchdog;
    private boolean heat;
    private boolean power;
    private boolean lowAtStart;

    @Test
    void tornOffWithoutAShutdownRecordAndWithARepairIsProbablyAPowerCut() {
        logins = LoginRecords.Found.NONE;
        repaired = Optional.of("mmcblk0p2");

        assertThat(verdict().sentence())
                .isEqualTo(
                        "probably power cut: no shutdown record, the file system was repaired (mmcblk0p2), the ring ended in the"
                                + " middle of work at 10:41:30");
    }

    @Test
    void whereNothingWouldHaveRecordedAShutdownAPowerCutIsOneOfSeveralPossibilities() {
        assertThat(verdict())
                .extracting(BootVerdict::cause, BootVerdict::sureness)
                .containsExactly(BootCause.POWER_CUT, Sureness.PERHAPS);

        powerOn = Optional.of(true);
        assertThat(verdict().sureness()).as("with the firmware's word").isEqualTo(Sureness.PROBABLY);
    }

    @Test
    void anAgentThatWasStoppedLongBeforeSawNothingOfTheEnd() {
        end = end(true, false, false, false);
        logins = LoginRecords.Found.NONE;
        assertThat(verdict().sentence())
                .isEqualTo("not known why: no shutdown record, the agent had been stopped before, so it saw no end");

        repaired = Optional.of("mmcblk0p2");
        assertThat(verdict())
                .extracting(BootVerdict::cause, BootVerdict::sureness)
                .containsExactly(BootCause.POWER_CUT, Sureness.PERHAPS);
    }

    @Test
    void aShutdownInWtmpOrJournalWasAskedFor() {
        logins = LoginRecords.Found.SHUTDOWN;
        assertThat(verdict().sentence()).isEqualTo("it was asked for: wtmp has a shutdown");

        root = Optional.of(new Traces.RootTrace(true, true, Optional.empty(), false));
        assertThat(verdict().sentence())
                .isEqualTo(
                        "it was asked for: the journal ends with a shutdown, a person gave the command, or pressed the key");
    }

    @Test
    void withNeitherTheAgentsOwnEndSaysThatItWasProbablyAskedFor() {
        end = end(true, false, false, false);
        assertThat(verdict().sentence()).isEqualTo("probably it was asked for: the agent was asked to end just before");
    }

    @Test
    void anUpdateThatAskedForItIsSureAndOneThatWasAtWorkProbable() {
        root = Optional.of(new Traces.RootTrace(true, false, Optional.of("unattended-upgrade"), true));
        assertThat(verdict().sentence())
                .isEqualTo("an update: the journal ends with a shutdown, unattended-upgrade asked for it");

        root = Optional.of(new Traces.RootTrace(true, false, Optional.of("apt"), false));
        assertThat(verdict())
                .extracting(BootVerdict::cause, BootVerdict::sureness)
                .containsExactly(BootCause.UPDATE, Sureness.PROBABLY);

        root = Optional.of(new Traces.RootTrace(true, true, Optional.of("apt"), false));
        assertThat(verdict().cause()).as("a person did it").isEqualTo(BootCause.OPERATOR);
    }

    @Test
    void whatTheKernelSaidWhenItGaveUpCountsMoreThanAllElse() {
        end = end(false, true, true, true);
        logins = LoginRecords.Found.SHUTDOWN;
        panic = Optional.of("Attempted to kill init!");
        assertThat(verdict().sentence()).isEqualTo("kernel panic: the kernel left a record: Attempted to kill init!");

        panic = Optional.of("Out of memory and no killable processes...");
        assertThat(verdict().cause()).isEqualTo(BootCause.MEMORY);

        panic = Optional.of("softlockup: hung tasks");
        assertThat(verdict().cause()).isEqualTo(BootCause.WATCHDOG);

        panic = Optional.empty();
        kernel = Optional.of(
                new Traces.KernelTrace(Optional.of("VFS: Unable to mount root"), false, false, false, false));
        assertThat(verdict().sentence()).startsWith("kernel panic: the kernel's last words: VFS:");
    }

    @Test
    void aMachineThatTurnedItselfOffForHeatDidNotDoSoForAPerson() {
        root = Optional.of(new Traces.RootTrace(true, false, Optional.empty(), false));
        kernel = Optional.of(new Traces.KernelTrace(Optional.empty(), true, false, false, false));
        assertThat(verdict())
                .extracting(BootVerdict::cause, BootVerdict::sureness)
                .containsExactly(BootCause.HEAT, Sureness.SURE);

        kernel = Optional.empty();
        root = Optional.empty();
        heat = true;
        assertThat(verdict().sureness()).as("by the watchdog's driver").isEqualTo(Sureness.PROBABLY);
    }

    @Test
    void aWatchdogThatSaysSoIsBelievedAndALockupSpeaksForIt() {
        watchdog = true;
        assertThat(verdict().sentence()).startsWith("the machine hung and its watchdog reset it: the watchdog says");

        watchdog = false;
        kernel = Optional.of(new Traces.KernelTrace(Optional.empty(), false, false, true, false));
        assertThat(verdict())
                .extracting(BootVerdict::cause, BootVerdict::sureness)
                .containsExactly(BootCause.WATCHDOG, Sureness.PROBABLY);
    }

    @Test
    void aVoltageThatWasLowAtTheEndIsProbablyABrownoutAndOneLatelyPerhaps() {
        end = end(false, true, true, true);
        assertThat(verdict().sentence())
                .startsWith("probably the supply's voltage broke down: the voltage was too low at the end");

        end = end(false, false, true, true);
        assertThat(verdict())
                .extracting(BootVerdict::cause, BootVerdict::sureness)
                .containsExactly(BootCause.BROWNOUT, Sureness.PERHAPS);
        lowAtStart = true;
        assertThat(verdict().sureness()).as("and it is low again").isEqualTo(Sureness.PROBABLY);

        lowAtStart = false;
        end = end(false, false, false, true);
        logins = LoginRecords.Found.NONE;
        assertThat(verdict().sentence())
                .startsWith("probably power cut")
                .endsWith("its voltage had been too low at times");

        end = end(false, false, false, false);
        power = true;
        assertThat(verdict().cause()).as("by the watchdog's driver").isEqualTo(BootCause.BROWNOUT);
    }

    @Test
    void anOrderlyShutdownUnderLowVoltageWasStillAskedFor() {
        end = end(true, true, true, true);
        logins = LoginRecords.Found.SHUTDOWN;
        assertThat(verdict().cause()).isEqualTo(BootCause.OPERATOR);
    }

    @Test
    void lackOfMemoryAndHeatInTheLastRoundsExplainAnEndThatNothingElseDoes() {
        end = new Traces.RingEnd(LAST, false, false, false, false, OptionalDouble.of(60), OptionalDouble.of(0.01), 3);
        assertThat(verdict())
                .extracting(BootVerdict::cause, BootVerdict::sureness)
                .containsExactly(BootCause.MEMORY, Sureness.PROBABLY);

        end = new Traces.RingEnd(LAST, false, false, false, false, OptionalDouble.of(94), OptionalDouble.of(0.5), 0);
        assertThat(verdict().sentence()).startsWith("perhaps overheating: 94 °C in the last round");
    }

    private BootVerdict verdict() {
        return BootJudge.of(
                new Traces(end, logins, kernel, root, panic, watchdog, heat, power, powerOn, repaired, lowAtStart));
    }

    private static Traces.RingEnd end(boolean stopped, boolean lowNow, boolean lowLately, boolean lowEver) {
        return new Traces.RingEnd(
                LAST, stopped, lowNow, lowLately, lowEver, OptionalDouble.of(55), OptionalDouble.of(0.4), 0);
    }
}
