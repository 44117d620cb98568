package skerry.hub.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests that visit the pages of one hub with one browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PageVisits {
    /**
     * A hub to visit, with at least two sites and an administrator.
     *
     * @param site the address of the page of a healthy site with charts and log patterns, such as {@code /sites/north-7}
     */
    public record Target(String address, String name, String password, String site) {}

    private Chromium chromium;
    private Target target;

    /** Starts a hub. Called once. */
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

    protected Chromium chromium() {
        return chromium;
    }

    Target target() {
        return target;
    }

    protected Visitor visitor() {
        return chromium.visitor(target.address()).enter(target.name(), target.password());
    }

    Visitor visitor(ColorScheme scheme, int width) {
        return chromium.visitor(target.address(), scheme, width).enter(target.name(), target.password());
    }

    /** Waits until every chart of the site page has its data. */
    protected static void awaitCharts(Visitor visitor) {
        visitor.find("sk-chart canvas").first().waitFor();
        assertThat(visitor.find(".charts .waiting")).hasCount(0);
    }
}
