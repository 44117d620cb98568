package skerry.hub.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteState;
import skerry.hub.fleet.SiteStatus;
import skerry.protocol.series.Labels;

/** The fleet and the hub itself for an existing Prometheus, and through it an existing Alertmanager. */
final class HubMetrics implements HttpService {
    private final FleetWatch watch;
    private final Supplier<Map<String, Double>> own;

    /** @param own counters of the hub itself by name; they end in {@code _total} */
    HubMetrics(FleetWatch watch, Supplier<Map<String, Double>> own) {
        this.watch = watch;
        this.own = own;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/metrics", this::metrics);
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, Exposition.CONTENT_TYPE);
        response.send(render(watch.snapshot(), own.get()).getBytes(StandardCharsets.UTF_8));
    }

    static String render(FleetWatch.Snapshot snapshot, Map<String, Double> own) {
        var text = new Exposition();
        text.family("skerry_site_state", "gauge", "1 for the state that the site is in, 0 for the others.");
        for (SiteStatus site : snapshot.sites()) {
            for (SiteState state : SiteState.values()) {
                text.sample(
                        "skerry_site_state",
                        labels(site).with("state", state.word()),
                        site.verdict().state() == state ? 1 : 0);
            }
        }
        text.family(
                "skerry_site_last_seen_timestamp_seconds",
                "gauge",
                "When the site was last in contact; absent if never.");
        snapshot.sites().stream()
                .filter(site -> site.seen() > 0)
                .forEach(site ->
                        text.sample("skerry_site_last_seen_timestamp_seconds", labels(site), site.seen() / 1000.0));
        text.family("skerry_site_overdue_seconds", "gauge", "How much longer than agreed the site has been silent.");
        snapshot.sites()
                .forEach(site -> text.sample(
                        "skerry_site_overdue_seconds",
                        labels(site),
                        site.verdict().overdueMillis() / 1000.0));
        text.family("skerry_site_data_timestamp_seconds", "gauge", "Newest moment held without a gap before it.");
        snapshot.sites().stream()
                .filter(site -> site.dataTo() > 0)
                .forEach(site ->
                        text.sample("skerry_site_data_timestamp_seconds", labels(site), site.dataTo() / 1000.0));
        text.family("skerry_site_backlog_bytes", "gauge", "What the site says it still holds for the hub.");
        snapshot.sites()
                .forEach(site -> text.sample("skerry_site_backlog_bytes", labels(site), (double) site.backlogBytes()));
        own.forEach((name, value) -> {
            boolean counter = name.endsWith("_total");
            text.family(name, counter ? "counter" : "gauge", "Of the hub itself.")
                    .sample(name, Labels.NONE, value);
        });
        return text.toString();
    }

    private static Labels labels(SiteStatus site) {
        return Labels.of("site", site.site().id(), "region", site.site().region());
    }
}
