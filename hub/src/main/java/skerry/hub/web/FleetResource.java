package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import skerry.hub.fleet.FleetWatch;

/** The fleet as it is judged now. */
final class FleetResource implements HttpService {
    private final FleetWatch watch;
    private final long hubStartedAt;

    FleetResource(FleetWatch watch, long hubStartedAt) {
        this.watch = watch;
        this.hubStartedAt = hubStartedAt;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/fleet", this::fleet);
    }

    private void fleet(ServerRequest request, ServerResponse response) {
        Json.send(response, FleetBodies.fleet(watch.snapshot(), hubStartedAt));
    }
}
