package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Present;

/** Where data is stuck. */
final class SyncResource implements HttpService {
    private final FleetStore store;
    private final FleetWatch watch;

    SyncResource(FleetStore store, FleetWatch watch) {
        this.store = store;
        this.watch = watch;
    }

    record SyncBody(
            String id,
            String name,
            long backlogBytes,
            long backlogBatches,
            double bytesPerSecond,
            Optional<Long> finishAt,
            Optional<Long> lastBatchAt,
            String road,
            long refused,
            long gaps) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sync", this::sync);
    }

    private void sync(ServerRequest request, ServerResponse response) {
        Json.send(
                response,
                Map.of("sites", watch.snapshot().sites().stream().map(this::body).toList()));
    }

    private SyncBody body(SiteStatus site) {
        List<Present> nodes = site.nodes().stream()
                .flatMap(node -> store.present().of(node.status().agent().uid()).stream())
                .toList();
        var summary = FleetBodies.site(site);
        return new SyncBody(
                summary.id(),
                summary.name(),
                summary.backlogBytes(),
                nodes.stream().mapToLong(Present::backlogBatches).sum(),
                nodes.stream().mapToDouble(Present::bytesPerSecond).sum(),
                summary.finishAt(),
                FleetBodies.present(nodes.stream().mapToLong(Present::lastBatchAt).max().orElse(0)),
                summary.road(),
                nodes.stream().mapToLong(Present::refused).sum(),
                nodes.stream()
                        .mapToLong(node -> store.history()
                                .gaps(node.uid(), 0, Long.MAX_VALUE)
                                .size())
                        .sum());
    }
}
