package skerry.system.process;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** What a hub's {@code /metrics} say, read as a Prometheus would: with a token of its own. */
public final class HubFigures {
    private final HubProcess hub;
    private final String token;

    public HubFigures(HubProcess hub) throws IOException, InterruptedException {
        this.hub = hub;
        this.token = hub.api()
                .post("/api/v1/tokens", Map.of("name", "prometheus", "role", "viewer", "days", 1))
                .path("token")
                .asText();
    }

    /** One sample, by its name and labels as they are written there; -1 if there is none. */
    public double of(String series) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(hub.pages().resolve("metrics"))
                .header("Authorization", "Bearer " + token)
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(series + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                    .findFirst()
                    .orElse(-1);
        }
    }
}
