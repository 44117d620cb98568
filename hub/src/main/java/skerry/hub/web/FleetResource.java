package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.function.Supplier;
import skerry.hub.fleet.FleetWatch;

/** The fleet as it is judged now. */
final class FleetResource implements HttpService {
    private final FleetWatch watch;
    private final long hubStartedAt;
    private final Supplier<Optional<String>> notReady;

    FleetResource(FleetWatch watch, long hubStartedAt, Supplier<Optional<String>> notReady) {
        this.watch = watch;
        this.hubStartedAt = hubStartedAt;
        this.notReady = notReady;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/fleet", this::fleet);
    }

    private void fleet(ServerRequest request, ServerResponse response) {
        Json.send(response, FleetBodies.fleet(watch.snapshot(), hubStartedAt, notReady.get()));
    }
}
