package skerry.hub.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.hub.FakeAgent;
import skerry.hub.store.AlertSeverity;
import skerry.hub.store.AlertWord;
import skerry.hub.store.Alerts;
import skerry.hub.store.Alerts.Unresolved;

class AlertJudgeTest {
    private static final long NOON = 1_790_000_040_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Contract STICK = Contract.parse("usb every 14d grace 1d");
    private static final FakeAgent AGENT = new FakeAgent(1);

    private int keys;

    private static boolean notAsked() {
        throw new AssertionError("asked");
    }

    private Unresolved told(long at, long arrivedAt) {
        return alert("DiskFills", AlertSeverity.WARNING, at, arrivedAt, false);
    }

    private Unresolved alert(String rule, AlertSeverity severity, boolean acknowledged) {
        return alert(rule, severity, NOON, NOON, acknowledged);
    }

    private Unresolved alert(String rule, AlertSeverity severity, long at, long arrivedAt, boolean acknowledged) {
        return new Unresolved(
                AGENT.uid(), new AlertWord.Id(keys++, at), rule, severity, at, arrivedAt, at, arrivedAt, acknowledged);
    }

    @Test
    void whatComesInTimeIsOpenWithoutFurtherQuestions() {
        assertThat(AlertJudge.standing(told(NOON, NOON + 60_000), Contract.ALWAYS_ON, NOON, AlertJudgeTest::notAsked))
                .isEqualTo(AlertStanding.OPEN);
        assertThat(AlertJudge.standing(told(NOON + HOUR, NOON), Contract.ALWAYS_ON, NOON, AlertJudgeTest::notAsked))
                .as("a node's clock is ahead")
                .isEqualTo(AlertStanding.OPEN);
    }

    @Test
    void whatIsLateByTheContractIsPastUntilAllTheNodeToldIsHere() {
        var late = told(NOON, NOON + 5 * HOUR);
        assertThat(AlertJudge.standing(late, Contract.ALWAYS_ON, NOON + 5 * HOUR, () -> false))
                .isEqualTo(AlertStanding.LATE);
        assertThat(AlertJudge.standing(late, Contract.ALWAYS_ON, NOON + 5 * HOUR, () -> true))
                .as("its end would be here, had there been one")
                .isEqualTo(AlertStanding.OPEN);
        assertThat(AlertStanding.LATE.isOpen()).isFalse();
    }

    @Test
    void theContractSaysWhatIsLate() {
        assertThat(AlertJudge.standing(told(NOON, NOON + 14 * 24 * HOUR), STICK, NOON, AlertJudgeTest::notAsked))
                .as("by the next stick")
                .isEqualTo(AlertStanding.OPEN);
        assertThat(AlertJudge.standing(told(NOON, NOON + 16 * 24 * HOUR), STICK, NOON, () -> false))
                .as("by an overdue stick")
                .isEqualTo(AlertStanding.LATE);
    }

    @Test
    void whatItsNodeRepeatsNoMoreEndedUnheard() {
        var old = told(NOON, NOON + 60_000);
        assertThat(AlertJudge.standing(old, Contract.ALWAYS_ON, NOON + 48 * HOUR, AlertJudgeTest::notAsked))
                .isEqualTo(AlertStanding.OPEN);
        assertThat(AlertJudge.standing(old, Contract.ALWAYS_ON, NOON + 50 * HOUR, () -> true))
                .isEqualTo(AlertStanding.END_UNHEARD);
        assertThat(AlertJudge.standing(old, Contract.ALWAYS_ON, NOON + 50 * HOUR, () -> false))
                .as("a repeat may be on its way")
                .isEqualTo(AlertStanding.OPEN);
        assertThat(Alerts.REPEATED).isGreaterThan(Duration.ofDays(1));
    }

    @Test
    void aNodesProblemNamesTheRulesTheGravestFirstAndHowManyAlertsThereAre() {
        assertThat(AlertJudge.problem(List.of())).isEmpty();
        assertThat(AlertJudge.problem(List.of(alert("Updates", AlertSeverity.INFO, false))))
                .isEmpty();
        assertThat(AlertJudge.problem(List.of(alert("UnderVoltage", AlertSeverity.CRITICAL, false))))
                .contains("alert UnderVoltage (critical)");

        var many = new ArrayList<>(List.of(
                alert("DiskFills", AlertSeverity.WARNING, false),
                alert("DiskFills", AlertSeverity.WARNING, false),
                alert("UnderVoltage", AlertSeverity.CRITICAL, false),
                alert("Updates", AlertSeverity.INFO, false)));
        Collections.reverse(many);
        assertThat(AlertJudge.problem(many)).contains("3 alerts: UnderVoltage (critical), DiskFills (warning, 2)");
        many.add(alert("A", AlertSeverity.WARNING, false));
        many.add(alert("E", AlertSeverity.WARNING, false));
        assertThat(AlertJudge.problem(many))
                .contains("5 alerts: UnderVoltage (critical), A (warning), DiskFills (warning, 2) and 1 more");
    }

    @Test
    void anAcknowledgedAlertIsAProblemThatSomebodyKnowsOf() {
        var known = alert("DiskFills", AlertSeverity.WARNING, true);
        assertThat(AlertJudge.problem(List.of(known))).contains("alert DiskFills (warning), acknowledged");
        assertThat(AlertJudge.problem(List.of(known, alert("DiskFills", AlertSeverity.WARNING, false))))
                .contains("2 alerts: DiskFills (warning), 1 of them acknowledged");
        assertThat(AlertJudge.count(List.of(known, alert("Updates", AlertSeverity.INFO, false))))
                .isEqualTo(new OpenAlerts(0, 1, 1, 1));
    }
}
