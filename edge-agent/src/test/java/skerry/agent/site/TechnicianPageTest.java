package skerry.agent.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import skerry.agent.alert.Acknowledgement;
import skerry.agent.alert.AlertBoard;
import skerry.agent.alert.AlertView;
import skerry.agent.alert.RuleTrouble;
import skerry.agent.boot.BootRecord;
import skerry.agent.budget.BudgetView;
import skerry.agent.budget.Forecast;
import skerry.agent.budget.Period;
import skerry.agent.budget.Plan;
import skerry.agent.budget.Step;
import skerry.agent.collect.targets.TargetState;
import skerry.agent.contact.ContactHours;
import skerry.agent.contact.ContactStanding;
import skerry.agent.ticket.TicketFolder;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.contact.Contact;
import skerry.protocol.control.Autonomy;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.LossCause;
import skerry.protocol.series.Labels;

class TechnicianPageTest {
    private static final long NOW = 1_795_000_000_000L;
    private static final BudgetView BUDGET = new BudgetView(
            NOW,
            true,
            new Plan(Step.NEW_DATA, "for a person", Duration.ofMinutes(1)),
            List.of(new Forecast(
                    new Period("month", 0, NOW),
                    200_000_000,
                    100_000_000,
                    OptionalLong.of(150_000_000),
                    OptionalLong.empty())),
            Optional.empty(),
            Optional.empty());

    private final Map<String, Map<Labels, Double>> samples = new HashMap<>();
    private final LatestSamples latest = this::each;
    private List<BootRecord> starts = List.of();
    private AlertBoard alerts = AlertBoard.EMPTY;

    @Test
    void aHealthyNodeIsAllWellInOneWord() {
        healthy();

        String page = page(facts(NOW, Optional.empty(), "north-7"));

        assertThat(page).contains("✓ All well").doesNotContain("Look here");
    }

    @Test
    void anAlertNeedsALookUntilSomebodyAcknowledgesIt() {
        healthy();
        alerts = board(alert("Pump <a> is hot", true, "critical", Optional.empty()));
        assertThat(page(facts(NOW, Optional.empty(), "north-7")))
                .contains("! Look here", "<p>Pump &lt;a&gt; is hot.</p>", "<h2>Alerts</h2>", "key 0123456789abcdef")
                .contains("→ Look at its cooling.");
        NodeFacts facts = facts(NOW, Optional.empty(), "north-7");
        assertThat(StatusText.of(facts, alerts, Checkup.of(facts, latest)))
                .startsWith("Look here: Pump <a> is hot\n")
                .endsWith("\n! PumpHot: Pump <a> is hot\n");

        alerts = board(
                alert("Pump a is hot", true, "critical", Optional.of(new Acknowledgement("Ada", "on my way", NOW))));
        assertThat(page(facts)).contains("✓ All well", "acknowledged by Ada: on my way");
        assertThat(StatusText.of(facts, alerts, Checkup.of(facts, latest)))
                .startsWith("All well\n")
                .endsWith("- PumpHot: Pump a is hot (acknowledged by Ada)\n");
    }

    @Test
    void whatIsPendingOrOnlySaidIsNoReasonToLook() {
        healthy();
        alerts = board(alert("Pump a is hot", false, "critical", Optional.empty()));
        assertThat(page(facts(NOW, Optional.empty(), "n")))
                .contains("✓ All well")
                .doesNotContain("<h2>Alerts</h2>");
        alerts = board(alert("Pump a is warm", true, "info", Optional.empty()));
        assertThat(page(facts(NOW, Optional.empty(), "n"))).contains("✓ All well", "Pump a is warm");
    }

    @Test
    void aRuleThatFailsIsShownAndManyAlertsStayShort() {
        healthy();
        alerts = new AlertBoard(
                Collections.nCopies(100, alert("x".repeat(5_000), true, "critical", Optional.empty())),
                List.of(new RuleTrouble("pump", "PumpHot", "series <do> not fit", NOW)),
                1,
                0,
                0,
                0,
                0,
                0,
                0);
        assertThat(page(facts(NOW, Optional.empty(), "n")))
                .contains("80 more", "The rule PumpHot cannot be evaluated: series &lt;do&gt; not fit")
                .hasSizeLessThan(40_000);
    }

    private static AlertBoard board(AlertView alert) {
        return new AlertBoard(List.of(alert), List.of(), 1, 0, 0, 0, 0, 0, 0);
    }

    private static AlertView alert(
            String summary, boolean firing, String severity, Optional<Acknowledgement> acknowledged) {
        return new AlertView(
                "0123456789abcdef",
                "PumpHot",
                Labels.NONE,
                severity,
                firing,
                NOW,
                90,
                summary,
                "Look at its cooling.",
                acknowledged);
    }

    @Test
    void theFirstThingThatIsWrongIsTheReasonWithWhatToDo() {
        healthy();
        put("skerry_pi_undervoltage", Labels.NONE, 1);

        String page = page(facts(NOW, Optional.empty(), "north-7"));

        assertThat(page)
                .contains("! Look here", "Power: voltage too low now.", "→ Check the power supply and its cable.");
    }

    @Test
    void betweenTwoWindowsTheSilentLinkIsWellAndTheNextContactIsSaid() {
        healthy();
        var facts = inContact("daily 02:00-04:00 Europe/Oslo", OptionalLong.of(NOW), Optional.empty());

        assertThat(Checkup.reason(Checkup.of(facts, latest))).isEmpty();
        assertThat(page(facts))
                .contains("not in use now, by the node&#39;s contact; data waits here", "next contact 20")
                .contains(" 02:00 Europe/Oslo (contact: daily 02:00-04:00 Europe/Oslo)");
        assertThat(StatusText.of(facts, AlertBoard.EMPTY, Checkup.of(facts, latest)))
                .startsWith("All well\nnorth-7/pi-1, id uid, skerry-agent 0.1\n")
                .contains("+ Contact          next contact 20");
    }

    @Test
    void aSilenceThatTheContactAllowsNeedsNoLook() {
        healthy();
        var allowed = inContact("every 24h", OptionalLong.of(NOW), Optional.empty());
        var late = inContact("every 4h", OptionalLong.of(NOW), Optional.empty());

        assertThat(Checkup.reason(Checkup.of(allowed, latest))).isEmpty();
        assertThat(page(allowed)).contains("no contact for 9 h; agreed is every 24h");
        assertThat(Checkup.reason(Checkup.of(late, latest))).isEqualTo("Link to the hub: no contact for 9 h");
    }

    @Test
    void aRoomThatEndsBeforeTheNextContactAndAnUnknownTimeOfDayNeedALook() {
        healthy();
        var tooSmall = inContact("usb every 14d", OptionalLong.of(NOW), Optional.of(new Autonomy(9 * 1440, 0)));
        var undated = inContact("daily 02:00-04:00", OptionalLong.empty(), Optional.empty());

        assertThat(page(tooSmall))
                .contains(
                        "the room for summaries ends before the next contact",
                        "The room for summaries ends in 9.0 days, before the next contact in 14.0 days (usb every 14d)");
        assertThat(StatusText.of(undated, AlertBoard.EMPTY, Checkup.of(undated, latest)))
                .startsWith("Look here: Contact: the time of day is not known\n")
                .contains(
                        "-> Connect a time source; the time of day is not known, so the link is tried for 10 of every 47");
    }

    @Test
    void aTargetThatCannotBeScrapedNeedsALookAndTheOthersSayHowTheyAre() {
        healthy();
        var facts = scraping(
                new TargetState("app/a:1", Optional.empty(), "", true, 120, 0.02, 0.024, false),
                new TargetState("app/b:1", Optional.empty(), "", true, 120, 0.02, 0.5, true),
                new TargetState(
                        "app/c:1", Optional.of("it answers with status 500"), "Check it.", true, 0, 1, 0, false),
                new TargetState("app/d:1", Optional.empty(), "", true, 950, 1, 0.95, false),
                new TargetState("app/e:1", Optional.empty(), "", false, 0, 0, 0, false));

        List<Check> checks = Checkup.of(facts, latest);

        assertThat(Checkup.reason(checks)).isEqualTo("Scraping app/c:1: it answers with status 500");
        assertThat(checks)
                .contains(
                        Check.good("Scraping app/a:1", "120 series in 0.02 s, 2 % of its limit"),
                        Check.good(
                                "Scraping app/b:1",
                                "120 series in 0.02 s, 50 % of its limit; its certificate is NOT checked"),
                        Check.look("Scraping app/c:1", "it answers with status 500", "Check it."),
                        Check.unknown("Scraping app/e:1", "its first scrape is still to come"))
                .anyMatch(check -> check.name().equals("Scraping app/d:1") && check.mark() == Check.Mark.LOOK);
    }

    private static NodeFacts scraping(TargetState... targets) {
        NodeFacts facts = inContact("always-on", OptionalLong.of(NOW), Optional.empty());
        return new NodeFacts(
                facts.site(),
                facts.node(),
                facts.uid(),
                facts.version(),
                facts.now(),
                facts.startedAt(),
                facts.ringProblem(),
                facts.ringBytes(),
                facts.ringLimit(),
                "streaming",
                facts.hubProblem(),
                NOW,
                0,
                0,
                facts.dropped(),
                facts.stick(),
                facts.autonomy(),
                facts.days(),
                facts.contact(),
                List.of(targets));
    }

    private static NodeFacts inContact(String contact, OptionalLong time, Optional<Autonomy> autonomy) {
        return new NodeFacts(
                "north-7",
                "pi-1",
                "uid",
                "0.1",
                NOW,
                0,
                Optional.empty(),
                1,
                1_000_000,
                "resting",
                Optional.empty(),
                NOW - Duration.ofHours(9).toMillis(),
                0,
                0,
                0,
                Optional.empty(),
                autonomy,
                List.of(),
                new ContactHours(Contact.parse(contact), true, _ -> time).standing(0),
                List.of());
    }

    @Test
    void everyCheckHasItsLimit() {
        healthy();
        assertMark("Disk", Check.Mark.GOOD);
        put("node_filesystem_avail_bytes", Labels.of("mountpoint", "/"), 9e9);
        assertMark("Disk", Check.Mark.LOOK);
        put("node_memory_MemAvailable_bytes", Labels.NONE, 0.5e8);
        assertMark("Memory", Check.Mark.LOOK);
        put("node_thermal_zone_temp", Labels.of("zone", "0"), 81);
        assertMark("Temperature", Check.Mark.LOOK);
        put("node_timex_sync_status", Labels.NONE, 0);
        assertMark("Clock", Check.Mark.LOOK);
    }

    @Test
    void whatTheMachineDoesNotTellIsNotCalledGood() {
        assertMark("Power", Check.Mark.UNKNOWN);
        assertMark("Disk", Check.Mark.UNKNOWN);
        assertMark("Clock", Check.Mark.UNKNOWN);
    }

    @Test
    void aLongSilenceOfTheHubIsExplainedAndCalmed() {
        healthy();

        String page = page(facts(
                NOW - Duration.ofHours(5).toMillis(), Optional.of("the broker refuses the connection"), "north-7"));

        assertThat(page).contains("no contact for 5 h; the broker refuses the connection", "Nothing is lost");
    }

    @Test
    void theTimeTheMachineBelievesStandsAboveWhatIsToBeDoneAboutIt() {
        healthy();
        put("node_timex_sync_status", Labels.NONE, 0);

        String page = page(facts(NOW, Optional.empty(), "north-7"));

        assertThat(page.indexOf("This machine believes it is"))
                .isPositive()
                .isLessThan(page.indexOf("Compare the time above with your watch"));
    }

    @Test
    void k3sIsJudgedWhereItIsInstalledAndNotSpokenOfElsewhere() {
        healthy();
        assertThat(page(facts(NOW, Optional.empty(), "north-7"))).doesNotContain("k3s");
        put("node_systemd_unit_state", Labels.of("name", "k3s-agent.service", "state", "active"), 1);
        assertMark("k3s", Check.Mark.GOOD);
        put("node_systemd_unit_state", Labels.of("name", "k3s-agent.service", "state", "active"), 0);
        put("node_systemd_unit_state", Labels.of("name", "k3s-agent.service", "state", "failed"), 1);
        assertMark("k3s", Check.Mark.LOOK);
    }

    @Test
    void aServerOfK3sTellsItsDatastoreItsBackupAndItsCertificates() {
        healthy();
        put("skerry_k3s_datastore_bytes", Labels.of("file", "state.db"), 12e6);
        put("skerry_k3s_datastore_bytes", Labels.of("file", "state.db-wal"), 4e6);
        put("skerry_k3s_backup_timestamp_seconds", Labels.NONE, NOW / 1000.0 - 7_200);
        put("k3s_certificate_expiration_seconds", Labels.of("subject", "CN=k3s"), 200 * 86_400);

        assertThat(page(facts(NOW, Optional.empty(), "north-7")))
                .contains("✓ All well", "<h2>k3s and Kubernetes</h2>", "SQLite, 16 MB", "the newest is 2 h old")
                .contains("the first ends in 200 days")
                .as("what this agent cannot know is said")
                .contains("knows the site&#39;s agent of the role cluster");

        put("skerry_k3s_backup_timestamp_seconds", Labels.NONE, NOW / 1000.0 - 90_000);
        assertMark("k3s backup", Check.Mark.LOOK);
        put("skerry_etcd_snapshot_newest_timestamp_seconds", Labels.of("storage", "s3"), NOW / 1000.0 - 60);
        assertMark("k3s backup", Check.Mark.GOOD);
        put("k3s_certificate_expiration_seconds", Labels.of("subject", "CN=admin"), 5 * 86_400);
        assertMark("k3s certificates", Check.Mark.LOOK);
        put("skerry_k3s_datastore_bytes", Labels.of("file", "etcd/member/snap/db"), 1.9e9);
        assertMark("k3s datastore", Check.Mark.LOOK);
    }

    @Test
    void aSiteIsNotIllBecauseNobodyLookedForBackups() {
        healthy();
        put("skerry_k3s_datastore_bytes", Labels.of("file", "state.db"), 12e6);
        put("skerry_k3s_backup_unknown", Labels.NONE, 1);

        assertThat(page(facts(NOW, Optional.empty(), "north-7"))).contains("✓ All well", "k3s.backups may name");
        assertMark("k3s backup", Check.Mark.UNKNOWN);
    }

    @Test
    void anAgentThatLooksAtTheClusterNamesWhatIsInTrouble() {
        healthy();
        put("skerry_cluster_followed", Labels.of("kind", "pods"), 1);
        put("skerry_cluster_objects", Labels.of("kind", "pods"), 3);
        ready("pi-1", 1);
        pod("api-0", "pi-1", 1, 86_400);
        pod("api-1", "elsewhere", 0, 86_400);
        pod("fresh", "pi-1", 0, 20);
        put("skerry_k3s_addon_failed", Labels.of("namespace", "kube-system", "addon", "coredns"), 0);
        put("skerry_helmchart_failed", Labels.of("namespace", "kube-system", "helmchart", "traefik"), 0);
        put("skerry_upgrade_plan_failed", Labels.of("namespace", "system-upgrade", "plan", "servers"), 0);
        put("skerry_upgrade_plan_nodes_applying", Labels.of("namespace", "system-upgrade", "plan", "servers"), 1);

        assertThat(page(facts(NOW, Optional.empty(), "n")))
                .contains("✓ All well", "3 pods known", "1, ready", "servers changes 1 machine now")
                .doesNotContain("role cluster");

        ready("pi-2", 0);
        put("skerry_k3s_addon_failed", Labels.of("namespace", "kube-system", "addon", "own<b>"), 1);
        put("skerry_helmchart_failed", Labels.of("namespace", "kube-system", "helmchart", "pump"), 1);
        put("skerry_upgrade_plan_failed", Labels.of("namespace", "system-upgrade", "plan", "servers"), 1);
        put(
                "kube_pod_container_status_waiting_reason",
                Labels.of("namespace", "shop", "pod", "api-0", "container", "a", "reason", "CrashLoopBackOff"),
                1);
        assertThat(page(facts(NOW, Optional.empty(), "n")))
                .contains(
                        "not ready: pi-2",
                        "do not restart the machine meanwhile",
                        "cannot be applied: own&lt;b&gt;",
                        "cannot be installed: pump")
                .contains("cannot be followed: servers", "in trouble on this machine: shop/api-0 (CrashLoopBackOff)")
                .doesNotContain("api-1");
        assertMark("Kubernetes pods", Check.Mark.LOOK);
    }

    private void ready(String node, double value) {
        put("kube_node_status_condition", Labels.of("node", node, "condition", "Ready", "status", "true"), value);
    }

    private void pod(String name, String node, double ready, double age) {
        Labels pod = Labels.of("namespace", "shop", "pod", name);
        put("kube_pod_info", pod.with("node", node), 1);
        put("kube_pod_status_ready", pod.with("condition", "true"), ready);
        put("kube_pod_start_time", pod, NOW / 1000.0 - age);
    }

    @Test
    void containersAreCountedAndAKernelThatDoesNotAccountTheirMemoryIsNamed() {
        healthy();
        assertThat(page(facts(NOW, Optional.empty(), "north-7"))).doesNotContain("Containers");
        put("container_processes", Labels.of("name", "front"), 2);
        put("container_processes", Labels.of("name", "stopped"), 0);

        assertThat(page(facts(NOW, Optional.empty(), "north-7")))
                .contains("1 running; for their memory add cgroup_enable=memory");

        put("container_memory_usage_bytes", Labels.of("name", "front"), 1);
        assertThat(Checkup.of(facts(NOW, Optional.empty(), "north-7"), latest))
                .contains(Check.good("Containers", "1 running"));
    }

    @Test
    void anAgentWithoutAHubDoesNotMissIt() {
        healthy();

        List<Check> checks = Checkup.of(facts(Checkup.NO_HUB, 0, 0), latest);

        assertThat(Checkup.reason(checks)).isEmpty();
        assertThat(checks).contains(Check.unknown(Checkup.LINK, "no hub is set; data stays at this site"));
    }

    @Test
    void waitingDataTellsItsAgeAndNeedsALookBeforeItsRoomIsFull() {
        healthy();

        assertThat(Checkup.of(facts("offline", NOW, 700), latest))
                .contains(Check.good("Waiting data", "700 B, oldest 6 days"));
        assertThat(Checkup.of(facts("offline", NOW, 900), latest))
                .contains(Check.look(
                        "Waiting data",
                        "the room for it is nearly full",
                        "900 B, oldest 6 days. Get the link to work soon: the oldest data will be given up."));
    }

    @Test
    void aRingThatCannotBeWrittenComesBeforeFreeSpace() {
        healthy();
        var facts = new NodeFacts(
                "s",
                "n",
                "u",
                "v",
                NOW,
                0,
                Optional.of("the disk is full"),
                0,
                1,
                "streaming",
                Optional.empty(),
                NOW,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ContactStanding.ALWAYS,
                List.of());

        assertThat(Checkup.reason(Checkup.of(facts, latest))).isEqualTo("Disk: the disk is full");
    }

    @Test
    void theMonthIsShownAsWordsAndAsABarWithItsBudget() {
        healthy();

        assertThat(page(facts(NOW, Optional.empty(), "north-7")))
                .contains("100 MB of 200 MB used this month, 150 MB expected by 18 Nov")
                .contains("Now new data is sent, history waits.")
                .contains("width=\"450\"", "width=\"300\"", "M597 0");
    }

    @Test
    void aMonthWithoutBudgetAndForecastHasNoBarThatWouldBeFull() {
        var unlimited =
                new Forecast(new Period("month", 0, NOW), 0, 20_000, OptionalLong.empty(), OptionalLong.empty());
        var view = new BudgetView(NOW, true, BUDGET.plan(), List.of(unlimited), Optional.empty(), Optional.empty());

        assertThat(BudgetPicture.of(view)).contains("20 kB used this month").doesNotContain("<svg");
    }

    @Test
    void namesFromOutsideCannotBecomeMarkup() {
        healthy();

        assertThat(page(facts(NOW, Optional.empty(), "<script>alert('x')</script>")))
                .doesNotContain("<script>")
                .contains("&lt;script&gt;");
    }

    @Test
    void thePageIsUnder15KilobytesAndAsksForNothingElse() {
        healthy();
        put("skerry_pi_undervoltage", Labels.NONE, 1);

        String page = page(facts(0, Optional.of("x".repeat(300)), "north-7"));

        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(15_000);
        assertThat(page).doesNotContain("http:", "https:", "<script", "src=", "@import", "url(");
    }

    @Test
    void whatBecameOfTheDataIsDrawnAndSaidInWords() {
        healthy();
        var none = RecordCounts.NONE;
        var records = new RecordCounts(1_000_000, 0, 0);
        var day = new DayAccount(
                20_600,
                Stream.MINUTES,
                records.plus(new RecordCounts(0, 9, 0)),
                records,
                new RecordCounts(0, 4, 0),
                none,
                new RecordCounts(0, 2, 0),
                none,
                Map.of(LossCause.RING_FULL, new RecordCounts(0, 3, 0)));

        String page = page(facts(Optional.of(new Autonomy(29 * 1440, 36 * 60)), List.of(day)));

        assertThat(page)
                .contains("<th scope=\"row\">2026-05-27</th>")
                .contains("1000\u00a0k sent, 4 as hours only, 2 waiting, <b>3 lost</b>")
                .contains("<rect class=\"c\" x=\"976\" y=\"1\" width=\"8\" height=\"12\"/>")
                .contains("<rect class=\"x\" x=\"992\" y=\"1\" width=\"8\" height=\"12\"/>")
                .contains("room for 29 days before summaries are lost, for 36 h before raw detail");
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(15_000);
    }

    @Test
    void withoutAnHourOfRunningNoTimeIsPromised() {
        healthy();

        assertThat(page(facts(Optional.empty(), List.of())))
                .contains("how long there is room is known after an hour")
                .doesNotContain("What became of the data");
    }

    private static NodeFacts facts(Optional<Autonomy> autonomy, List<DayAccount> days) {
        return new NodeFacts(
                "north-7",
                "pi-1",
                "uid",
                "0.1",
                NOW,
                0,
                Optional.empty(),
                1,
                1_000_000,
                "streaming",
                Optional.empty(),
                NOW,
                0,
                0,
                0,
                Optional.empty(),
                autonomy,
                days,
                ContactStanding.ALWAYS,
                List.of());
    }

    private void healthy() {
        put("skerry_pi_undervoltage", Labels.NONE, 0);
        put("skerry_pi_undervoltage_since_boot", Labels.NONE, 0);
        put("node_filesystem_size_bytes", Labels.of("mountpoint", "/"), 1e11);
        put("node_filesystem_avail_bytes", Labels.of("mountpoint", "/"), 5e10);
        put("node_memory_MemTotal_bytes", Labels.NONE, 1e9);
        put("node_memory_MemAvailable_bytes", Labels.NONE, 5e8);
        put("node_thermal_zone_temp", Labels.of("zone", "0"), 51);
        put("node_timex_sync_status", Labels.NONE, 1);
        put("node_timex_offset_seconds", Labels.NONE, 0.001);
    }

    private void put(String metric, Labels labels, double value) {
        samples.computeIfAbsent(metric, _ -> new HashMap<>()).put(labels, value);
    }

    private void each(String metric, BiConsumer<Labels, Double> sink) {
        samples.getOrDefault(metric, Map.of()).forEach(sink);
    }

    private void assertMark(String name, Check.Mark mark) {
        List<Check> checks = Checkup.of(facts(NOW, Optional.empty(), "s"), latest);
        assertThat(checks)
                .filteredOn(check -> check.name().equals(name))
                .extracting(Check::mark)
                .containsExactly(mark);
    }

    private String page(NodeFacts facts) {
        return TechnicianPage.render(
                facts,
                alerts,
                BUDGET,
                starts,
                new TicketFolder(Path.of("none")),
                Checkup.of(facts, latest),
                Optional.empty(),
                true);
    }

    private static NodeFacts facts(String hubState, long hubSeen, long waiting) {
        return new NodeFacts(
                "north-7",
                "pi-1",
                "uid",
                "0.1",
                NOW,
                0,
                Optional.empty(),
                1,
                1_000,
                hubState,
                Optional.empty(),
                hubSeen,
                waiting,
                NOW - Duration.ofDays(6).toMillis(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ContactStanding.ALWAYS,
                List.of());
    }

    private static NodeFacts facts(long hubSeen, Optional<String> hubProblem, String site) {
        return new NodeFacts(
                site,
                "pi-1",
                "uid",
                "0.1",
                NOW,
                0,
                Optional.empty(),
                1,
                1_000_000_000,
                "streaming",
                hubProblem,
                hubSeen,
                312_000_000,
                NOW - Duration.ofDays(6).toMillis(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ContactStanding.ALWAYS,
                List.of());
    }
}
