package skerry.agent.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import skerry.agent.collect.MetricFamily;
import skerry.protocol.series.Labels;

/** Scrapes of made-up applications, and what the board tells of them; expected numbers are worked out by hand. */
class ServiceScrapesTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Labels POD =
            Labels.of("job", "kubernetes-pods", "namespace", "shop", "pod", "cart-7d9f8c6b5d-x2x4z");
    private static final String CART = "{namespace=\"shop\",service=\"cart\",source=\"metrics\"}";

    private long millis;
    private final ServiceBoard board = new ServiceBoard(2, () -> millis);
    private int handedOn;
    private final ServiceScrapes scrapes =
            new ServiceScrapes(board, (at, target, samples) -> samples.accept((family, labels, value) -> handedOn++));
    private int scrape;
    private final Map<String, Double> told = new TreeMap<>();

    /** What an application shows, by name and labels. */
    private static final class Shown {
        final Map<String, Map<Labels, Double>> values = new LinkedHashMap<>();

        Shown show(String name, double value, String... labels) {
            values.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(Labels.of(labels), value);
            return this;
        }
    }

    private void scrape(Labels target, Shown shown) {
        Instant at = NOON.plusSeconds(15L * scrape++);
        scrapes.samples(
                at,
                target,
                sink -> shown.values.forEach((name, all) -> all.forEach((labels, value) -> {
                    Labels joined = labels;
                    for (int i = 0; i < target.size(); i++) {
                        joined = joined.with(target.name(i), target.value(i));
                    }
                    sink.add(MetricFamily.counter(name, ""), joined, value);
                })));
    }

    /** The newest totals; those that begin now are told as zero first. */
    private Map<String, Double> told() {
        for (int round = 0; round < 2; round++) {
            told.clear();
            board.collect((family, labels, value) -> told.put(family.name() + labels, value));
        }
        return told;
    }

    private double requests(String whose, String word) {
        String labels = whose.replaceFirst("\\{", "{class=\"" + word + "\",");
        return told().getOrDefault("skerry_service_requests_total" + labels, Double.NaN);
    }

    private double upTo(String le) {
        String labels = CART.replaceFirst("\\{", "{le=\"" + le + "\",");
        return told().getOrDefault("skerry_service_request_duration_seconds_bucket" + labels, Double.NaN);
    }

    private static Shown histogram(double tenth, double third, double all, double errors) {
        return new Shown()
                .show("http_request_duration_seconds_bucket", tenth, "le", "0.1", "path", "/a", "code", "200")
                .show("http_request_duration_seconds_bucket", third, "le", "0.3", "path", "/a", "code", "200")
                .show("http_request_duration_seconds_bucket", all, "le", "+Inf", "path", "/a", "code", "200")
                .show("http_request_duration_seconds_count", all, "path", "/a", "code", "200")
                .show("http_request_duration_seconds_sum", all / 4, "path", "/a", "code", "200")
                .show("http_request_duration_seconds_count", errors, "path", "/b", "code", "503")
                .show("http_request_duration_seconds_bucket", errors, "le", "+Inf", "path", "/b", "code", "503");
    }

    @Test
    void growthOfAllPathsIsFoldedByServiceAndClassAndStep() {
        scrape(POD, histogram(100, 150, 160, 3));
        scrape(POD, histogram(106, 158, 170, 5));

        assertThat(requests(CART, "2xx")).as("170 - 160").isEqualTo(10);
        assertThat(requests(CART, "5xx")).as("5 - 3").isEqualTo(2);
        assertThat(upTo("0.1")).as("106 - 100").isEqualTo(6);
        assertThat(upTo("0.5")).as("0.3 goes up to the next step").isEqualTo(8);
        assertThat(upTo("+Inf")).as("ten and the two that failed").isEqualTo(12);
        assertThat(upTo("0.05")).as("a step that the application cannot tell").isNaN();
        assertThat(told).containsEntry("skerry_service_request_duration_seconds_sum" + CART, 2.5);
        assertThat(handedOn).as("samples go on as they are").isEqualTo(14);
        assertThat(told.keySet()).noneMatch(series -> series.contains("path") || series.contains("x2x4z"));
    }

    @Test
    void whatWasCountedBeforeTheFirstScrapeIsNotGrowth() {
        scrape(POD, histogram(100, 150, 160, 3));

        assertThat(requests(CART, "2xx")).isZero();
        assertThat(upTo("+Inf")).isZero();
    }

    @Test
    void aSeriesThatComesInAKnownTargetBeganSinceItsLastScrape() {
        Shown before = new Shown().show("http_requests_total", 8, "code", "200");
        scrape(POD, before);
        scrape(POD, before.show("http_requests_total", 2, "code", "500"));

        assertThat(requests(CART, "5xx")).as("the first errors of all").isEqualTo(2);
    }

    @Test
    void aSeriesThatSaysItIsOldWasOnlyNotShown() {
        Shown before = new Shown().show("http_request_duration_seconds_count", 8, "code", "200");
        scrape(POD, before);
        scrape(
                POD,
                before.show("http_request_duration_seconds_count", 90, "code", "404")
                        .show(
                                "http_request_duration_seconds_created",
                                (double) NOON.minusSeconds(3600).getEpochSecond(),
                                "code",
                                "404"));

        assertThat(requests(CART, "4xx")).isZero();
    }

    @Test
    void afterAResetWhatIsShownIsGrowthAndACountBegunAnewIsOneThoughItIsHigher() {
        double began = NOON.getEpochSecond() - 100.0;
        scrape(
                POD,
                new Shown()
                        .show("http_request_duration_seconds_count", 50, "code", "200")
                        .show("http_request_duration_seconds_count", 5, "code", "500")
                        .show("http_request_duration_seconds_created", began, "code", "500"));
        scrape(
                POD,
                new Shown()
                        .show("http_request_duration_seconds_count", 4, "code", "200")
                        .show("http_request_duration_seconds_count", 7, "code", "500")
                        .show("http_request_duration_seconds_created", began + 110, "code", "500"));

        assertThat(requests(CART, "2xx")).as("fell from 50 to 4").isEqualTo(4);
        assertThat(requests(CART, "5xx")).as("7 since it was created anew").isEqualTo(7);
    }

    @Test
    void aPathThatGoesIsNoResetOfTheOthers() {
        scrape(POD, histogram(100, 150, 160, 90));
        Shown without = histogram(101, 151, 161, 90);
        without.values
                .values()
                .forEach(all ->
                        all.keySet().removeIf(labels -> labels.get("path").equals("/b")));
        scrape(POD, without);

        assertThat(upTo("+Inf")).isEqualTo(1);
    }

    @Test
    void aScrapeThatFailedInBetweenCostsNothing() {
        scrape(POD, histogram(100, 150, 160, 3));
        scrape(POD, new Shown().show("up", 0));
        scrape(POD, histogram(100, 150, 165, 3));

        assertThat(requests(CART, "2xx")).isEqualTo(5);
    }

    @Test
    void aCounterThatTellsCodesGoesBeforeAHistogramThatDoesNotAndNothingCountsTwice() {
        Shown shown = new Shown();
        for (int i = 0; i < 2; i++) {
            scrape(
                    POD,
                    shown.show("http_requests_total", 10 + 3 * i, "code", "200")
                            .show("http_requests_total", 1 + i, "code", "502")
                            .show("http_request_duration_seconds_count", 11 + 4 * i)
                            .show("http_request_duration_seconds_sum", 1 + i));
        }

        assertThat(requests(CART, "2xx")).isEqualTo(3);
        assertThat(requests(CART, "5xx")).isEqualTo(1);
        assertThat(requests(CART, "unknown")).isNaN();
        assertThat(told).containsEntry("skerry_service_request_duration_seconds_count" + CART, 4.0);
    }

    @Test
    void aProxyTellsOfTheServicesBehindIt() {
        Labels target = Labels.of("job", "kubernetes-pods", "namespace", "ingress", "pod", "controller-abc12");
        Shown shown = new Shown();
        for (int i = 0; i < 2; i++) {
            scrape(
                    target,
                    shown.show(
                                    "nginx_ingress_controller_requests",
                                    7 * i,
                                    "exported_namespace",
                                    "shop",
                                    "service",
                                    "cart",
                                    "status",
                                    "404")
                            .show(
                                    "traefik_service_requests_total",
                                    2 * i,
                                    "service",
                                    "a-b-80@kubernetes",
                                    "code",
                                    "200"));
        }

        assertThat(requests(CART, "4xx")).isEqualTo(7);
        assertThat(requests("{service=\"a-b-80\",source=\"metrics\"}", "2xx")).isEqualTo(2);
    }

    @Test
    void codesOfGrpcAreCountedByWhoseFaultTheyAre() {
        Shown shown = new Shown();
        for (int i = 0; i < 2; i++) {
            scrape(
                    POD,
                    shown.show("grpc_server_handled_total", 5 * i, "grpc_code", "OK")
                            .show("grpc_server_handled_total", 2 * i, "grpc_code", "NotFound")
                            .show("grpc_server_handled_total", i, "grpc_code", "Unavailable"));
        }

        assertThat(requests(CART, "2xx")).isEqualTo(5);
        assertThat(requests(CART, "4xx")).isEqualTo(2);
        assertThat(requests(CART, "5xx")).isEqualTo(1);
    }

    @Test
    void servicesBeyondTheMostAreOneAndCounted() {
        for (int i = 0; i < 2; i++) {
            for (String job : new String[] {"a", "b", "c", "d"}) {
                scrape(Labels.of("job", job), new Shown().show("http_requests_total", 5 * i, "code", "200"));
            }
        }

        assertThat(requests("{service=\"a\",source=\"metrics\"}", "2xx")).isEqualTo(5);
        assertThat(requests("{service=\"other\",source=\"metrics\"}", "2xx"))
                .as("c and d")
                .isEqualTo(10);
        assertThat(told).containsEntry("skerry_services", 2.0).containsEntry("skerry_services_left_out", 2.0);

        millis += ServiceBoard.IDLE_MILLIS + 1;
        scrape(Labels.of("job", "c"), new Shown().show("http_requests_total", 9, "code", "200"));
        assertThat(requests("{service=\"c\",source=\"metrics\"}", "2xx"))
                .as("one that nobody asks gives way")
                .isEqualTo(4);
    }

    @Test
    void aFloodOfLabelsTakesNoMoreRoomThanThereIsAndIsCounted() {
        Shown shown = new Shown();
        for (int i = 0; i < FoldRoom.MOST_SERIES + 100; i++) {
            shown.show("http_requests_total", 1, "code", "200", "path", "/" + i);
        }
        scrape(POD, shown);
        shown.show("http_requests_total", 1e9, "code", "200", "path", "/" + (FoldRoom.MOST_SERIES + 50));
        shown.show("http_requests_total", 4, "code", "200", "path", "/0");
        scrape(POD, shown);

        assertThat(requests(CART, "2xx")).as("of those that have room").isEqualTo(3);
        assertThat(told).containsEntry("skerry_service_series_left_out_total", 200.0);
        assertThat(told.keySet().stream().filter(series -> series.contains("cart")))
                .hasSize(1);
    }

    @Test
    void aSeriesThatHadNoRoomBeforeIsNotTakenForANewOne() {
        Shown full = new Shown();
        for (int i = 0; i < FoldRoom.MOST_SERIES; i++) {
            full.show("http_requests_total", 1, "code", "200", "path", "/" + i);
        }
        full.show("http_requests_total", 1e9, "code", "200", "path", "/late");
        scrape(POD, full);
        full.values
                .values()
                .forEach(all -> all.keySet()
                        .removeIf(labels -> !labels.get("path").equals("/0")
                                && !labels.get("path").equals("/late")));
        for (int i = 0; i < 30; i++) {
            scrape(POD, full);
        }
        scrape(POD, full.show("http_requests_total", 1e9 + 2, "code", "200", "path", "/late"));

        assertThat(requests(CART, "2xx"))
                .as("it has room once others were forgotten")
                .isEqualTo(2);
    }

    @Test
    void aTotalBeginsWithZeroSoThatItsFirstGrowthIsSeen() {
        scrape(POD, new Shown().show("http_requests_total", 8, "code", "200"));
        scrape(POD, new Shown().show("http_requests_total", 11, "code", "200"));
        String series = "skerry_service_requests_total" + CART.replaceFirst("\\{", "{class=\"2xx\",");

        board.collect((family, labels, value) -> told.put(family.name() + labels, value));
        assertThat(told).containsEntry(series, 0.0);
        board.collect((family, labels, value) -> told.put(family.name() + labels, value));
        assertThat(told).containsEntry(series, 3.0);
    }

    @Test
    void valuesAndBoundsThatAreNoneAreLeftAside() {
        Shown shown = histogram(100, 150, 160, 3);
        scrape(POD, shown);
        shown.show("http_request_duration_seconds_bucket", 7, "le", "wide", "path", "/a", "code", "200")
                .show("http_requests_total", Double.NaN, "code", "200")
                .show("http_requests_total", -3, "code", "500")
                .show("http_request_duration_seconds_count", 161, "path", "/a", "code", "200");
        scrape(POD, shown);

        assertThat(requests(CART, "2xx")).isEqualTo(1);
        assertThat(told.values()).allMatch(value -> value >= 0);
    }
}
