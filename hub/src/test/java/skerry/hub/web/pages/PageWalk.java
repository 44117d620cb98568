package skerry.hub.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages promise on any hub with a fleet, made-up or real. */
public abstract class PageWalk extends PageVisits {
    private static final ApiShape SHAPE = ApiShape.ofTheHub();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> PAGES = List.of(
            "/", "/?view=table&q=1", "/alerts?state=all", "/logs", "/sync", "/upgrades", "/updates", "/settings");

    /** Pages below the site's own. */
    private static final List<String> PAGES_OF_SITE =
            List.of("/services", "/pods", "/pods?view=workloads", "/pods?view=requests", "/pods?view=disks", "/events");

    @Test
    void everyAnswerLooksAsTheInterfaceDescribesIt() throws IOException {
        String site = target().site().substring(target().site().lastIndexOf('/') + 1);
        try (var visitor = visitor()) {
            var faults = new ArrayList<String>();
            faults.addAll(faults(visitor, "/session", "/session"));
            faults.addAll(faults(visitor, "/fleet", "/fleet"));
            faults.addAll(faults(visitor, "/sites/{id}", "/sites/" + site));
            faults.addAll(faults(visitor, "/contract", "/contract?text=usb+every+14d&site=" + site));
            faults.addAll(faults(visitor, "/contract", "/contract?text=sometimes"));
            faults.addAll(faults(
                    visitor,
                    "/sites/{id}/series",
                    "/sites/" + site + "/series?metric=node_load1&metric=node_cpu_seconds_total&step=300000"));
            faults.addAll(faults(visitor, "/sites/{id}/pods", "/sites/" + site + "/pods?sort=-limit"));
            faults.addAll(faults(visitor, "/sites/{id}/workloads", "/sites/" + site + "/workloads?limit=5"));
            faults.addAll(faults(
                    visitor, "/distributions", "/distributions?metric=skerry_link_round_trip_seconds&step=3600000"));
            faults.addAll(faults(visitor, "/sites/{id}/services", "/sites/" + site + "/services"));
            faults.addAll(faults(
                    visitor,
                    "/sites/{id}/services/series",
                    "/sites/" + site + "/services/series?namespace=shop&service=api"));
            faults.addAll(faults(visitor, "/sites/{id}/signals", "/sites/" + site + "/signals"));
            faults.addAll(faults(visitor, "/sites/{id}/requests", "/sites/" + site + "/requests?limit=5"));
            faults.addAll(faults(visitor, "/sites/{id}/disks", "/sites/" + site + "/disks?limit=5"));
            faults.addAll(faults(visitor, "/sites/{id}/boots", "/sites/" + site + "/boots?limit=5"));
            faults.addAll(faults(visitor, "/sites/{id}/cards", "/sites/" + site + "/cards?limit=5"));
            faults.addAll(faults(visitor, "/sites/{id}/happenings", "/sites/" + site + "/happenings?limit=5"));
            faults.addAll(faults(visitor, "/upgrades", "/upgrades?limit=5"));
            faults.addAll(faults(visitor, "/updates", "/updates"));
            faults.addAll(faults(visitor, "/patterns", "/patterns?limit=5"));
            String pattern = answer(visitor, "/patterns?limit=1")
                    .path("patterns")
                    .path(0)
                    .path("id")
                    .asText();
            faults.addAll(faults(visitor, "/patterns/{id}", "/patterns/" + pattern));
            faults.addAll(faults(visitor, "/sync", "/sync?sort=-gaps&limit=5"));
            faults.addAll(faults(visitor, "/sync/{id}", "/sync/" + site));
            faults.addAll(faults(visitor, "/alerts", "/alerts?state=all&sort=-sites"));
            JsonNode cause =
                    answer(visitor, "/alerts?state=all&limit=1").path("alerts").path(0);
            faults.addAll(faults(
                    visitor,
                    "/alerts/episodes",
                    "/alerts/episodes?state=all&rule=" + cause.path("rule").asText("none") + "&severity="
                            + cause.path("severity").asText("info")));
            faults.addAll(faults(visitor, "/agents", "/agents"));
            faults.addAll(faults(visitor, "/tokens", "/tokens"));
            faults.addAll(faults(visitor, "/audit", "/audit"));
            assertThat(faults).isEmpty();
        }
    }

    private static List<String> faults(Visitor visitor, String path, String address) throws IOException {
        return SHAPE.faults(path, answer(visitor, address)).stream().distinct().toList();
    }

    private static JsonNode answer(Visitor visitor, String address) throws IOException {
        String url = visitor.page().url();
        String origin = url.substring(0, url.indexOf('/', "http://".length()));
        return JSON.readTree(
                visitor.page().request().get(origin + "/api/v1" + address).body());
    }

    @Test
    void aWalkLeadsOverFleetAndSiteToLogs() {
        try (var visitor = visitor()) {
            visitor.find("sk-honeycomb .cell").first().waitFor();
            visitor.title("Fleet");
            assertThat(visitor.find(".count")).hasCount(6);

            visitor.find("sk-honeycomb .cell[href='" + target().site() + "']").click();
            awaitCharts(visitor);
            assertThat(visitor.find(".clock-fact")).hasCount(3);
            assertThat(visitor.find("sk-strip svg.strip")).isVisible();

            visitor.find(".pages a", "Logs").click();
            visitor.title("Logs");
            visitor.find("main .filter-bar").waitFor();
            visitor.find(".pattern-do button").first().click();
            visitor.find(".pattern-detail h4").first().waitFor();
        }
    }

    @Test
    void aNodeAnswersTheFourQuestionsAndFoldsTheRest() {
        try (var visitor = visitor()) {
            visitor.open(target().site());
            awaitCharts(visitor);
            visitor.find(".card-link a[href*='/nodes/']").click();
            assertThat(visitor.page()).hasURL(Pattern.compile("/sites/[^/]+/nodes/"));
            awaitCharts(visitor);
            assertThat(visitor.find("table.use tbody th")).hasText(new String[] {"CPU", "Memory", "Disk", "Network"});
            assertThat(visitor.find("table.use tbody tr").first().locator("td").first())
                    .containsText("busy");
            assertThat(visitor.find("#panel-load")).hasCount(0);
            visitor.find("details.fold summary").click();
            visitor.find("#panel-load").waitFor();
            visitor.find(".range .segmented a", "6 h").first().click();
            assertThat(visitor.where()).endsWith("?from=-6h");

            visitor.open(target().site() + "/nodes/nobody");
            visitor.find("h1", "No such node").waitFor();
        }
    }

    @Test
    void theFleetLeadsToWhichSitesAreReadyForAnUpgrade() {
        try (var visitor = visitor()) {
            visitor.find(".page-head a", "upgrade").click();
            visitor.title("Upgrades");
            visitor.find("tbody tr").first().waitFor();
            assertThat(visitor.find(".filter-bar .segmented a")).hasCount(6);
            visitor.find("tbody th a[href='" + target().site() + "']").click();
            assertThat(visitor.where()).isEqualTo(target().site());
        }
    }

    @Test
    void everyPageIsAccessibleInBothThemes() {
        try (var visitor = visitor()) {
            String site = target().site();
            for (String path : pages()) {
                visitor.open(path);
                visitor.find("main .card").first().waitFor();
                assertThat(visitor.find(".waiting:visible")).hasCount(0);
                assertAccessible(visitor, path);
            }
            visitor.open("/alerts/cause?rule=None&severity=info&state=all");
            visitor.find("main .empty").waitFor();
            assertAccessible(visitor, "a cause of no alerts");
            visitor.open("/sync" + site.substring("/sites".length()));
            visitor.find("#gaps").waitFor();
            assertAccessible(visitor, "sync of a site");
            visitor.open(site);
            awaitCharts(visitor);
            visitor.find("sk-chart .panel-foot button").first().click();
            visitor.find(".pattern-do button").first().click();
            visitor.find(".pattern-detail h4").first().waitFor();
            assertAccessible(visitor, "site");
            visitor.find(".card-link a[href*='/nodes/']").click();
            awaitCharts(visitor);
            assertAccessible(visitor, "node");
            visitor.page().goBack();
            awaitCharts(visitor);

            visitor.press("/");
            visitor.page().keyboard().type("a");
            assertAccessible(visitor, "command box");
            visitor.press("Escape", "?");
            assertThat(visitor.find("#key-help")).isVisible();
            assertAccessible(visitor, "key help");
        }
        try (var stranger = chromium().visitor(target().address())) {
            stranger.open("/");
            stranger.find("form.sheet").waitFor();
            assertAccessible(stranger, "login");
        }
    }

    private List<String> pages() {
        return Stream.concat(PAGES.stream(), PAGES_OF_SITE.stream().map(page -> target().site() + page))
                .toList();
    }

    private static void assertAccessible(Visitor visitor, String page) {
        assertThat(visitor.accessibilityFaults()).as(page + ", light").isEmpty();
        visitor.system(ColorScheme.DARK);
        assertThat(visitor.colourFaults()).as(page + ", dark").isEmpty();
        visitor.system(ColorScheme.LIGHT);
    }

    @Test
    void filtersAreInTheAddressAndBackUndoesThem() {
        try (var visitor = visitor()) {
            visitor.find(".cell").first().waitFor();
            visitor.find(".count.s-healthy").click();
            assertThat(visitor.where()).isEqualTo("/?state=healthy");
            assertThat(visitor.find(".count.s-healthy")).hasAttribute("aria-current", "true");
            assertThat(visitor.find(".cell.s-healthy.out")).hasCount(0);

            visitor.find(".comb .segmented a", "Table").click();
            assertThat(visitor.where()).isEqualTo("/?state=healthy&view=table");
            assertThat(visitor.find("tbody .state:not(.s-healthy)")).hasCount(0);

            visitor.page().goBack();
            assertThat(visitor.find("sk-honeycomb")).isVisible();
            visitor.page().goBack();
            assertThat(visitor.where()).isEqualTo("/");
            assertThat(visitor.find(".count[aria-current]")).hasCount(0);

            visitor.open("/?state=never-seen&view=table&tz=mine");
            assertThat(visitor.find(".count.s-never-seen")).hasAttribute("aria-current", "true");
            assertThat(visitor.find(".zone-choice select")).hasValue("mine");
            assertThat(visitor.find(".fresh")).containsText("Europe/Oslo");
        }
    }

    @Test
    void keysWalkTheHoneycombAndLeadToEveryPage() {
        try (var visitor = visitor()) {
            visitor.find(".cell").first().waitFor();
            assertThat(visitor.find(".cell[tabindex='0']")).hasCount(1);
            visitor.find(".cell[tabindex='0']").focus();
            assertThat(visitor.find("#cell-card")).containsText("Data to");
            String first = String.valueOf(focusedAddress(visitor));
            visitor.press("ArrowRight");
            String second = String.valueOf(focusedAddress(visitor));
            assertThat(second).isNotEqualTo(first);
            visitor.press("ArrowLeft");
            assertThat(focusedAddress(visitor)).isEqualTo(first);
            visitor.press("Escape");
            assertThat(visitor.find("#cell-card")).isHidden();

            visitor.press("End", "Home", "Enter");
            assertThat(visitor.page()).hasURL(Pattern.compile("/sites/"));
            visitor.find(".clocks").waitFor();

            visitor.press("g", "a");
            visitor.title("Alerts");
            visitor.press("g", "l");
            visitor.title("Logs");
            visitor.press("g", "y");
            visitor.title("Sync");
            visitor.press("g", "f");
            visitor.title("Fleet");
            visitor.press("t");
            assertThat(visitor.where()).isEqualTo("/?tz=site");
        }
    }

    private static Object focusedAddress(Visitor visitor) {
        return visitor.page().evaluate("document.activeElement.getAttribute('href')");
    }

    @Test
    void theCommandBoxFindsASiteByItsName() {
        try (var visitor = visitor()) {
            visitor.open(target().site());
            String name = visitor.find("h1").innerText();
            visitor.press("Control+k");
            visitor.page().keyboard().type(name);
            assertThat(visitor.find("#command-list [aria-selected=true]")).containsText(name);
            visitor.press("Enter");
            assertThat(visitor.page()).hasURL(target().address() + target().site());
        }
    }

    @Test
    void anAdministratorChangesASiteSeesWhatItMeansAndPutsItBack() {
        try (var visitor = visitor()) {
            visitor.open(target().site());
            visitor.find(".small-facts").first().waitFor();
            String contract = visitor.find(".small-facts div:has(dt:text-is('Contract')) dd")
                    .innerText();
            visitor.find(".edit-site").click();
            assertThat(visitor.where()).endsWith("?edit=yes");
            assertThat(visitor.find("#edit [name=contract]")).isFocused();
            assertThat(visitor.find("#edit [name=contract]")).hasValue(contract);
            assertThat(visitor.find("#contract-said")).containsText("silence is unexpected after");

            visitor.find("#edit [name=contract]").fill("sometimes");
            assertThat(visitor.find("#contract-said.wrong"))
                    .containsText("The contract cannot be read: 'sometimes' is no window");
            visitor.press("Enter");
            assertThat(visitor.find("#edit [name=contract]")).hasAttribute("aria-invalid", "true");
            assertAccessible(visitor, "a site's form");
            visitor.system(ColorScheme.LIGHT);

            visitor.find("#edit [name=contract]").fill("USB  every 336h grace 1d");
            assertThat(visitor.find("#contract-said"))
                    .containsText("A stick at least every 14 days; silence is unexpected after 15 days.");
            visitor.find("#edit [name=coordinates]").fill("here");
            visitor.press("Enter");
            assertThat(visitor.find("#coordinates-said")).containsText("latitude and longitude");
            visitor.find("#edit [name=tags]").fill("tide gauge; no road in winter");
            // Saved again, and mended meanwhile, before the hub has answered: the last word counts.
            visitor.find("#edit form")
                    .evaluate(
                            "form => { form.requestSubmit(); form.elements.coordinates.value = ''; form.requestSubmit(); }");

            assertThat(visitor.find(".saved"))
                    .containsText("Saved: contract “usb every 14d grace 24h”, before “" + contract + "”");
            assertThat(visitor.find("#edit")).hasCount(0);
            assertThat(visitor.find(".edit-site")).isFocused();
            assertThat(visitor.find(".small-facts").first()).containsText("usb every 14d grace 24h");
            assertThat(visitor.find(".small-facts dt", "Coordinates")).hasCount(0);

            visitor.find(".saved button").click();
            assertThat(visitor.find(".saved")).containsText("Put back: contract “" + contract + "”");
            assertThat(visitor.find(".saved button")).hasCount(0);
            assertThat(visitor.find(".small-facts").first()).not().containsText("usb every 14d grace 24h");
        }
    }

    @Test
    void theSitesOfTheSettingsLeadToTheirForms() {
        try (var visitor = visitor(ColorScheme.DARK, 360)) {
            visitor.open("/settings");
            visitor.find("#sites tbody tr:has(a[href='" + target().site() + "']) a", "Edit")
                    .click();
            visitor.find("#edit [name=contact]").fill("a person");
            assertThat(visitor.sidewaysScroll()).as("a site's form").isZero();
            visitor.find("#edit button", "Cancel").click();
            assertThat(visitor.where()).isEqualTo(target().site());
            assertThat(visitor.find("#edit")).hasCount(0);
            assertThat(visitor.find(".saved p")).hasCount(0);
        }
    }

    @Test
    void theTimeRangeMovesByKeysAndStaysInTheAddress() {
        try (var visitor = visitor()) {
            visitor.open(target().site());
            awaitCharts(visitor);
            visitor.find(".range .segmented a", "6 h").click();
            assertThat(visitor.where()).endsWith("?from=-6h");
            visitor.press("[");
            assertThat(visitor.where()).containsPattern("from=\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z&to=\\d{4}");
            visitor.press("]", "]");
            assertThat(visitor.where()).endsWith("?from=-360m");
        }
    }

    @Test
    void everyChartHasATable() {
        try (var visitor = visitor()) {
            visitor.open(target().site());
            awaitCharts(visitor);
            visitor.find("sk-strip .lane-label button").click();
            // Charts come one after the other and push each other down: none is found by its place.
            var drawn = visitor.find("sk-chart:has(canvas) .panel-foot button[aria-pressed=false]");
            drawn.first().waitFor(); // those that the strip's table pushed out of sight are drawn anew
            int pressed = 0;
            while (drawn.count() > 0) {
                drawn.first().click();
                pressed++;
            }
            assertThat(pressed).isPositive();
            assertThat(visitor.find("sk-chart .plot-table table")).hasCount(pressed);
            assertThat(visitor.find("sk-strip table")).hasCount(1);
        }
    }

    @Test
    void noPageScrollsSidewaysOnAPhone() {
        try (var visitor = visitor(ColorScheme.LIGHT, Chromium.PHONE)) {
            String site = target().site();
            for (String path : pages()) {
                visitor.open(path);
                visitor.find("main .card").first().waitFor();
                assertThat(visitor.sidewaysScroll()).as(path).isZero();
            }
            visitor.open("/sync" + site.substring("/sites".length()));
            visitor.find("#gaps").waitFor();
            assertThat(visitor.sidewaysScroll()).as("sync of a site").isZero();
            visitor.open(site);
            awaitCharts(visitor);
            visitor.find(".pattern-do button").first().click();
            visitor.find(".pattern-detail h4").first().waitFor();
            assertThat(visitor.sidewaysScroll()).as("site").isZero();
            visitor.find(".card-link a[href*='/nodes/']").click();
            awaitCharts(visitor);
            visitor.find("details.fold summary").click();
            assertThat(visitor.sidewaysScroll()).as("node").isZero();
        }
    }

    @Test
    void theThemeFollowsTheSystemUntilOneIsChosen() {
        try (var visitor = visitor(ColorScheme.DARK, 1280)) {
            assertThat(visitor.find("html")).hasAttribute("data-theme", "dark");
            visitor.find(".top button[aria-label^=Theme]").click();
            assertThat(visitor.find("html")).hasAttribute("data-theme", "light");
            visitor.page().reload();
            assertThat(visitor.find("html")).hasAttribute("data-theme", "light");
        }
    }
}
