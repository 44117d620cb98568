package skerry.hub.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the pages promise on any hub with a fleet, made-up or real. The walk comes first, since it makes the administrator;
 * every other test signs in by itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class PageWalk {
    /** A hub to visit: with at least two sites, one of them with charts and log patterns. */
    public record Target(String address, String setupCode, String password) {}

    private static final List<String> PAGES = List.of("/", "/?view=table&q=1", "/logs", "/sync", "/settings");

    private Chromium chromium;
    private Target target;

    /** Starts a hub that has no administrator yet. Called once. */
    protected abstract Target start() throws Exception;

    /** Ends what {@link #start} started. */
    protected abstract void stop() throws Exception;

    @BeforeAll
    void openBrowserAndHub() throws Exception {
        chromium = Chromium.startOrSkip();
        target = start();
    }

    @AfterAll
    void closeBrowserAndHub() throws Exception {
        if (chromium != null) {
            chromium.close();
            stop();
        }
    }

    Chromium chromium() {
        return chromium;
    }

    Visitor visitor() {
        return chromium.visitor(target.address()).enter(target.setupCode(), target.password());
    }

    private Visitor visitor(ColorScheme scheme, int width) {
        return chromium.visitor(target.address(), scheme, width).enter(target.setupCode(), target.password());
    }

    /** The address of a site that has charts: the first that is neither silent nor new. */
    static String siteWithCharts(Visitor visitor) {
        visitor.open("/?view=table&sort=-seen");
        Locator link = visitor.find("tbody th a").first();
        link.waitFor();
        return String.valueOf(link.getAttribute("href"));
    }

    /** Waits until every chart of the site page has its data. */
    static void awaitCharts(Visitor visitor) {
        visitor.find("sk-chart canvas").first().waitFor();
        assertThat(visitor.find(".charts .waiting")).hasCount(0);
    }

    @Test
    @Order(1)
    void theFirstRunLeadsOverFleetAndSiteToLogs() {
        try (var visitor = chromium.visitor(target.address())) {
            visitor.open("/logs");
            assertThat(visitor.page()).hasURL(target.address() + "/setup");
            visitor.title("First run");
            visitor.find("[name=code]").fill("not-the-code");
            visitor.find("[name=password]").fill(target.password());
            visitor.find("button.main").click();
            assertThat(visitor.find(".problem")).containsText("code");
            visitor.expectRefusal(403);

            visitor.find("[name=code]").fill(target.setupCode());
            visitor.find("button.main").click();
            visitor.find("sk-honeycomb .cell").first().waitFor();
            visitor.title("Fleet");
            assertThat(visitor.find(".count")).hasCount(6);

            visitor.open(siteWithCharts(visitor));
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
    void everyPageIsAccessibleInBothThemes() {
        try (var visitor = visitor()) {
            String site = siteWithCharts(visitor);
            for (String path : PAGES) {
                visitor.open(path);
                visitor.find("main .card").first().waitFor();
                visitor.find(".waiting").waitFor(hidden());
                assertAccessible(visitor, path);
            }
            visitor.open(site);
            awaitCharts(visitor);
            visitor.find("sk-chart .panel-foot button").first().click();
            visitor.find(".pattern-do button").first().click();
            visitor.find(".pattern-detail h4").first().waitFor();
            assertAccessible(visitor, "site");

            visitor.press("/");
            visitor.page().keyboard().type("a");
            assertAccessible(visitor, "command box");
            visitor.press("Escape", "?");
            assertThat(visitor.find("#key-help")).isVisible();
            assertAccessible(visitor, "key help");
        }
        try (var stranger = chromium.visitor(target.address())) {
            stranger.open("/");
            stranger.find("form.sheet").waitFor();
            assertAccessible(stranger, "login");
        }
    }

    private static void assertAccessible(Visitor visitor, String page) {
        assertThat(visitor.accessibilityFaults()).as(page + ", light").isEmpty();
        visitor.system(ColorScheme.DARK);
        assertThat(visitor.colourFaults()).as(page + ", dark").isEmpty();
        visitor.system(ColorScheme.LIGHT);
    }

    private static Locator.WaitForOptions hidden() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
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
            String path = siteWithCharts(visitor);
            String name = visitor.find("tbody th a").first().innerText();
            visitor.press("Control+k");
            visitor.page().keyboard().type(name);
            assertThat(visitor.find("#command-list [aria-selected=true]")).containsText(name);
            visitor.press("Enter");
            assertThat(visitor.page()).hasURL(target.address() + path);
        }
    }

    @Test
    void theTimeRangeMovesByKeysAndStaysInTheAddress() {
        try (var visitor = visitor()) {
            visitor.open(siteWithCharts(visitor));
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
            visitor.open(siteWithCharts(visitor));
            awaitCharts(visitor);
            int charts = visitor.find("sk-chart:has(canvas)").count();
            assertThat(charts).isPositive();
            for (int i = 0; i < charts; i++) {
                visitor.find("sk-chart:has(.panel-foot)")
                        .nth(i)
                        .locator(".panel-foot button")
                        .click();
            }
            visitor.find("sk-strip .lane-label button").click();
            assertThat(visitor.find("sk-chart .plot-table table")).hasCount(charts);
            assertThat(visitor.find("sk-strip table")).hasCount(1);
        }
    }

    @Test
    void noPageScrollsSidewaysOnAPhone() {
        try (var visitor = visitor(ColorScheme.LIGHT, Chromium.PHONE)) {
            String site = siteWithCharts(visitor);
            for (String path : PAGES) {
                visitor.open(path);
                visitor.find("main .card").first().waitFor();
                assertThat(visitor.sidewaysScroll()).as(path).isZero();
            }
            visitor.open(site);
            awaitCharts(visitor);
            visitor.find(".pattern-do button").first().click();
            visitor.find(".pattern-detail h4").first().waitFor();
            assertThat(visitor.sidewaysScroll()).as("site").isZero();
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
