package skerry.hub.web.pages;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The system's own Chromium; nothing is downloaded. Tests that need it are skipped with a printed reason where there is none. */
public final class Chromium implements AutoCloseable {
    private static final List<Path> USUAL = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final int DESKTOP = 1280;

    /** How long a page may take before a test gives up, in ms: generous, for a machine that does other work as well. */
    static final int PATIENCE = 60_000;

    static final int PHONE = 390;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path program) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(FLAGS));
    }

    public static Chromium startOrSkip() {
        Optional<Path> program = USUAL.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            System.out.println(
                    "SKIPPED: browser tests, because no Chromium is installed (Debian: apt-get install chromium)");
        }
        assumeTrue(program.isPresent(), "no Chromium is installed");
        return new Chromium(program.orElseThrow());
    }

    /** A fresh browser profile on a desktop. */
    public Visitor visitor(String address) {
        return visitor(address, ColorScheme.LIGHT, DESKTOP);
    }

    public Visitor visitor(String address, ColorScheme scheme, int width) {
        return new Visitor(
                browser.newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setLocale("en-GB")
                        .setTimezoneId("Europe/Oslo")
                        .setViewportSize(width, width == PHONE ? 844 : 900)),
                address);
    }

    @Override
    public void close() {
        try (playwright) {
            browser.close();
        }
    }
}
