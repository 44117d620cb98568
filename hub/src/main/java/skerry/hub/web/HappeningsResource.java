package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.query.Happening;
import skerry.hub.query.Happenings;
import skerry.hub.store.FleetStore;

/** What happened at a site, in the order of time: events, alerts, restarts, contact. Paged here. */
final class HappeningsResource implements HttpService {
    private static final int ROWS = 100;
    private static final int MAX_ROWS = 500;
    private static final long MAX_RANGE_MILLIS = Duration.ofDays(31).toMillis();

    private final FleetWatch watch;
    private final InstantSource clock;
    private final Happenings happenings;

    HappeningsResource(FleetStore store, FleetWatch watch, InstantSource clock) {
        this.watch = watch;
        this.clock = clock;
        this.happenings = new Happenings(store);
    }

    record HappeningBody(
            long at,
            Optional<Long> arrivedAt,
            Optional<Long> until,
            String kind,
            String severity,
            Optional<String> node,
            Optional<String> namespace,
            Optional<String> object,
            Optional<String> reason,
            String text,
            Optional<Long> count) {
        static HappeningBody of(Happening one) {
            return new HappeningBody(
                    one.at(),
                    one.arrivedAt(),
                    one.until(),
                    SiteResource.word(one.kind()),
                    SiteResource.word(one.severity()),
                    one.node(),
                    one.namespace(),
                    one.object(),
                    one.reason(),
                    one.text(),
                    one.count());
        }
    }

    /**
     * @param total those that fit the question, of which {@code happenings} are those from {@code offset} on
     * @param cut whether older ones were left out
     * @param kinds how many of each kind there are, whatever kind is asked for
     */
    record HappeningsBody(
            long from,
            long to,
            long total,
            int offset,
            boolean cut,
            Map<String, Long> kinds,
            List<String> namespaces,
            List<HappeningBody> happenings) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sites/{id}/happenings", this::happenings);
    }

    private void happenings(ServerRequest request, ServerResponse response) {
        String id = request.path().pathParameters().get("id");
        SiteStatus site =
                watch.snapshot().site(id).orElseThrow(() -> ApiException.notFound("there is no site '" + id + "'"));
        var range = Parameters.range(request, clock.millis(), MAX_RANGE_MILLIS);
        Set<String> kinds = new HashSet<>(Parameters.texts(request, "kind"));
        Optional<String> namespace = Parameters.text(request, "namespace");
        String part = Parameters.text(request, "q").orElse("").toLowerCase(Locale.ROOT);
        int offset = Parameters.number(request, "offset", 0, 0, 1_000_000);
        int limit = Parameters.number(request, "limit", ROWS, 1, MAX_ROWS);
        Happenings.Found found = happenings.of(
                site.site(),
                site.nodes().stream().map(node -> node.status().agent()).toList(),
                range.from(),
                range.to());
        List<Happening> ofAnyKind = found.all().stream()
                .filter(one -> namespace.isEmpty() || namespace.equals(one.namespace()))
                .filter(one -> part.isEmpty() || says(one, part))
                .toList();
        List<Happening> fit = ofAnyKind.stream()
                .filter(one -> kinds.isEmpty() || kinds.contains(SiteResource.word(one.kind())))
                .toList();
        Json.send(
                response,
                new HappeningsBody(
                        range.from(),
                        range.to(),
                        fit.size(),
                        offset,
                        found.cut(),
                        ofAnyKind.stream()
                                .collect(Collectors.groupingBy(
                                        one -> SiteResource.word(one.kind()), TreeMap::new, Collectors.counting())),
                        found.all().stream()
                                .flatMap(one -> one.namespace().stream())
                                .distinct()
                                .sorted()
                                .toList(),
                        fit.stream()
                                .skip(offset)
                                .limit(limit)
                                .map(HappeningBody::of)
                                .toList()));
    }

    private static boolean says(Happening one, String part) {
        return (one.text() + " " + one.reason().orElse("") + " " + one.object().orElse(""))
                .toLowerCase(Locale.ROOT)
                .contains(part);
    }
}
