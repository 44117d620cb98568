package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ToldCluster;

/** What two agents told of services, and the questions over a real socket. */
class ServicesResourceIT {
    private static final long NOON = 1_790_000_040_000L / 3_600_000 * 3_600_000;
    private static final long MINUTE = 60_000;
    private static final String RANGE = "from=" + NOON + "&to=" + (NOON + 30 * MINUTE);
    private static final Offset<Double> CLOSE = within(1e-9);

    @TempDir
    Path folder;

    private final FakeAgent server = new FakeAgent(1);
    private final FakeAgent worker = new FakeAgent(2);
    private final ToldCluster first = new ToldCluster(server);
    private final ToldCluster second = new ToldCluster(worker);
    private HubUnderTest hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubUnderTest(
                folder,
                NOON,
                (store, watch) -> List.of(new ServicesResource(
                        store, watch, InstantSource.fixed(Instant.ofEpochMilli(NOON + 10 * MINUTE)))));
        hub.enrol(server, "reef", "pi-1");
        hub.enrol(worker, "reef", "pi-2");
        hub.enrol(new FakeAgent(3), "bare", "pi");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static void requests(ToldCluster by, String service, String source, String status, double total) {
        by.tell(
                "skerry_service_requests_total",
                total,
                "namespace",
                "shop",
                "service",
                service,
                "source",
                source,
                "class",
                status);
    }

    private static void upTo(ToldCluster by, String service, String le, double total) {
        by.tellCounter(
                "skerry_service_request_duration_seconds_bucket",
                total,
                "namespace",
                "shop",
                "service",
                service,
                "source",
                "metrics",
                "le",
                le);
    }

    private void minute(int number) {
        hub.at(NOON + (number + 1) * MINUTE);
        hub.take(server, first.minute(NOON + number * MINUTE));
        hub.take(worker, second.minute(NOON + number * MINUTE));
    }

    /** A minute that begins the counts, and in each of two more 60 requests at one node and 30 at the other, of which 9 fail. */
    private void twoMinutes() {
        for (int i = 0; i < 3; i++) {
            requests(first, "cart", "metrics", "2xx", 60 * i);
            requests(second, "cart", "metrics", "2xx", 21 * i);
            requests(second, "cart", "metrics", "5xx", 9 * i);
            upTo(first, "cart", "0.1", 45 * i);
            upTo(first, "cart", "0.5", 60 * i);
            upTo(first, "cart", "+Inf", 60 * i);
            upTo(second, "cart", "0.5", 27 * i);
            upTo(second, "cart", "+Inf", 30 * i);
            first.tellCounter(
                    "skerry_service_request_duration_seconds_sum",
                    9 * i,
                    "namespace",
                    "shop",
                    "service",
                    "cart",
                    "source",
                    "metrics");
            requests(first, "door", "log", "2xx", 6 * i);
            minute(i);
        }
    }

    @Test
    void whatNodesTellOfAServiceIsAddedUp() throws Exception {
        twoMinutes();

        JsonNode body = hub.json("/sites/reef/services?" + RANGE);

        assertThat(body.path("step").asLong()).isEqualTo(MINUTE);
        assertThat(body.path("services")).hasSize(2);
        JsonNode cart = body.path("services").path(0);
        assertThat(cart.path("service").asText()).isEqualTo("cart");
        assertThat(cart.path("rate").asDouble())
                .as("none, then twice 90, in three minutes")
                .isEqualTo(1, CLOSE);
        assertThat(cart.path("errors").asDouble()).isEqualTo(0.1, CLOSE);
        assertThat(cart.path("timed").asBoolean()).isTrue();
        assertThat(cart.path("mean").asDouble()).as("18 s of 180 requests").isEqualTo(0.1, CLOSE);
        // 45 below 0.1 s, 15 and 27 below 0.5 s, 3 beyond: the 45th of 90 ends the first bucket.
        assertThat(cart.path("p50").path("value").asDouble()).isEqualTo(0.1, CLOSE);
        assertThat(cart.path("p95").path("low").asDouble()).isEqualTo(0.1);
        assertThat(cart.path("p95").path("high").asDouble()).isEqualTo(0.5);
        assertThat(cart.path("p95").path("value").asDouble()).isEqualTo(0.1 + 0.4 * 40.5 / 42, CLOSE);
        assertThat(cart.path("p99").path("low").asDouble()).isEqualTo(0.5);
        assertThat(cart.path("p99").has("high")).as("longer than any bound").isFalse();
    }

    @Test
    void aLogThatTellsNoDurationHasNone() throws Exception {
        twoMinutes();

        JsonNode door =
                hub.json("/sites/reef/services?" + RANGE).path("services").path(1);

        assertThat(door.path("source").asText()).isEqualTo("log");
        assertThat(door.path("timed").asBoolean()).isFalse();
        assertThat(door.has("p95")).isFalse();
        assertThat(door.path("errors").asDouble(-1)).isZero();
    }

    @Test
    void theCourseOfOneServiceHasAPointForEachMinuteThatWasTold() throws Exception {
        twoMinutes();

        JsonNode series = hub.json("/sites/reef/services/series?namespace=shop&service=cart&" + RANGE)
                .path("series");

        assertThat(series.path(0).path("stat").asText()).isEqualTo("rate");
        assertThat(series.path(0).path("t").path(1).asLong()).isEqualTo(NOON + MINUTE);
        assertThat(series.path(0).path("v").path(1).asDouble()).isEqualTo(1.5, CLOSE);
        assertThat(series.path(0).path("v")).hasSize(3);
        assertThat(series.path(1).path("v").path(2).asDouble())
                .as("failed, per second")
                .isEqualTo(0.15, CLOSE);
        assertThat(series.path(3).path("stat").asText()).isEqualTo("p95");
        assertThat(hub.json("/sites/reef/services/series?service=nobody&" + RANGE)
                        .path("series"))
                .isEmpty();
    }

    @Test
    void theSignalsOfASiteAreOfItsNewestQuarterOfAnHour() throws Exception {
        twoMinutes();

        JsonNode signals = hub.json("/sites/reef/signals");

        assertThat(signals.path("to").asLong()).isEqualTo(NOON + 3 * MINUTE);
        assertThat(signals.path("services").asInt()).isEqualTo(2);
        assertThat(signals.path("traffic").asDouble()).isGreaterThan(1.0);
        assertThat(signals.path("errors").path("worst").path("service").asText())
                .isEqualTo("cart");
        assertThat(signals.path("latency").path("p95").path("high").asDouble()).isEqualTo(0.5);
    }

    @Test
    void aSiteOfWhichNobodyToldHasNoSignalsAndNoServices() throws Exception {
        JsonNode signals = hub.json("/sites/bare/signals");

        for (String signal : List.of("latency", "traffic", "errors", "saturation")) {
            assertThat(signals.has(signal)).as(signal).isFalse();
        }
        assertThat(hub.json("/sites/bare/services?" + RANGE).path("services")).isEmpty();
    }

    @Test
    void numbersThatNobodyCanServeAndBoundsWithoutEndAreLeftAside() throws Exception {
        for (int i = 0; i < 2; i++) {
            requests(first, "cart", "metrics", "2xx", 60 * i);
            requests(first, "cart", "metrics", "5xx", i == 0 ? 0 : Double.POSITIVE_INFINITY);
            for (int bound = 1; bound <= 100; bound++) {
                upTo(first, "cart", Integer.toString(bound), bound * i);
            }
            upTo(first, "cart", "wide", 7 * i);
            minute(i);
        }

        JsonNode cart =
                hub.json("/sites/reef/services?" + RANGE).path("services").path(0);

        assertThat(cart.path("rate").asDouble()).isEqualTo(0.5, CLOSE);
        assertThat(cart.path("p99").path("high").asDouble()).isEqualTo(24);
    }

    @Test
    void anAnswerHasNoMorePointsThanAChartNeeds() throws Exception {
        assertThat(hub.get("/sites/reef/services?from=0&to=86400000&step=60000").statusCode())
                .isEqualTo(400);
        assertThat(hub.get("/sites/reef/services/series?" + RANGE).statusCode()).isEqualTo(400);
        assertThat(hub.get("/sites/nowhere/signals").statusCode()).isEqualTo(404);
    }
}
