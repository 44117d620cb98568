package skerry.hub.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the pages of one site show. */
class SitePagesIT extends MadeUpVisits {
    @Test
    void podsAreNarrowedByTheAddressAndWorkloadsLeadToTheirPods() {
        try (var visitor = visitor()) {
            String site = "/sites/" + hub.fleet().first("healthy").id();
            visitor.open(site + "/pods");
            assertThat(visitor.find("tbody tr").first()).containsText("CrashLoopBackOff");
            assertThat(visitor.find("[aria-sort=descending]")).containsText("Restarts");
            assertThat(visitor.find("tbody tr.past")).containsText("gone");
            visitor.find(".filter-bar .segmented a", "Gone").click();
            assertThat(visitor.where()).endsWith("/pods?state=gone");
            assertThat(visitor.find("tbody tr")).hasCount(1);
            visitor.page().goBack();
            visitor.find(".filter-bar [name=q]").fill("reader-1");
            visitor.press("Enter");
            assertThat(visitor.where()).endsWith("/pods?q=reader-1");
            assertThat(visitor.find("tbody tr")).hasCount(2);

            visitor.find(".page-tools .segmented a", "Deployments").click();
            visitor.find(".filter-bar [name=q]").fill("");
            visitor.press("Enter");
            assertThat(visitor.find("tbody tr", "stuck")).containsText("3 of 4 pods are ready");
            visitor.find("tbody th a", "api").click();
            assertThat(visitor.where()).endsWith("/pods?namespace=shop&q=api");
            assertThat(visitor.find("tbody tr")).hasCount(4);
        }
    }

    @Test
    void servicesTellWhatIsKnownOfThemAndTheOneInTheAddressHasItsCharts() {
        String site = "/sites/" + hub.fleet().sites().get(0).id();
        try (var visitor = visitor(hub)) {
            visitor.open(site + "/services");
            assertThat(visitor.find("tbody tr", "api")).containsText("6.2 %");
            assertThat(visitor.find("tbody tr", "api")).containsText("100 ms to 500 ms");
            assertThat(visitor.find("tbody tr", "api")).containsText("more than 10 s");
            assertThat(visitor.find("tbody tr", "door")).containsText("duration is not in the log");
            assertThat(visitor.find("tbody tr", "quiet")).containsText("not told");
            assertThat(visitor.find("#course-title")).containsText("door");
            assertThat(visitor.find("sk-chart")).hasCount(2);
            assertThat(visitor.find(".charts > .quiet")).containsText("Duration is not in the log");

            visitor.find("tbody tr a", "api").click();
            assertThat(visitor.find("#course-title")).containsText("api");
            visitor.find("sk-chart canvas").first().waitFor();
            assertThat(visitor.find("sk-chart")).hasCount(3);
        }
    }

    @Test
    void percentilesOfSketchesAreMarkedWithTheirErrorAndToldOfTheFleetAsWell() {
        String site = "/sites/" + hub.fleet().sites().get(0).id();
        try (var visitor = visitor(hub)) {
            visitor.open(site + "/services");
            assertThat(visitor.find("tbody tr", "till")).containsText("87 ms");
            assertThat(visitor.find("tbody tr", "till")).containsText("±1 %");
            visitor.find("tbody tr a", "till").click();
            assertThat(visitor.find(".fleet-note")).containsText("95 % up to 60 ms");

            visitor.open(site);
            assertThat(visitor.find("#latencies-title")).containsText("How long it took");
            assertThat(visitor.find("tbody tr", "Disks: a write")).containsText("21 ms");
        }
    }

    @Test
    void theGoldenSignalsOfASiteSayWhatNobodyTells() {
        var sites = hub.fleet().sites();
        try (var visitor = visitor(hub)) {
            visitor.open("/sites/" + sites.get(0).id());
            assertThat(visitor.find(".signals")).containsText("100 ms to 500 ms");
            assertThat(visitor.find(".signals")).containsText("memory of gateway");
            visitor.open("/sites/" + sites.get(2).id());
            assertThat(visitor.find(".signals")).containsText("Latency");
            assertThat(visitor.find(".signals .none")).hasCount(3);
        }
    }

    @Test
    void theTimelineTellsWhenSomethingHappenedAndWhenThatCame() {
        try (var visitor = visitor()) {
            visitor.open("/sites/" + hub.fleet().first("healthy").id());
            visitor.find("main .card-link a", "Timeline").click();
            var late = visitor.find("tbody tr", "crashes again");
            assertThat(late).containsText("KubePodCrashLooping");
            assertThat(late).containsText("later");
            assertThat(visitor.find("tbody tr", "No contact")).containsText("seen here");
            visitor.find(".filter-bar .segmented a", "Kubernetes").click();
            assertThat(visitor.where()).endsWith("/events?kind=kubernetes");
            assertThat(visitor.find("tbody tr")).hasCount(2);
            assertThat(visitor.find("tbody tr").first()).containsText("BackOff, 7 times");
        }
    }

    @Test
    void gapsLookLikeTheirCauseAndNoLineCrossesThem() {
        try (var visitor = visitor()) {
            var site = hub.fleet().first("back-filling");
            visitor.open("/sites/" + site.id());
            awaitCharts(visitor);
            // The last 24 h end now; from 10 to 6 h ago data came late, from 6 to 2 h ago it is missing.
            var seen = inks(visitor, "cpu", List.of(15.0 / 24, 19.0 / 24, 5.0 / 24));
            assertThat(seen.get(0)).as("while data came late").isEqualTo(Set.of("line", "late"));
            assertThat(seen.get(1)).as("while data is missing").isEqualTo(Set.of("unknown"));
            assertThat(seen.get(2)).as("in normal times").isEqualTo(Set.of("line"));

            assertThat(visitor.find("sk-strip .contact-offline-unexpected")).hasCount(1);
            visitor.find("sk-chart .panel-foot button").first().click();
            assertThat(visitor.find("sk-chart table tbody tr", "11-21 11:00:00").first())
                    .containsText("site silent for longer than its contract allows");
            assertThat(visitor.find("sk-chart table tbody tr", "11-21 11:00:00").first())
                    .containsText("–");
            assertThat(visitor.find("sk-chart table tbody tr", "11-21 06:00:00").first())
                    .containsText("arrived");
        }
    }

    @Test
    void newHardwareIsMarkedOnTheOneLineOfItsNode() {
        try (var visitor = visitor()) {
            var site = hub.fleet().sites().stream()
                    .filter(SampleFleet::wasReplaced)
                    .filter(candidate -> hub.fleet().stateOf(candidate).equals("healthy"))
                    .findFirst()
                    .orElseThrow();
            visitor.open("/sites/" + site.id());
            awaitCharts(visitor);
            // 9 of the last 24 h ago, and on either side the same line.
            var seen = inks(visitor, "cpu", List.of(15.0 / 24, 14.0 / 24, 15.5 / 24));
            assertThat(seen.get(0)).contains("line", "replaced");
            assertThat(seen.get(1)).isEqualTo(Set.of("line"));
            assertThat(seen.get(2)).isEqualTo(Set.of("line"));
            assertThat(visitor.find("sk-strip path.replaced title")).hasText("New hardware since 11-21 05:02");
            assertThat(visitor.find(".marks li", "new hardware since")).hasCount(1);
            assertThat(visitor.find("sk-chart canvas").first().locator("xpath=ancestor::div[@role='img']"))
                    .hasAttribute("aria-label", Pattern.compile(".*new hardware since 11-21 05:02.*"));
            visitor.find("sk-chart .panel-foot button").first().click();
            assertThat(visitor.find("sk-chart table tbody tr", "new hardware since"))
                    .containsText("new hardware since 11-21 05:02, before it agent " + "k".repeat(26));
            assertThat(visitor.accessibilityFaults()).isEmpty();

            visitor.open("/sites/" + site.id() + "?from=-6h");
            awaitCharts(visitor);
            assertThat(visitor.find(".marks li", "new hardware since")).hasCount(0);
        }
    }

    /** Per place (share of the x axis), what is drawn in a 20 px wide column: told by its colour. */
    private static List<Set<String>> inks(Visitor visitor, String panel, List<Double> places) {
        Object found = visitor.page().evaluate("""
                        ([panel, places]) => {
                          const canvas = document.querySelector(`sk-chart:has(#panel-${panel}) canvas`);
                          const context = canvas.getContext('2d');
                          const style = getComputedStyle(document.documentElement);
                          const rgb = (name) => {
                            const hex = style.getPropertyValue(name).trim();
                            return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
                          };
                          const inks = [['line', rgb('--line-1'), 60], ['late', rgb('--s-back-filling'), 30], ['unknown', rgb('--s-offline-unexpected'), 60], ['replaced', rgb('--text'), 20]];
                          const left = 56 * devicePixelRatio;
                          const width = canvas.width - left - 10 * devicePixelRatio;
                          return places.map((place) => {
                            const { data } = context.getImageData(left + width * place - 10, 0, 20, canvas.height);
                            const found = new Set();
                            for (let i = 0; i < data.length; i += 4) {
                              for (const [name, [r, g, b], most] of inks) {
                                const far = Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b);
                                if (data[i + 3] > 60 && far < most) found.add(name);
                              }
                            }
                            return [...found].join(' ');
                          });
                        }""", List.of(panel, places));
        return ((List<?>) found)
                .stream().map(names -> Set.of(names.toString().split(" "))).toList();
    }

    @Test
    void aSilentSiteKeepsItsLastValuesWithTheirAge() {
        try (var visitor = visitor()) {
            var site = hub.fleet().first("offline-expected");
            visitor.open("/sites/" + site.id());
            assertThat(visitor.find(".node").first()).containsText(Pattern.compile("last known, \\d+ [hd]"));
            assertThat(visitor.find(".node .value").first()).containsText(Pattern.compile("CPU \\d+ %"));
            visitor.open("/sites/" + site.id() + "?from=-7d");
            assertThat(visitor.find("sk-chart .legend .old").first()).containsText("ago");
        }
    }

    @Test
    void aSiteOpensWithItsMachinesAndNotWithItsClustersAgent() {
        try (var visitor = visitor()) {
            var site = hub.fleet().sites().stream()
                    .filter(candidate -> SampleFleet.hasClusterAgent(candidate)
                            && hub.fleet().stateOf(candidate).equals("healthy"))
                    .findFirst()
                    .orElseThrow();
            visitor.open("/sites/" + site.id());
            awaitCharts(visitor);

            assertThat(visitor.find(".node").first()).containsText("gateway");
            assertThat(visitor.find(".node").last()).containsText("k3s");
            assertThat(visitor.find(".node[aria-current]")).containsText("gateway");
        }
    }

    @Test
    void aBackFillRedrawsOpenChartsAndSaysSo() throws IOException {
        try (var hub = hubWith(60);
                var visitor = chromium().visitor(hub.address())) {
            visitor.page().clock().install();
            visitor.enter("admin", FakeHub.PASSWORD);
            var site = hub.fleet().first("offline-unexpected");
            visitor.open("/sites/" + site.id());
            awaitCharts(visitor);
            hub.change(site, "back-filling");
            assertThat(visitor.find(".site-head .state")).containsText("back-filling");
            visitor.page().clock().runFor(16_000);
            assertThat(visitor.find("sk-chart .grown").first()).containsText("updated: +");
        }
    }

    @Test
    void aClockThatDriftsIsMarkedOnItsCharts() {
        try (var visitor = visitor()) {
            var site = hub.fleet().sites().stream()
                    .filter(candidate -> candidate.index() % 5 == 2
                            && hub.fleet().stateOf(candidate).equals("healthy"))
                    .findFirst()
                    .orElseThrow();
            visitor.open("/sites/" + site.id());
            assertThat(visitor.find("sk-chart .clock-off").first()).containsText("off by +12.4 s");
        }
    }
}
