package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import skerry.hub.FakeAgent;
import skerry.hub.fleet.FleetWatch;

/** The live stream over a real socket, by each version of HTTP that a browser may choose. */
@Timeout(60)
class LiveStreamIT {
    private static final long NOON = 1_790_000_040_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void readersAreToldTheFleetThenWhatChangesInIt(HttpClient.Version version) throws Exception {
        var fleet = new CompletableFuture<FleetWatch>();
        var stream = fleet.thenApply(watch -> new LiveStream(watch, NOON, Optional::empty));
        try (var hub = new HubUnderTest(folder, NOON, (_, watch) -> {
            fleet.complete(watch);
            return List.of(stream.join());
        })) {
            hub.enrol(new FakeAgent(1), "heron", "pi-1");
            var answer = hub.stream(version);
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                assertThat(sites(next(lines, "fleet"))).containsExactly("heron");

                hub.enrol(new FakeAgent(2), "tern", "pi-1");
                stream.join().publish(fleet.join().snapshot());
                assertThat(sites(next(lines, "delta"))).contains("tern");
                stream.join().close();
            }
        }
    }

    private static JsonNode next(BufferedReader lines, String name) throws IOException {
        String line = lines.readLine();
        while (!("event: " + name).equals(line)) {
            assertThat(line).as("the stream goes on").isNotNull();
            line = lines.readLine();
        }
        String data = lines.readLine();
        assertThat(data).startsWith("data: ");
        return JSON.readTree(data.substring("data: ".length()));
    }

    private static List<String> sites(JsonNode body) {
        return body.path("sites").findValuesAsText("id");
    }
}
