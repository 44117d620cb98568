package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.query.Quantile;
import skerry.hub.query.ServiceKey;
import skerry.hub.query.ServiceTrace;
import skerry.hub.query.Services;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;

/** What the services of a site do: rate, errors and duration of each, and the four golden signals of the site. */
final class ServicesResource implements HttpService {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long MAX_RANGE_MILLIS = Duration.ofDays(31).toMillis();
    /** As many as a chart has points. */
    private static final int STEPS = 360;
    /** The golden signals are of so long a time, the newest that is known. */
    private static final long SIGNALS_MILLIS = Duration.ofMinutes(15).toMillis();
    /** What a node can be short of, as its newest values name it. */
    private static final Map<String, String> RESOURCES = Map.of("cpu", "CPU", "mem", "memory", "disk", "disk");

    private final FleetWatch watch;
    private final InstantSource clock;
    private final Services services;

    ServicesResource(FleetStore store, FleetWatch watch, InstantSource clock) {
        this.watch = watch;
        this.clock = clock;
        this.services = new Services(store);
    }

    /**
     * @param folded services that agents told as one, {@code other}
     * @param leftOut services that had no room here
     */
    record ServicesBody(long from, long to, long step, long folded, long leftOut, List<ServiceRow> services) {}

    record LinesBody(long from, long to, long step, List<ServiceTrace.Points> series) {}

    /** The service that is worst by a signal. */
    record Worst(String namespace, String service, double value) {}

    record Latency(Quantile p95, Optional<Worst> worst) {}

    record Errors(double share, Optional<Worst> worst) {}

    /** @param share of the resource in use */
    record Saturation(String node, String resource, double share) {}

    /** Each is empty where nobody tells of it. */
    record SignalsBody(
            long from,
            long to,
            int services,
            Optional<Latency> latency,
            Optional<Double> traffic,
            Optional<Errors> errors,
            Optional<Saturation> saturation) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sites/{id}/services", this::services)
                .get("/sites/{id}/services/series", this::series)
                .get("/sites/{id}/signals", this::signals);
    }

    private void services(ServerRequest request, ServerResponse response) {
        List<Agent> nodes = nodes(site(request));
        var range = Parameters.range(request, clock.millis(), MAX_RANGE_MILLIS);
        long step = step(request, range);
        Services.Found found = services.of(nodes, range.from(), range.to(), step);
        Json.send(
                response,
                new ServicesBody(
                        range.from(),
                        range.to(),
                        step,
                        found.folded(),
                        found.leftOut(),
                        found.services().entrySet().stream()
                                .map(one -> ServiceRow.of(one.getKey(), one.getValue()))
                                .sorted(Comparator.comparingDouble(ServiceRow::rate)
                                        .reversed()
                                        .thenComparing(ServiceRow::namespace)
                                        .thenComparing(ServiceRow::service)
                                        .thenComparing(ServiceRow::source))
                                .toList()));
    }

    private void series(ServerRequest request, ServerResponse response) {
        List<Agent> nodes = nodes(site(request));
        var range = Parameters.range(request, clock.millis(), MAX_RANGE_MILLIS);
        long step = step(request, range);
        var key = new ServiceKey(
                Parameters.text(request, "namespace").orElse(""),
                Parameters.text(request, "service")
                        .orElseThrow(() -> ApiException.badRequest("name one service, as service=NAME")),
                Parameters.text(request, "source").orElse("metrics"));
        Json.send(
                response,
                new LinesBody(
                        range.from(), range.to(), step, services.course(nodes, key, range.from(), range.to(), step)));
    }

    private void signals(ServerRequest request, ServerResponse response) {
        SiteStatus site = site(request);
        long known = site.nodes().stream()
                .mapToLong(node -> node.status().facts().dataTo())
                .max()
                .orElse(0);
        long end = known > 0 ? Math.min(known, clock.millis()) : clock.millis();
        // A window belongs to the minute that its begin lies in: that of the newest one is over.
        long to = Math.floorDiv(end, MINUTE) * MINUTE;
        long from = to - SIGNALS_MILLIS;
        Services.Found found = services.of(nodes(site), from, to, MINUTE);
        Optional<ServiceTrace> all = Services.together(found, from, to, MINUTE);
        Json.send(
                response,
                new SignalsBody(
                        from,
                        to,
                        found.services().size(),
                        all.flatMap(one -> one.quantile(0.95)).map(p95 -> new Latency(p95, slowest(found))),
                        all.flatMap(ServiceTrace::rate),
                        all.flatMap(ServiceTrace::errors).map(share -> new Errors(share, mostFailing(found))),
                        saturation(site)));
    }

    private static Optional<Worst> slowest(Services.Found found) {
        return worst(found, trace -> trace.quantile(0.95).map(Quantile::value));
    }

    private static Optional<Worst> mostFailing(Services.Found found) {
        return worst(found, trace -> trace.errors().filter(share -> share > 0));
    }

    private static Optional<Worst> worst(Services.Found found, Function<ServiceTrace, Optional<Double>> by) {
        return found.services().entrySet().stream()
                .flatMap(one -> by.apply(one.getValue()).stream()
                        .map(value ->
                                new Worst(one.getKey().namespace(), one.getKey().service(), value)))
                .max(Comparator.comparingDouble(Worst::value).thenComparing(Worst::service));
    }

    /** What is fullest at the site: of its nodes' CPUs, memories and disks. */
    private static Optional<Saturation> saturation(SiteStatus site) {
        return site.nodes().stream()
                .flatMap(node -> node.status().latest().entrySet().stream()
                        .filter(value -> RESOURCES.containsKey(value.getKey()))
                        .map(value -> new Saturation(
                                node.status().agent().node(),
                                RESOURCES.getOrDefault(value.getKey(), value.getKey()),
                                value.getValue())))
                .max(Comparator.comparingDouble(Saturation::share).thenComparing(Saturation::node));
    }

    private static long step(ServerRequest request, Parameters.Range range) {
        long usual = Math.ceilDiv(Math.ceilDiv(range.to() - range.from(), STEPS), MINUTE) * MINUTE;
        long step = Parameters.number(request, "step", usual, MINUTE, MAX_RANGE_MILLIS);
        if ((range.to() - range.from()) / step > 2 * STEPS) {
            throw ApiException.badRequest("that range has more than " + 2 * STEPS + " steps; take a larger step");
        }
        return step;
    }

    private SiteStatus site(ServerRequest request) {
        String id = request.path().pathParameters().get("id");
        return watch.snapshot().site(id).orElseThrow(() -> ApiException.notFound("there is no site '" + id + "'"));
    }

    private static List<Agent> nodes(SiteStatus site) {
        return site.nodes().stream().map(node -> node.status().agent()).toList();
    }
}
