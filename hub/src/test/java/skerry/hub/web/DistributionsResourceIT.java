package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ToldCluster;
import skerry.protocol.BatchHeader.Kind;

/** What three agents of two sites told as distributions, and the questions over a real socket. */
class DistributionsResourceIT {
    private static final long NOON = 1_790_000_040_000L / 3_600_000 * 3_600_000;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 3_600_000;
    private static final String TOOK = "skerry_service_request_duration_seconds";
    private static final String ASKED = "/distributions?metric=" + TOOK;
    private static final String RANGE = "&from=" + NOON + "&to=" + (NOON + 5 * MINUTE);

    @TempDir
    Path folder;

    private final FakeAgent server = new FakeAgent(1);
    private final FakeAgent worker = new FakeAgent(2);
    private final FakeAgent other = new FakeAgent(3);
    private final List<FakeAgent> agents = List.of(server, worker, other);
    private final List<ToldCluster> told = agents.stream().map(ToldCluster::new).toList();
    private final Random random = new Random(58);
    private final double[][] values = new double[3][0];
    private HubUnderTest hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubUnderTest(
                folder,
                NOON,
                (store, watch) -> List.of(
                        new DistributionsResource(
                                store, watch, InstantSource.fixed(Instant.ofEpochMilli(NOON + 10 * MINUTE))),
                        new ServicesResource(
                                store, watch, InstantSource.fixed(Instant.ofEpochMilli(NOON + 10 * MINUTE)))));
        hub.enrol(server, "reef", "pi-1");
        hub.enrol(worker, "reef", "pi-2");
        hub.enrol(other, "skerry", "pi");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    /** Minutes 0, 1 and 3, in the last of which nobody asked; the nodes are not alike. */
    private void minutes() {
        for (int minute : new int[] {0, 1, 3}) {
            hub.at(NOON + (minute + 1) * MINUTE);
            for (int i = 0; i < agents.size(); i++) {
                if (minute < 3) {
                    tell(i, 40 * (i + 1), 0.01 * Math.pow(10, i));
                }
                told.get(i).tell("node_load1", minute);
                hub.take(agents.get(i), told.get(i).minute(NOON + minute * MINUTE));
            }
        }
    }

    private void tell(int agent, int number, double about) {
        double[] more = random.doubles(number, 0.5 * about, 2 * about).toArray();
        told.get(agent).tellValues(TOOK, more, "namespace", "shop", "service", "cart", "source", "log");
        double[] all = Arrays.copyOf(values[agent], values[agent].length + number);
        System.arraycopy(more, 0, all, values[agent].length, number);
        values[agent] = all;
    }

    private double exact(double q, int... of) {
        double[] all = Arrays.stream(of)
                .mapToObj(i -> values[i])
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
        return all[(int) (q * (all.length - 1))];
    }

    private static void within(JsonNode value, double exact) {
        assertThat(value.asDouble()).isBetween(0.99 * exact, 1.01 * exact);
    }

    @Test
    void percentilesOfTheFleetASiteAndANodeAreThoseOfAllTheirValues() throws Exception {
        minutes();

        JsonNode fleet = hub.json(ASKED + "&q=0&q=0.5&q=0.9&q=1" + RANGE);
        assertThat(fleet.path("relativeError").asDouble()).isEqualTo(0.01);
        assertThat(fleet.path("nodes").asInt()).isEqualTo(3);
        assertThat(fleet.path("distributions")).hasSize(1);
        JsonNode row = fleet.path("distributions").path(0);
        assertThat(row.path("count").asInt()).isEqualTo(480);
        assertThat(row.path("labels").path("service").asText()).isEqualTo("cart");
        double[] shares = {0, 0.5, 0.9, 1};
        for (int i = 0; i < shares.length; i++) {
            within(row.path("values").path(i), exact(shares[i], 0, 1, 2));
        }
        assertThat(row.has("t")).isFalse();

        JsonNode site =
                hub.json(ASKED + "&site=reef" + RANGE).path("distributions").path(0);
        assertThat(site.path("count").asInt()).isEqualTo(240);
        within(site.path("values").path(1), exact(0.95, 0, 1));
        JsonNode node = hub.json(ASKED + "&site=reef&node=pi-2" + RANGE)
                .path("distributions")
                .path(0);
        within(node.path("values").path(0), exact(0.5, 1));
    }

    @Test
    void aCourseNamesTheStepsWithoutAnyDataAndThoseWithoutAValue() throws Exception {
        minutes();

        JsonNode body = hub.json(ASKED + "&site=skerry&step=60000&q=0.5" + RANGE);

        JsonNode row = body.path("distributions").path(0);
        assertThat(row.path("t").path(1).asLong()).isEqualTo(NOON + MINUTE);
        assertThat(row.path("t")).hasSize(2);
        assertThat(row.path("counts").path(0).asInt()).isEqualTo(120);
        assertThat(row.path("v").path(0)).hasSize(2);
        assertThat(body.path("missing").toString())
                .isEqualTo("[{\"from\":" + (NOON + 2 * MINUTE) + ",\"to\":" + (NOON + 3 * MINUTE) + "},{\"from\":"
                        + (NOON + 4 * MINUTE) + ",\"to\":" + (NOON + 5 * MINUTE) + "}]");
        assertThat(body.path("empty").toString())
                .isEqualTo("[{\"from\":" + (NOON + 3 * MINUTE) + ",\"to\":" + (NOON + 4 * MINUTE) + "}]");
    }

    @Test
    void distributionsAreToldApartByTheLabelsThatAreAskedFor() throws Exception {
        for (int i = 0; i < 3; i++) {
            told.get(i).tellValues("disk", new double[] {0.1 + i}, "device", "sd" + i, "op", "read");
            told.get(i).tellValues("disk", new double[] {0.2 + i}, "device", "sd" + i, "op", "write");
        }
        hub.at(NOON + MINUTE);
        for (int i = 0; i < 3; i++) {
            hub.take(agents.get(i), told.get(i).minute(NOON));
        }

        assertThat(hub.json("/distributions?metric=disk" + RANGE).path("distributions"))
                .hasSize(6);
        JsonNode byOp = hub.json("/distributions?metric=disk&by=op" + RANGE).path("distributions");
        assertThat(byOp).hasSize(2);
        assertThat(byOp.path(0).path("labels").toString()).isEqualTo("{\"op\":\"read\"}");
        assertThat(byOp.path(0).path("count").asInt()).isEqualTo(3);
        JsonNode one = hub.json("/distributions?metric=disk&by=&label=device:sd1" + RANGE)
                .path("distributions");
        assertThat(one).hasSize(1);
        assertThat(one.path(0).path("count").asInt()).isEqualTo(2);
        assertThat(hub.json("/distributions?metric=node_load1" + RANGE).path("distributions"))
                .isEmpty();
    }

    @Test
    void aLongRangeIsReadInHoursAndInTheMinutesThatAreNewer() throws Exception {
        for (int hour = 0; hour < 8; hour++) {
            tell(0, 100, 0.1 * (hour + 1));
            hub.at(NOON - (8 - hour - 1) * HOUR);
            hub.take(server, told.get(0).window(Kind.HOUR, NOON - (8 - hour) * HOUR, HOUR));
        }
        tell(0, 50, 7);
        hub.at(NOON + MINUTE);
        hub.take(server, told.get(0).minute(NOON));

        JsonNode body = hub.json(ASKED + "&from=" + (NOON - 8 * HOUR + 5 * MINUTE) + "&to=" + (NOON + 10 * MINUTE));

        assertThat(body.path("from").asLong()).isEqualTo(NOON - 8 * HOUR);
        JsonNode row = body.path("distributions").path(0);
        assertThat(row.path("count").asInt()).isEqualTo(850);
        within(row.path("values").path(2), exact(0.99, 0));
    }

    @Test
    void whatCannotBeAnsweredIsRefusedWithItsReason() throws Exception {
        for (String wrong : List.of(
                "/distributions",
                ASKED + "&q=1.5",
                ASKED + "&q=half",
                ASKED + "&q=NaN",
                ASKED + "&q=0".repeat(11),
                ASKED + "&label=service",
                ASKED + "&node=pi-1",
                ASKED + "&step=1",
                ASKED + "&step=60000",
                ASKED + "&from=0&to=5000000000")) {
            assertThat(hub.get(wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(hub.get(ASKED + "&site=nowhere").statusCode()).isEqualTo(404);
        assertThat(hub.get(ASKED + "&site=reef&node=nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void aServiceWhoseAgentsTellEachDurationHasPercentilesWithinOnePercentAndOneWithBucketsAloneHasItsRange()
            throws Exception {
        for (int minute = 0; minute < 3; minute++) {
            for (int i = 0; i < 2; i++) {
                String service = i == 0 ? "cart" : "stock";
                requests(told.get(i), service, "", "skerry_service_requests_total", 100 * minute, "class", "2xx");
                requests(told.get(i), service, TOOK, "_bucket", 90 * minute, "le", "0.5");
                requests(told.get(i), service, TOOK, "_bucket", 100 * minute, "le", "+Inf");
            }
            if (minute > 0) {
                tell(0, 100, 0.2);
            }
            hub.at(NOON + (minute + 1) * MINUTE);
            hub.take(server, told.get(0).minute(NOON + minute * MINUTE));
            hub.take(worker, told.get(1).minute(NOON + minute * MINUTE));
        }
        JsonNode services =
                hub.json("/sites/reef/services?" + RANGE.substring(1)).path("services");

        JsonNode cart = services.path(0);
        assertThat(cart.path("service").asText()).isEqualTo("cart");
        assertThat(cart.path("p95").path("error").asDouble()).isEqualTo(0.01);
        within(cart.path("p95").path("value"), exact(0.95, 0));
        assertThat(exact(0.95, 0))
                .isBetween(
                        cart.path("p95").path("low").asDouble(),
                        cart.path("p95").path("high").asDouble());
        JsonNode stock = services.path(1);
        assertThat(stock.path("service").asText()).isEqualTo("stock");
        assertThat(stock.path("p95").has("error")).isFalse();

        JsonNode course = hub.json("/sites/reef/services/series?namespace=shop&service=cart&source=log&"
                        + RANGE.substring(1) + "&step=60000")
                .path("series");
        assertThat(course.path(3).path("stat").asText()).isEqualTo("p95");
        assertThat(course.path(3).path("t").path(0).asLong()).isEqualTo(NOON + MINUTE);
        assertThat(course.path(3).path("v")).hasSize(2);
        assertThat(course.path(3).path("v").path(0).asDouble()).isBetween(0.1, 0.41);

        JsonNode latency = hub.json("/sites/reef/signals").path("latency").path("p95");
        assertThat(latency.has("error"))
                .as("of some requests only buckets tell")
                .isFalse();
    }

    private static void requests(
            ToldCluster by, String service, String base, String metric, double total, String label, String value) {
        by.tellCounter(base + metric, total, "namespace", "shop", "service", service, "source", "log", label, value);
    }
}
