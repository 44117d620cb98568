package skerry.hub.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** One person's browser on a hub's pages. Notes whatever a page must never do, and says so when it closes. */
public final class Visitor implements AutoCloseable {
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private final BrowserContext context;
    private final Page page;
    private final String address;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private boolean losingTheHub;

    Visitor(BrowserContext context, String address) {
        this.context = context;
        this.address = address;
        context.setDefaultTimeout(Chromium.PATIENCE);
        context.addInitScript(
                "addEventListener('securitypolicyviolation', (e) => console.error('CSP violation: ' + e.violatedDirective + ' ' + e.blockedURI));");
        context.onRequest(this::noteOutside);
        page = context.newPage();
        page.onConsoleMessage(this::noteConsole);
        page.onPageError(error -> faults.add("script error: " + error));
        page.onDialog(dialog -> {
            faults.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
    }

    private void noteOutside(Request request) {
        if (!request.url().startsWith(address + "/")
                && !request.url().startsWith("blob:")
                && !request.url().startsWith("data:")) {
            faults.add("outside request: " + request.url());
        }
    }

    private void noteConsole(ConsoleMessage message) {
        boolean lost = losingTheHub && message.text().contains("net::ERR_");
        if (!lost && message.type().equals("error")) {
            faults.add("console " + message.type() + ": " + message.text());
        }
    }

    /** From now on a failed request may show in the console: browsers write that line, no page can keep it out. */
    public void expectLostHub() {
        losingTheHub = true;
    }

    /** A refused request (wrong password) shows in the console as well; forgets exactly those with this status. */
    public void expectRefusal(int status) {
        faults.removeIf(fault -> fault.contains("status of " + status));
    }

    /** Waits until the pages have set this mark in the browser's timeline. */
    public void awaitMark(String name) {
        page.waitForCondition(
                () -> (boolean) page.evaluate("name => performance.getEntriesByName(name, 'mark').length > 0", name));
    }

    public Page page() {
        return page;
    }

    public Locator find(String selector) {
        return page.locator(selector);
    }

    /** The element with this text among those that the selector finds. */
    public Locator find(String selector, String text) {
        return page.locator(selector).filter(new Locator.FilterOptions().setHasText(text));
    }

    public Visitor open(String path) {
        page.navigate(address + path);
        return this;
    }

    /** Signs in on the login page. */
    public Visitor enter(String name, String password) {
        open("/");
        find("[name=name]").fill(name);
        find("[name=password]").fill(password);
        find("form.sheet button.main").click();
        find(".top").waitFor();
        return this;
    }

    public void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    public void title(String expected) {
        assertThat(page).hasTitle(expected + " · Skerry");
    }

    /** The part of the address after the host. */
    public String where() {
        return page.url().substring(address.length());
    }

    /** What axe finds against WCAG 2.2 AA, one line each. */
    public List<String> accessibilityFaults() {
        return faultsFoundBy(new AxeBuilder(page).withTags(WCAG));
    }

    /** The same, only by the rules that judge colours: for the second theme of a page whose structure was judged before. */
    public List<String> colourFaults() {
        return faultsFoundBy(new AxeBuilder(page).withRules(List.of("color-contrast", "link-in-text-block")));
    }

    private static List<String> faultsFoundBy(AxeBuilder axe) {
        // There are no frames to walk, which the other mode opens a page for.
        return axe.setLegacyMode(true).analyze().getViolations().stream()
                .flatMap(rule -> rule.getNodes().stream()
                        .map(node -> rule.getId() + ": " + node.getHtml() + " " + node.getFailureSummary()))
                .toList();
    }

    /** Changes what the system asks for, as a person does in the evening. */
    public void system(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        assertThat(find("html")).hasAttribute("data-theme", scheme.name().toLowerCase(Locale.ROOT));
    }

    public int sidewaysScroll() {
        return ((Number) page.evaluate("document.documentElement.scrollWidth - innerWidth")).intValue();
    }

    @Override
    public void close() {
        context.close();
        assertThat(faults)
                .as("console errors, CSP violations, outside requests, dialogs")
                .isEmpty();
    }
}
