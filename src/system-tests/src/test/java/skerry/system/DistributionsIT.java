package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.AgentProcess;
import skerry.system.process.HubProcess;

/** Two agents and one hub as they are packaged, from lines of access logs to percentiles over both sites. */
class DistributionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REQUESTS = 400;
    private static final String ASKED = "/api/v1/distributions?metric=skerry_service_request_duration_seconds";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Random random = new Random(58);

    @Test
    void percentilesOfTheFleetAreThoseOfAllRequestsOfAllSites() throws Exception {
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var north = new AgentProcess(folder.resolve("north")).of(hub);
                var south = new AgentProcess(folder.resolve("south")).of(hub)) {
            hub.register(north, "north");
            hub.register(south, "south");
            double[] quick = serve(north, 0.02);
            double[] slow = serve(south, 3);

            for (AgentProcess agent : List.of(north, south)) {
                agent.start();
                agent.collectAndStop(REQUESTS, LIMIT);
                agent.start();
                agent.deliverAndStop(LIMIT);
            }

            JsonNode fleet = hub.api().get(ASKED + "&q=0.5&q=0.9&q=0.99");
            assertThat(fleet.path("relativeError").asDouble()).isEqualTo(0.01);
            JsonNode row = fleet.path("distributions").path(0);
            assertThat(row.path("labels").path("service").asText()).isEqualTo("shop");
            assertThat(row.path("count").asInt()).isEqualTo(2 * REQUESTS);
            double[] all = Arrays.copyOf(quick, 2 * REQUESTS);
            System.arraycopy(slow, 0, all, REQUESTS, REQUESTS);
            Arrays.sort(all);
            within(row.path("values").path(0), all, 0.5);
            within(row.path("values").path(1), all, 0.9);
            within(row.path("values").path(2), all, 0.99);
            Arrays.sort(quick);
            JsonNode site = hub.api().get(ASKED + "&site=north&q=0.9");
            within(site.path("distributions").path(0).path("values").path(0), quick, 0.9);
            assertThat(hub.api()
                            .get("/api/v1/distributions?metric=skerry_link_round_trip_seconds&by=to")
                            .path("distributions"))
                    .isNotEmpty();
        }
    }

    /** Writes an access log; its durations have milliseconds. */
    private double[] serve(AgentProcess agent, double about) throws Exception {
        double[] took = new double[REQUESTS];
        var lines = new ArrayList<String>();
        for (int i = 0; i < took.length; i++) {
            took[i] = Math.round(1_000 * about * Math.exp(random.nextGaussian())) / 1_000.0;
            // Without a date that can be read, a line is of when it was read.
            lines.add(String.format(
                    Locale.ROOT,
                    "192.0.2.7 - - [99/Xxx/2026:10:00:00 +0000] \"GET /x HTTP/1.1\" 200 512 \"-\" \"-\" 431 %.3f [shop] [] - - - - 4f6a",
                    took[i]));
        }
        Files.write(agent.logs().resolve("access.log"), lines);
        return took;
    }

    private static void within(JsonNode value, double[] sorted, double q) {
        double exact = sorted[(int) (q * (sorted.length - 1))];
        assertThat(value.asDouble()).isBetween(0.99 * exact, 1.01 * exact);
    }
}
