package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.store.FleetStore;
import skerry.protocol.Uid;

/** Where data is stuck, and what became of it. Sorted and paged here, so that a page shows thousands of sites quickly. */
final class SyncResource implements HttpService {
    private static final int ROWS = 100;
    private static final int MAX_ROWS = 1_000;

    private final FleetStore store;
    private final FleetWatch watch;

    SyncResource(FleetStore store, FleetWatch watch) {
        this.store = store;
        this.watch = watch;
    }

    /**
     * @param total sites that fit the question, of which {@code sites} are those from {@code from} on
     * @param waiting sites with a backlog, of all that fit
     */
    record SyncBody(
            long total, long from, long waiting, long backlogBytes, long refused, long gaps, List<SyncRow> sites) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sync", this::sync).get("/sync/{id}", this::site);
    }

    private void sync(ServerRequest request, ServerResponse response) {
        var order = SyncRow.order(Parameters.text(request, "sort").orElse("-backlog"));
        int from = Parameters.number(request, "from", 0, 0, 1_000_000);
        int limit = Parameters.number(request, "limit", ROWS, 1, MAX_ROWS);
        Predicate<SyncRow> fits = Parameters.text(request, "q")
                .map(text -> text.toLowerCase(Locale.ROOT))
                .<Predicate<SyncRow>>map(
                        text -> row -> row.name().toLowerCase(Locale.ROOT).contains(text)
                                || row.id().toLowerCase(Locale.ROOT).contains(text))
                .orElse(_ -> true);
        Map<Uid, Long> gaps = store.history().gapCounts();
        List<SyncRow> rows = watch.snapshot().sites().stream()
                .map(site -> SyncRow.of(site, store, gaps))
                .filter(fits)
                .toList();
        Json.send(
                response,
                new SyncBody(
                        rows.size(),
                        from,
                        rows.stream().filter(row -> row.backlogBytes() > 0).count(),
                        rows.stream().mapToLong(SyncRow::backlogBytes).sum(),
                        rows.stream().mapToLong(SyncRow::refused).sum(),
                        rows.stream().mapToLong(SyncRow::gaps).sum(),
                        rows.stream().sorted(order).skip(from).limit(limit).toList()));
    }

    private void site(ServerRequest request, ServerResponse response) {
        String id = request.path().pathParameters().get("id");
        SiteStatus site =
                watch.snapshot().site(id).orElseThrow(() -> ApiException.notFound("there is no site '" + id + "'"));
        Json.send(response, SyncOfSite.of(site, store));
    }
}
