package skerry.benchmarks;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.simulator.LocalHub;

/** From the address to a drawn fleet, in a fresh profile of the system's own Chromium. */
final class FirstPaint {
    private static final List<Path> USUAL = List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** Pages before those that count: a hub has run for a while, and so has the browser; the profile is new each time. */
    private static final int WARM_UP = 6;

    /** Notes when the first cell of the honeycomb was there and the frame that shows it was drawn. */
    private static final String WATCH = """
            new MutationObserver((_, observer) => {
              if (document.querySelector('sk-honeycomb svg a')) {
                observer.disconnect();
                requestAnimationFrame(() => setTimeout(() => { window.fleetDrawn = performance.now(); }));
              }
            }).observe(document, { subtree: true, childList: true });
            """;

    private FirstPaint() {}

    static List<Figure> figures(BenchContext context, LocalHub hub, int sites, int paintsPerRun) {
        Optional<Path> program = USUAL.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            context.say("first paint is left out: no Chromium is installed (Debian: apt-get install chromium)");
            return List.of();
        }
        var drawn = new ArrayList<Double>();
        var shell = new ArrayList<Double>();
        try (var playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program.get())
                                .setArgs(FLAGS))) {
            for (int i = 0; i < WARM_UP + context.runs() * paintsPerRun; i++) {
                Painted painted = paint(browser, hub);
                if (i >= WARM_UP) {
                    drawn.add(painted.fleet());
                    shell.add(painted.shell());
                }
            }
        }
        String count = String.format(java.util.Locale.ROOT, "%,d", sites);
        var figure =
                new Figure("fleet of " + count + " sites drawn", drawn, "s", sites <= 1_000 ? "≤ 0.6" : "≤ 1.2", "");
        context.say("%s sites drawn after %.2f s", count, figure.value());
        return List.of(figure, new Figure("first contentful paint, " + count + " sites", shell, "s", "", ""));
    }

    private record Painted(double fleet, double shell) {}

    private static Painted paint(Browser browser, LocalHub hub) {
        try (BrowserContext profile = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900))) {
            String[] cookie = hub.api().cookie().split("=", 2);
            profile.addCookies(
                    List.of(new Cookie(cookie[0], cookie[1]).setUrl(hub.page().toString())));
            profile.addInitScript(WATCH);
            Page page = profile.newPage();
            page.navigate(hub.page() + "/");
            page.waitForFunction("() => window.fleetDrawn !== undefined");
            double fleet = ((Number) page.evaluate("() => window.fleetDrawn")).doubleValue();
            double shell = ((Number) page.evaluate(
                            "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"))
                    .doubleValue();
            return new Painted(fleet / 1000, shell / 1000);
        }
    }
}
