package skerry.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.web.pages.PageWalk;
import skerry.simulator.HubApi;
import skerry.simulator.SiteLife;
import skerry.system.process.Checkout;
import skerry.system.process.DemoProcess;
import skerry.system.process.Eventually;

/**
 * The pages on a real hub whose sites are simulated nodes and this machine. {@code -Dpicture=docs/fleet.png} takes the
 * picture of the README anew, from the checkout's root.
 */
class DemoPagesIT extends PageWalk {
    private static final String PICTURE = "picture";
    private static final Duration LIMIT = Duration.ofMinutes(8);
    /** The demo's usual one. */
    private static final long SEED = 1;
    /** Every kind of site occurs among the first seven. */
    private static final int SITES = System.getProperty(PICTURE) == null ? 8 : 60;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private DemoProcess demo;

    @Override
    protected Target start() throws Exception {
        demo = DemoProcess.start(folder, SITES);
        try (HubApi api = demo.api()) {
            Eventually.until("the first site has brought its past", LIMIT, () -> hasHistory(api, "sim-0001"));
        }
        return new Target(demo.address(), demo.name(), demo.password(), "/sites/sim-0001");
    }

    private static boolean hasHistory(HubApi api, String site) throws IOException, InterruptedException {
        JsonNode known = api.get("/api/v1/fleet").path("sites");
        for (JsonNode one : known) {
            if (one.path("id").asText().equals(site)
                    && one.path("state").asText().equals("healthy")) {
                return !api.get("/api/v1/sites/" + site + "/series?metric=node_load1")
                                .path("series")
                                .isEmpty()
                        && !api.get("/api/v1/patterns?site=" + site)
                                .path("patterns")
                                .isEmpty();
            }
        }
        return false;
    }

    @Override
    protected void stop() {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void aSiteThatSaidGoodbyeAsAgreedIsGreyAndOneThatFellSilentIsRed() {
        try (var visitor = visitor()) {
            // The seven kinds of sites come in this order: the fourth leaves as agreed, the fifth should not.
            visitor.find(".cell.s-offline-expected[href='/sites/sim-0004']").waitFor();
            visitor.find(".cell.s-offline-unexpected[href='/sites/sim-0005']").waitFor(patient());
            visitor.find(".cell.s-never-seen[href='/sites/sim-0007']").waitFor();
            visitor.find(".cell.s-degraded[href='/sites/sim-0002']").waitFor();
        }
    }

    @Test
    void alertsAreOpenWhereSomethingIsWrongAndPastWhereTheyWereOverBeforeTheSiteCame() {
        try (var visitor = visitor()) {
            visitor.open("/alerts?site=sim-0002");
            visitor.find("tr:has-text('PiUndervoltage') td a[href='/sites/sim-0002']")
                    .waitFor(patient());
            visitor.open("/alerts?state=past&site=sim-0004");
            visitor.find("tbody th a", "NodeFilesystemSpaceFillingUp").waitFor(patient());
            visitor.find("tbody th a", "NodeFilesystemSpaceFillingUp").click();
            visitor.find("tbody tr", "over before it reached us").first().waitFor();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = PICTURE, matches = ".+")
    void thePictureOfTheReadmeIsTaken() {
        try (var visitor = visitor()) {
            visitor.page().setViewportSize(1280, 800);
            long never = SiteLife.fleet(SEED, SITES).stream()
                    .filter(site -> site.plot() == SiteLife.Plot.NEVER_SEEN)
                    .count();
            assertThat(visitor.find(".cell.s-never-seen"))
                    .hasCount(
                            (int) never, new LocatorAssertions.HasCountOptions().setTimeout((double) LIMIT.toMillis()));
            visitor.find(".cell.s-offline-unexpected[href='/sites/sim-0005']").waitFor(patient());
            visitor.find(".cell.s-offline-expected[href='/sites/sim-0004']").waitFor();
            visitor.page()
                    .screenshot(
                            new Page.ScreenshotOptions().setPath(Checkout.home().resolve(System.getProperty(PICTURE))));
        }
    }

    private static Locator.WaitForOptions patient() {
        return new Locator.WaitForOptions().setTimeout((double) LIMIT.toMillis());
    }
}
