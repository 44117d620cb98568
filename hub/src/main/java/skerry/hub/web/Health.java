package skerry.hub.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the hub lives and takes batches, and the description of its API. */
final class Health {
    private Health() {}

    /** {@code /healthz} and {@code /readyz}, for whoever restarts or routes. */
    static HttpService probes(Supplier<Optional<String>> notReady) {
        return rules -> rules.get("/healthz", (_, response) -> plain(response, Status.OK_200, "ok\n"))
                .get(
                        "/readyz",
                        (_, response) -> notReady.get()
                                .ifPresentOrElse(
                                        reason -> plain(response, Status.SERVICE_UNAVAILABLE_503, reason + "\n"),
                                        () -> plain(response, Status.OK_200, "ready\n")));
    }

    /** {@code /openapi.json}. */
    static HttpService openApi() {
        return new HttpService() {
            @Override
            public void routing(HttpRules rules) {
                rules.get("/openapi.json", this::send);
            }

            private void send(ServerRequest request, ServerResponse response) {
                try (InputStream in =
                        Objects.requireNonNull(Health.class.getResourceAsStream("openapi.json"), "openapi.json")) {
                    response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
                    response.send(in.readAllBytes());
                } catch (IOException e) {
                    throw new UncheckedIOException("reading openapi.json from the program", e);
                }
            }
        };
    }

    private static void plain(ServerResponse response, Status status, String text) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.send(text.getBytes(StandardCharsets.UTF_8));
    }
}
