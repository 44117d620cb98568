package skerry.hub.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.protocol.contact.Contact;

class JudgeTest {
    private static final long NOW = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    private static final Contract USB = Contract.usual(Contact.Kind.USB);

    @Test
    void aNodeInContactWithoutProblemsIsHealthy() {
        assertThat(state(Contract.ALWAYS_ON, node(ago(1)))).isEqualTo(SiteState.HEALTHY);
    }

    @Test
    void silenceWithinTheContractIsExpectedAndBeyondItIsNot() {
        assertThat(state(USB, node(ago(60)))).isEqualTo(SiteState.OFFLINE_EXPECTED);
        assertThat(state(USB, node(ago(24 * 60 * 15)))).isEqualTo(SiteState.OFFLINE_EXPECTED);
        assertThat(state(USB, node(ago(24 * 60 * 17)))).isEqualTo(SiteState.OFFLINE_UNEXPECTED);
        assertThat(Judge.node(USB, node(ago(24 * 60 * 17)), Downtime.NONE, NOW).reason())
                .isEqualTo("silent 3 days longer than agreed (usb every 14d)");
    }

    @Test
    void aSiteThatSaidGoodByeIsOfflineAtOnceAndOneStillConnectedIsNot() {
        var left = new NodeFacts("pi", false, ago(1), ago(1), ago(1), 0, List.of());
        var quiet = new NodeFacts("pi", true, ago(30), ago(30), ago(30), 0, List.of());

        assertThat(state(USB, left)).isEqualTo(SiteState.OFFLINE_EXPECTED);
        assertThat(state(Contract.ALWAYS_ON, left)).isEqualTo(SiteState.HEALTHY);
        assertThat(state(USB, quiet)).isEqualTo(SiteState.HEALTHY);
    }

    @Test
    void anAlwaysOnSiteIsOverdueAfterItsGrace() {
        assertThat(state(Contract.ALWAYS_ON, node(ago(4)))).isEqualTo(SiteState.HEALTHY);
        assertThat(state(Contract.ALWAYS_ON, node(ago(6)))).isEqualTo(SiteState.OFFLINE_UNEXPECTED);
    }

    @Test
    void theHubsOwnDowntimeIsNotTheSitesSilence() {
        var downtime = new Downtime(List.of(new Downtime.Span(ago(11), ago(1))));

        assertThat(Judge.node(Contract.ALWAYS_ON, node(ago(12)), downtime, NOW).state())
                .isEqualTo(SiteState.HEALTHY);
        assertThat(Judge.node(Contract.ALWAYS_ON, node(ago(20)), downtime, NOW).state())
                .isEqualTo(SiteState.OFFLINE_UNEXPECTED);
    }

    @Test
    void whileAgentsMayStillLookForTheHubTheirSilenceIsNotHeldAgainstThem() {
        var tenMinutesAway = new Downtime(List.of(new Downtime.Span(ago(29), ago(19))));
        var silentSince = node(ago(30));
        var backAndSilentAgain = node(ago(6));

        assertThat(Judge.node(Contract.ALWAYS_ON, silentSince, tenMinutesAway, NOW)
                        .state())
                .isEqualTo(SiteState.HEALTHY);
        assertThat(Judge.node(Contract.ALWAYS_ON, silentSince, tenMinutesAway, NOW + 60_000)
                        .state())
                .isEqualTo(SiteState.OFFLINE_UNEXPECTED);
        assertThat(Judge.node(Contract.ALWAYS_ON, backAndSilentAgain, tenMinutesAway, NOW)
                        .state())
                .isEqualTo(SiteState.OFFLINE_UNEXPECTED);
    }

    @Test
    void eachOfManyShortAbsencesExcusesNoMoreThanTheTimeToTheNext() {
        var flapping = new Downtime(List.of(
                new Downtime.Span(ago(40), ago(39)),
                new Downtime.Span(ago(38), ago(37)),
                new Downtime.Span(ago(36), ago(35))));

        assertThat(flapping.excused(ago(50), NOW))
                .isEqualTo(Duration.ofMinutes(5).toMillis() + Downtime.searchMillis(60_000));
    }

    @Test
    void aNodeThatNeverCameIsNeverSeenNotOffline() {
        assertThat(state(Contract.ALWAYS_ON, node(0))).isEqualTo(SiteState.NEVER_SEEN);
    }

    @Test
    void oldDataWithABacklogIsBackFillingAndAProblemWeighsMore() {
        var behind = new NodeFacts("pi", true, ago(1), ago(300), ago(300), 4_000, List.of());
        var troubled = new NodeFacts("pi", true, ago(1), ago(300), ago(300), 4_000, List.of("undervoltage now"));

        assertThat(state(Contract.ALWAYS_ON, behind)).isEqualTo(SiteState.BACK_FILLING);
        assertThat(state(Contract.ALWAYS_ON, troubled)).isEqualTo(SiteState.DEGRADED);
    }

    @Test
    void aSiteWithPartOfItsNodesSilentIsDegradedAndSaysHowMany() {
        var verdict =
                Judge.site(Contract.ALWAYS_ON, List.of(node(ago(1)), node(ago(90)), node(ago(1))), Downtime.NONE, NOW);

        assertThat(verdict).isEqualTo(new Verdict(SiteState.DEGRADED, "1 of 3 nodes silent longer than agreed", 0));
    }

    @Test
    void aSiteWithAllNodesSilentIsOverdueByItsLastContact() {
        var verdict = Judge.site(Contract.ALWAYS_ON, List.of(node(ago(600)), node(ago(62))), Downtime.NONE, NOW);

        assertThat(verdict.state()).isEqualTo(SiteState.OFFLINE_UNEXPECTED);
        assertThat(verdict.overdueMillis()).isEqualTo(Duration.ofMinutes(60).toMillis());
    }

    @Test
    void aNodeStillToComeDoesNotHideThatTheOthersReport() {
        assertThat(Judge.site(Contract.ALWAYS_ON, List.of(node(ago(1)), node(0)), Downtime.NONE, NOW)
                        .state())
                .isEqualTo(SiteState.HEALTHY);
    }

    @Test
    void outsideOfItsWindowsASiteIsSilentAsAgreedAndItIsSaidWhenTheNextOneIs() {
        Contract nightly = contract("daily 02:00-04:00 Europe/Oslo grace 2h");

        assertThat(Judge.node(nightly, gone("2026-11-21T02:30:00Z"), Downtime.NONE, NOW))
                .isEqualTo(new Verdict(
                        SiteState.OFFLINE_EXPECTED,
                        "silent for 9 h, as agreed (daily 02:00-04:00 Europe/Oslo grace 2h): next contact expected"
                                + " 2026-11-22 02:00 Europe/Oslo",
                        0));
        assertThat(state(USB, gone("2026-11-20T12:00:00Z"))).isEqualTo(SiteState.OFFLINE_EXPECTED);
        assertThat(Judge.node(USB, gone("2026-11-20T12:00:00Z"), Downtime.NONE, NOW)
                        .reason())
                .endsWith("as agreed (usb every 14d): next contact expected 2026-12-04 12:00 UTC");
    }

    @Test
    void aWholeWindowWithoutContactAndItsGraceAreTooMuch() {
        Contract nightly = contract("daily 02:00-04:00 Europe/Oslo grace 2h");
        NodeFacts inTheWindow = gone("2026-11-20T02:59:00Z");

        assertThat(at("2026-11-21T02:00:00Z", nightly, inTheWindow).state()).isEqualTo(SiteState.OFFLINE_EXPECTED);
        assertThat(at("2026-11-21T04:59:59Z", nightly, inTheWindow).state()).isEqualTo(SiteState.OFFLINE_EXPECTED);
        assertThat(at("2026-11-21T05:00:00Z", nightly, inTheWindow).state()).isEqualTo(SiteState.OFFLINE_UNEXPECTED);
        assertThat(at("2026-11-21T12:00:00Z", nightly, inTheWindow))
                .isEqualTo(new Verdict(
                        SiteState.OFFLINE_UNEXPECTED,
                        "silent 9 h longer than agreed (daily 02:00-04:00 Europe/Oslo grace 2h): no contact in the"
                                + " window of 2026-11-21 02:00 Europe/Oslo",
                        Duration.ofHours(9).toMillis()));
        assertThat(at("2026-11-21T12:00:00Z", nightly, gone("2026-11-21T01:00:00Z"))
                        .state())
                .isEqualTo(SiteState.OFFLINE_EXPECTED);
    }

    @Test
    void aWindowIsJudgedByTheClockOfItsZoneOverAChangeOfTheClocks() {
        Contract nightly = contract("daily 02:00-04:00 Europe/Oslo grace 0m");

        assertThat(at("2026-10-25T02:59:00Z", nightly, gone("2026-10-24T01:00:00Z"))
                        .state())
                .isEqualTo(SiteState.OFFLINE_EXPECTED);
        assertThat(at("2026-10-25T03:00:00Z", nightly, gone("2026-10-24T01:00:00Z"))
                        .state())
                .isEqualTo(SiteState.OFFLINE_UNEXPECTED);
        assertThat(at("2026-10-24T02:00:00Z", nightly, gone("2026-10-23T01:00:00Z"))
                        .state())
                .isEqualTo(SiteState.OFFLINE_UNEXPECTED);
    }

    @Test
    void aWindowThatTheHubItselfWasAwayForCountsForNobody() {
        Contract nightly = contract("daily 02:00-04:00");
        NodeFacts seen = gone("2026-11-20T03:00:00Z");
        var mostOfIt = new Downtime(
                List.of(new Downtime.Span(millis("2026-11-21T01:00:00Z"), millis("2026-11-21T03:10:00Z"))));
        var aMoment = new Downtime(
                List.of(new Downtime.Span(millis("2026-11-21T02:10:00Z"), millis("2026-11-21T02:15:00Z"))));

        assertThat(Judge.node(nightly, seen, mostOfIt, NOW).state()).isEqualTo(SiteState.OFFLINE_EXPECTED);
        assertThat(Judge.node(nightly, seen, aMoment, NOW).state()).isEqualTo(SiteState.OFFLINE_UNEXPECTED);
        assertThat(Judge.node(nightly, seen, mostOfIt, NOW + Duration.ofDays(1).toMillis())
                        .state())
                .isEqualTo(SiteState.OFFLINE_UNEXPECTED);
    }

    @Test
    void aSiteInContactIsJudgedAsAnyOtherWhateverItsWindows() {
        var troubled = new NodeFacts("pi", true, ago(1), ago(1), ago(1), 0, List.of("undervoltage now"));

        assertThat(state(contract("daily 02:00-04:00"), troubled)).isEqualTo(SiteState.DEGRADED);
        assertThat(state(contract("daily 02:00-04:00"), node(ago(1)))).isEqualTo(SiteState.HEALTHY);
    }

    private static Contract contract(String text) {
        return new Contract(Contact.parse(text));
    }

    private static NodeFacts gone(String seen) {
        return new NodeFacts("pi", false, millis(seen), millis(seen), millis(seen), 0, List.of());
    }

    private static Verdict at(String now, Contract contract, NodeFacts node) {
        return Judge.node(contract, node, Downtime.NONE, millis(now));
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static SiteState state(Contract contract, NodeFacts node) {
        var alone = Judge.node(contract, node, Downtime.NONE, NOW);
        assertThat(Judge.site(contract, List.of(node), Downtime.NONE, NOW)).isEqualTo(alone);
        return alone.state();
    }

    private static NodeFacts node(long seen) {
        return new NodeFacts("pi", seen > ago(5), seen, seen, seen, 0, List.of());
    }

    private static long ago(long minutes) {
        return NOW - Duration.ofMinutes(minutes).toMillis();
    }
}
