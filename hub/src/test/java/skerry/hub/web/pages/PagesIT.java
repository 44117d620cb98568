package skerry.hub.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What of the pages needs a hub that misbehaves on command, or belongs to no site. */
class PagesIT extends MadeUpVisits {
    @Test
    void theFirstRunAsksForTheCodeAndAPasswordAndNothingElse() throws IOException {
        try (var hub = new FakeHub(new SampleFleet(SEED, 5, true), NOW, false, 0).start();
                var visitor = chromium().visitor(hub.address())) {
            visitor.open("/logs");
            assertThat(visitor.page()).hasURL(hub.address() + "/setup");
            visitor.title("First run");
            assertThat(visitor.find("form label")).hasCount(2);
            visitor.find("[name=code]").fill("not-the-code");
            visitor.find("[name=password]").fill(FakeHub.PASSWORD);
            visitor.find("button.main").click();
            assertThat(visitor.find(".problem")).containsText("code");
            visitor.expectRefusal(403);

            visitor.find("[name=code]").fill(FakeHub.CODE);
            visitor.find("button.main").click();
            visitor.find("sk-honeycomb .cell").first().waitFor();
            visitor.title("Fleet");
        }
    }

    @Test
    void aLostHubIsSaidOnceAndValuesStay() throws IOException {
        try (var hub = hubWith(20);
                var visitor = visitor(hub)) {
            visitor.find(".cell").first().waitFor();
            // The other pages come by themselves, so that they open without the hub.
            visitor.awaitMark("all pages fetched");
            visitor.expectLostHub();
            hub.stop();
            assertThat(visitor.find(".fresh.lost")).containsText("hub unreachable values as of 14:02:07 UTC");
            assertThat(visitor.find("p[role=status]").first())
                    .containsText("Hub unreachable. Values stay as of 14:02:07 UTC.");
            assertThat(visitor.find(".cell")).hasCount(20);

            visitor.press("g", "y");
            assertThat(visitor.find(".problem").first()).containsText("The hub does not answer");

            hub.start();
            assertThat(visitor.find(".fresh:not(.lost)")).containsText("as of 14:02:07 UTC");
            assertThat(visitor.find("p[role=status]").first()).containsText("Hub reachable again.");
            assertThat(visitor.find(".problem")).hasCount(0);
            assertThat(visitor.find("tbody tr")).hasCount(20);
        }
    }

    @Test
    void aHubThatFallsSilentIsLostAfterTenSeconds() throws IOException {
        try (var hub = hubWith(20);
                var visitor = chromium().visitor(hub.address())) {
            visitor.page().clock().install();
            visitor.enter("admin", FakeHub.PASSWORD);
            visitor.find(".cell").first().waitFor();
            hub.freeze();
            visitor.expectLostHub();
            visitor.page().clock().runFor(9_000);
            assertThat(visitor.find(".fresh.lost")).hasCount(0);
            visitor.page().clock().runFor(6_000);
            assertThat(visitor.find(".fresh.lost")).isVisible();
            assertThat(visitor.find(".cell")).hasCount(20);
        }
    }

    @Test
    void aChangeArrivesWithoutReload() throws IOException {
        try (var hub = hubWith(20);
                var visitor = visitor(hub)) {
            var site = hub.fleet().first("healthy");
            var cell = visitor.find("a.cell[href='/sites/" + site.id() + "']");
            assertThat(cell).hasClass("cell s-healthy");
            hub.change(site, "offline-unexpected");
            assertThat(cell).hasClass("cell s-offline-unexpected");
            assertThat(visitor.find(".changes li").first()).containsText(site.name());
            assertThat(visitor.find(".changes li").first()).containsText("healthy");

            hub.change(site, "back-filling");
            assertThat(cell).hasClass("cell s-back-filling");
            assertThat(visitor.find(".changes li").first()).containsText("back-filling, 2 changes");
            assertThat(visitor.find(".changes li", site.name())).hasCount(1);
        }
    }

    @Test
    void aRolloutIsSeenByItsWavesAndAPersonPausesResumesAndStopsIt() throws IOException {
        try (var hub = hubWith(200);
                var visitor = visitor(hub)) {
            visitor.find(".pages a", "Updates").click();
            visitor.title("Updates");
            assertThat(visitor.find(".wave")).hasCount(4);
            assertThat(visitor.find(".wave-said").nth(3)).hasText("100 waiting");
            assertThat(visitor.find(".page-head .lede")).containsText("200 agents in 3 versions");
            visitor.find(".rollout-acts button", "Pause").click();
            assertThat(visitor.find(".rollout-said")).containsText("Paused by admin.");
            visitor.find(".rollout-acts button", "Resume").click();
            assertThat(visitor.find(".rollout-acts button", "Pause")).isVisible();

            visitor.find(".rollout-acts button", "Stop…").click();
            assertThat(visitor.find(".rollout-acts button", "Pause")).isVisible();
            visitor.find(".rollout-acts button", "Stop for good").click();
            assertThat(visitor.find(".rollout-said")).containsText("Stopped by admin.");
            assertThat(visitor.find("#start-title")).isVisible();
        }
    }

    @Test
    void agentsOfARolloutAreNarrowedByTheAddressAndFailuresSayWhy() throws IOException {
        try (var hub = hubWith(200);
                var visitor = visitor(hub)) {
            hub.updates().halt();
            visitor.open("/updates?state=problem");
            assertThat(visitor.find("[aria-label='Agents of the rollout'] tbody tr")
                            .first())
                    .containsText("Not ready within 300 s after the start, so 0.1.0 was put back and runs.");
            assertThat(visitor.find(".rollout-said")).containsText("7 of 80 agents of wave 2 failed");
            visitor.find("[name=state]").selectOption("waiting");
            assertThat(visitor.find(".filter-bar [name=state]")).hasValue("waiting");
            assertThat(visitor.find("[aria-label='Agents of the rollout'] tbody tr"))
                    .hasCount(100);
            visitor.find(".wave-name a", "Canary").click();
            assertThat(visitor.where()).contains("wave=0");
        }
    }

    @Test
    void causesLeadToTheirAlertsAndTheseToTheirSites() {
        try (var visitor = visitor()) {
            visitor.find(".pages a", "Alerts").click();
            visitor.title("Alerts");
            assertThat(visitor.find("main tbody tr").first()).containsText("critical");
            assertThat(visitor.find("main tbody tr", "SdCardWorn")).containsText("acknowledged");
            assertThat(visitor.find("main tbody tr", "PodCrashLoops")).hasCount(0);

            visitor.find("main thead a", "Cause").click();
            assertThat(visitor.where()).isEqualTo("/alerts?sort=rule");
            assertThat(visitor.find("main tbody tr").first()).containsText("SdCardWorn");
            visitor.find("select[name=severity]").selectOption("critical");
            assertThat(visitor.where()).isEqualTo("/alerts?sort=rule&severity=critical");
            assertThat(visitor.find("main tbody tr")).hasCount(1);

            visitor.find("main tbody th a", "UnderVoltage").click();
            visitor.title("UnderVoltage · Alerts");
            assertThat(visitor.where()).isEqualTo("/alerts/cause?rule=UnderVoltage&severity=critical");
            assertThat(visitor.find("main tbody tr").first()).containsText("The supply voltage is too low");
            assertThat(visitor.accessibilityFaults()).isEmpty();
            visitor.find("main tbody th a").first().click();
            assertThat(visitor.page()).hasURL(Pattern.compile("/sites/"));
            assertThat(visitor.find("#alerts-title")).isVisible();
            assertThat(visitor.find("section:has(#alerts-title) tbody tr")).hasCount(1);
            visitor.page().goBack();
            visitor.page().goBack();
            assertThat(visitor.find("select[name=severity]")).hasValue("critical");
        }
    }

    @Test
    void pastAlertsSayWhyTheyArePastAndWhenTheyReachedUs() {
        try (var visitor = visitor()) {
            visitor.open("/alerts");
            visitor.find("main .segmented a", "Past").click();
            assertThat(visitor.where()).isEqualTo("/alerts?state=past");
            assertThat(visitor.find("main tbody tr.past")).hasCount(2);
            visitor.find("main tbody th a", "DiskFillsUp").click();
            assertThat(visitor.find("main tbody tr").first()).containsText("past: came late, may be over");
            assertThat(visitor.find("main tbody tr").first()).containsText("7 h 55 min later");
            visitor.open("/alerts/cause?rule=PodCrashLoops&severity=warning&state=past");
            assertThat(visitor.find("main tbody tr", "past: over before it reached us")
                            .first())
                    .isVisible();
            assertThat(visitor.find("main tbody tr").first()).containsText("namespace=shop");
        }
    }

    @Test
    void openAlertsAreCountedInTheBarAndAChangeShowsWithoutReload() throws IOException {
        try (var hub = hubWith(20);
                var visitor = visitor(hub)) {
            var badge = visitor.find(".pages a[href='/alerts'] .badge");
            visitor.find(".pages a", "Alerts").click();
            visitor.find("main tbody tr, main .empty").first().waitFor();
            int before =
                    badge.count() == 0 ? 0 : Integer.parseInt(badge.innerText().replaceAll("\\D", ""));
            int sites = visitor.find("main tbody tr:has-text('UnderVoltage') td a[href^='/sites/']")
                    .count();
            hub.change(hub.fleet().first("healthy"), "offline-unexpected");
            assertThat(badge).containsText(String.valueOf(before + 1));
            assertThat(visitor.find("main tbody tr:has-text('UnderVoltage') td a[href^='/sites/']"))
                    .hasCount(sites + 1);
        }
    }

    @Test
    void aFleetWithoutAlertsSaysHowTheyComeAndAFilterThatFindsNothingHowToLeaveIt() throws IOException {
        try (var hub = hubWith(0);
                var visitor = visitor(hub)) {
            visitor.open("/alerts");
            assertThat(visitor.find(".empty")).containsText("No open alerts");
            assertThat(visitor.find(".empty")).containsText("once they are in contact");
            assertThat(visitor.find(".pages .badge")).hasCount(0);
            visitor.open("/alerts?q=nothing");
            visitor.find(".empty a", "Show all").click();
            assertThat(visitor.where()).isEqualTo("/alerts");
        }
    }

    @Test
    void aHubThatTakesNoBatchesSaysSoOnEveryPage() throws IOException {
        try (var hub = hubWith(3);
                var visitor = visitor(hub)) {
            visitor.find(".cell").first().waitFor();
            hub.complain("the disk is full");
            assertThat(visitor.find(".hub-problem")).containsText("takes no batches. The disk is full.");
            visitor.press("g", "l");
            visitor.title("Logs");
            assertThat(visitor.find(".hub-problem")).isVisible();
            assertThat(visitor.accessibilityFaults()).isEmpty();
        }
    }

    @Test
    void anEmptyFleetShowsTheWay() throws IOException {
        try (var hub = hubWith(0);
                var visitor = visitor(hub)) {
            assertThat(visitor.find(".empty-title")).containsText("No sites yet");
            visitor.find(".steps a.button").click();
            visitor.title("Settings");
            visitor.find("#sites [name=name]").fill("Skomvær light");
            visitor.find("#sites [name=region]").fill("Lofoten");
            visitor.find("#sites [name=contract]").fill("usb every 14d");
            visitor.find("#sites button.main").click();
            assertThat(visitor.find("#sites .form-note")).containsText("Skomvær light is registered.");
            assertThat(hub.registered())
                    .containsExactly("{\"name\":\"Skomvær light\",\"region\":\"Lofoten\",\"contract\":"
                            + "{\"text\":\"usb every 14d\"}}");
            assertThat(visitor.find("#audit tbody tr").first()).containsText("site.add");
            assertThat(visitor.accessibilityFaults()).isEmpty();
        }
    }

    @Test
    void aViewerSeesNoFormWhateverTheAddress() throws IOException {
        try (var hub = hubWith(3);
                var visitor = visitor(hub.forViewers())) {
            var site = "/sites/" + hub.fleet().sites().getFirst().id();
            visitor.open(site + "?edit=yes");
            visitor.find(".small-facts").first().waitFor();
            assertThat(visitor.find("#edit")).hasCount(0);
            assertThat(visitor.find(".edit-site")).hasCount(0);
            visitor.open("/settings");
            assertThat(visitor.find("#browser")).isVisible();
            assertThat(visitor.find("#sites")).hasCount(0);
        }
    }

    @Test
    void anAgentIsRegisteredWithTheLineItPrints() throws IOException {
        try (var hub = hubWith(3);
                var visitor = visitor(hub)) {
            visitor.open("/settings");
            visitor.find("#agents summary").click();
            visitor.find("#agents [name=node]").fill("pi-1");
            visitor.find("#agents [name=card]").fill("skerry-agent-1:abc:def");
            visitor.find("#agents button.main").click();
            assertThat(visitor.find("#agents .form-note")).containsText("may connect now");
            assertThat(hub.registered())
                    .containsExactly("{\"card\":\"skerry-agent-1:abc:def\",\"site\":\""
                            + hub.fleet().sites().getFirst().id() + "\",\"node\":\"pi-1\"}");
        }
    }

    @Test
    void aJoinCodeIsShownOnceAsTheCommandForTheNode() throws IOException {
        try (var hub = hubWith(3);
                var visitor = visitor(hub)) {
            visitor.open("/settings");
            assertThat(visitor.find("#enrol tbody tr")).containsText("2 of 5");
            visitor.find("#enrol [name=uses]").fill("4");
            visitor.find("#enrol button.main").click();
            assertThat(visitor.find("#enrol .token-shown input"))
                    .hasValue(Pattern.compile("skerry-agent enrol skerry-join-1:.+"));
            assertThat(hub.registered())
                    .containsExactly(
                            "{\"site\":\"" + hub.fleet().sites().getFirst().id() + "\",\"uses\":4,\"hours\":24}");
            assertThat(visitor.accessibilityFaults()).isEmpty();
            visitor.find("#enrol .token-shown button").click();
            assertThat(visitor.find("#enrol .token-shown")).hasCount(0);
        }
    }

    @Test
    void settingsTellWhenTheHubWasLastBackedUpAndWhatFailed() {
        try (var visitor = visitor()) {
            visitor.open("/settings");
            assertThat(visitor.find("#backup dl")).containsText("/mnt/backup");
            assertThat(visitor.find("#backup [role=alert]")).containsText("mount its disk");
            assertThat(visitor.accessibilityFaults()).isEmpty();
        }
    }

    @Test
    void aNewTokenIsShownOnce() {
        try (var visitor = visitor()) {
            visitor.open("/settings");
            visitor.find("#tokens [name=name]").fill("grafana");
            visitor.find("#tokens button.main").click();
            assertThat(visitor.find(".token-shown input")).hasValue(Pattern.compile("skt_.+"));
            visitor.find(".token-shown button").click();
            assertThat(visitor.find(".token-shown")).hasCount(0);
        }
    }

    @Test
    void fromWhereDataIsStuckAWalkLeadsToTheCauseOfALossAndItsLinkComesBackThere() {
        try (var visitor = visitor()) {
            visitor.open("/sync");
            visitor.find("thead a", "Gaps").click();
            assertThat(visitor.where()).isEqualTo("/sync?sort=-gaps");
            visitor.find("tbody tr:has(td:nth-child(9):text-is('2')) th a")
                    .first()
                    .click();
            assertThat(visitor.find(".ledger-picture rect.fate-dropped").first())
                    .isVisible();
            assertThat(visitor.find("[aria-labelledby=account] tbody tr").first())
                    .containsText("All days");
            assertThat(visitor.find("[aria-labelledby=account]")).containsText("Every record is accounted for.");
            assertThat(visitor.find(".ledger-picture rect.fate-coarse").first()).isVisible();
            assertThat(visitor.find("[aria-labelledby=account] .ledger-sum")).containsText("whose hours are here");
            assertThat(visitor.find("main .small-facts")).containsText("before summaries are lost");

            visitor.find("[aria-labelledby=gaps] tbody th a").first().click();
            assertThat(visitor.find("h1")).containsText("Gap at");
            assertThat(visitor.find(".lede")).containsText("the ring was full");
            assertThat(visitor.find(".small-facts")).containsText("numbers 412 to 414");
            assertThat(visitor.find(".small-facts")).containsText("the hub has the hours of");
            visitor.page().reload();
            assertThat(visitor.find("h1")).containsText("Gap at");
            visitor.page().goBack();
            visitor.find("#gaps").waitFor();

            visitor.open(visitor.where() + "?gap=no-such-gap");
            assertThat(visitor.find(".empty-title")).hasText("This gap is not known any more");
        }
    }

    @Test
    void thousandsOfSitesArePagedByTheHub() throws Exception {
        try (var many = hubWith(5_000);
                var visitor = visitor(many)) {
            visitor.open("/sync");
            assertThat(visitor.find("tbody tr")).hasCount(100);
            assertThat(visitor.find(".pager")).containsText("of 5\u202f000 sites");
            visitor.find(".pager a", "Next").click();
            assertThat(visitor.where()).isEqualTo("/sync?page=2");
            assertThat(visitor.find(".pager")).containsText("101 to 200");
            visitor.find("thead a", "Site").click();
            assertThat(visitor.where()).isEqualTo("/sync?sort=site");
        }
    }

    @Test
    void aWrongPasswordSaysSoAndALinkIsRememberedOverTheLogin() {
        try (var visitor = chromium().visitor(hub.address())) {
            visitor.open("/sync?sort=site");
            assertThat(visitor.page()).hasURL(Pattern.compile("/login\\?next="));
            visitor.find("[name=name]").fill("admin");
            visitor.find("[name=password]").fill("wrong wrong wrong");
            visitor.find("button.main").click();
            assertThat(visitor.find(".problem")).containsText("Name or password is wrong.");
            visitor.expectRefusal(401);
            visitor.find("[name=password]").fill(FakeHub.PASSWORD);
            visitor.find("button.main").click();
            visitor.title("Sync");
            assertThat(visitor.where()).isEqualTo("/sync?sort=site");
        }
    }

    @Test
    void aLinkToElsewhereIsNotFollowedAfterTheLogin() {
        try (var visitor = chromium().visitor(hub.address())) {
            visitor.open("/login?next=//elsewhere.invalid/");
            visitor.find("[name=name]").fill("admin");
            visitor.find("[name=password]").fill(FakeHub.PASSWORD);
            visitor.find("button.main").click();
            visitor.title("Fleet");
            assertThat(visitor.where()).isEqualTo("/");
        }
    }

    @Test
    void singleKeysAreOffWhileTypingAndCanBeSwitchedOff() {
        try (var visitor = visitor()) {
            visitor.find(".name-filter input").focus();
            visitor.page().keyboard().type("glt?");
            assertThat(visitor.find(".name-filter input")).hasValue("glt?");
            assertThat(visitor.find("#key-help")).isHidden();
            visitor.title("Fleet");

            visitor.open("/");
            visitor.find(".cell").first().waitFor();
            visitor.press("?");
            visitor.find("#key-help input[type=checkbox]").uncheck();
            visitor.press("Escape", "g", "l");
            assertThat(visitor.find("#key-help")).isHidden();
            visitor.title("Fleet");
        }
    }

    @Test
    void aKeyPressedWhileAClosedDialogStillHasTheFocusIsTaken() {
        try (var visitor = visitor()) {
            visitor.find(".cell").first().waitFor();
            visitor.press("?");
            assertThat(visitor.find("#key-help")).isVisible();
            visitor.press("Escape");
            assertThat(visitor.find("#key-help")).isHidden();
            // Where a key goes that is pressed before the browser has moved the focus.
            visitor.find("#key-help input[type=checkbox]")
                    .dispatchEvent("keydown", Map.of("key", "g", "bubbles", true));
            visitor.press("l");
            visitor.title("Logs");
        }
    }

    @Test
    void simulatedSitesAreMarkedEverywhere() {
        try (var visitor = visitor()) {
            assertThat(visitor.find(".demo")).containsText("59 sites of 60 are simulated");
            visitor.open("/?view=table");
            assertThat(visitor.find("tbody .tag", "simulated")).hasCount(59);
            visitor.open("/sites/" + hub.fleet().sites().get(5).id());
            assertThat(visitor.find(".site-head .tag")).containsText("simulated");
        }
    }

    @Test
    void hostileTextIsShownAsText() {
        try (var visitor = visitor()) {
            visitor.open("/logs?q=hostile");
            visitor.find(".pattern-do button").first().click();
            assertThat(visitor.find(".examples pre").first())
                    .hasText("hostile <img src=x onerror=alert(1)><script>alert(2)</script> \"quoted\"");
            assertThat(visitor.find(".examples img, .examples script")).hasCount(0);
        }
    }

    @Test
    void patternsAreFilteredAndHiddenByTheAddress() {
        try (var visitor = visitor()) {
            visitor.open("/logs");
            visitor.find(".pattern").first().waitFor();
            int all = visitor.find(".pattern").count();
            assertThat(visitor.find(".pattern .var").first()).hasText("*");
            assertThat(visitor.find(".pattern", "text withheld until seen with 5 different values")
                            .first())
                    .isVisible();
            visitor.find(".pattern-do a").first().click();
            assertThat(visitor.find(".pattern")).hasCount(all - 1);
            assertThat(visitor.where()).contains("hide=");
            visitor.page().goBack();
            assertThat(visitor.find(".pattern")).hasCount(all);
            visitor.find("label.check input").first().check();
            assertThat(visitor.page()).hasURL(Pattern.compile("new=yes"));
            assertThat(visitor.find(".pattern:not(:has(.tag.new))")).hasCount(0);
        }
    }

    @Test
    void anUnknownAddressAndAnUnknownSiteSaySo() {
        try (var visitor = visitor()) {
            visitor.open("/sites/nowhere");
            assertThat(visitor.find("h1")).hasText("No such site");
            visitor.open("/nothing/here");
            assertThat(visitor.find("h1")).hasText("No such page");
            visitor.expectRefusal(404);
        }
    }

    @Test
    void fiveThousandSitesHaveFiveThousandPlaces() throws IOException {
        try (var hub = hubWith(5_000);
                var visitor = visitor(hub)) {
            assertThat(visitor.find(".cell")).hasCount(5_000);
            assertThat(visitor.find(".cell text")).hasCount(0);
            assertThat(visitor.find(".cell[tabindex='0']")).hasCount(1);
        }
    }

    @Test
    void aLongTableIsNeverCutShort() throws IOException {
        try (var hub = hubWith(1_000);
                var visitor = visitor(hub)) {
            visitor.open("/?view=table");
            assertThat(visitor.find("tbody tr")).hasCount(1_000);
        }
    }
}
