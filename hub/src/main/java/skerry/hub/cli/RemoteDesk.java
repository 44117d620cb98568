package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.ingest.stick.Desk;

/** The desk of a running hub, over its API. */
final class RemoteDesk implements Desk {
    private static final String BYTES = "application/octet-stream";

    private final LocalHub hub;

    RemoteDesk(LocalHub hub) {
        this.hub = hub;
    }

    @Override
    public Opening open(byte[] manifest) throws IOException {
        JsonNode answer = hub.send("POST", "/api/v1/imports", BYTES, BodyPublishers.ofByteArray(manifest));
        if (answer.has("refused")) {
            return new Opening.Refused(
                    answer.path("damaged").asBoolean(), answer.path("refused").asText());
        }
        List<String> files = new ArrayList<>();
        answer.path("files").forEach(file -> files.add(file.asText()));
        return new Opening.Accepted(
                answer.path("id").asText(),
                answer.path("agent").asText(),
                answer.path("oneWay").asBoolean(),
                files);
    }

    @Override
    public Taken take(String id, String file, InputStream content) throws IOException {
        JsonNode answer = hub.send(
                "POST", "/api/v1/imports/" + id + "/files/" + file, BYTES, BodyPublishers.ofInputStream(() -> content));
        return new Taken(
                answer.path("stored").asLong(),
                answer.path("known").asLong(),
                answer.path("refused").asLong(),
                answer.has("problem") ? Optional.of(answer.path("problem").asText()) : Optional.empty());
    }

    @Override
    public Optional<byte[]> commands(String id) throws IOException {
        String commands = hub.send("POST", "/api/v1/imports/" + id + "/commands", Map.of())
                .path("commands")
                .asText("");
        return commands.isEmpty()
                ? Optional.empty()
                : Optional.of(Base64.getDecoder().decode(commands));
    }

    @Override
    public Optional<byte[]> receipt(String id) throws IOException {
        String receipt =
                hub.get("/api/v1/imports/" + id + "/receipt").path("receipt").asText("");
        return receipt.isEmpty()
                ? Optional.empty()
                : Optional.of(Base64.getDecoder().decode(receipt));
    }
}
