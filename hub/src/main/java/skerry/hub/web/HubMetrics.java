package skerry.hub.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteState;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.query.AlertBook;
import skerry.hub.store.Account;
import skerry.hub.store.AlertSeverity;
import skerry.hub.store.Alerts;
import skerry.hub.store.FleetStore;
import skerry.protocol.RecordCounts;
import skerry.protocol.Uid;
import skerry.protocol.payload.LossCause;
import skerry.protocol.series.Labels;

/**
 * The fleet and the hub itself for an existing Prometheus, and through it an existing Alertmanager. It names sites, so it
 * is read with an API token, like all else; {@code deploy/prometheus} shows how.
 */
final class HubMetrics implements HttpService {
    private static final String OPEN = "open";
    private static final String ACKNOWLEDGED = "acknowledged";
    private static final String PAST = "past";

    private final FleetWatch watch;
    private final FleetStore store;
    private final Supplier<List<Family>> own;
    private final AlertBook book;

    /** @param own families of the hub itself */
    HubMetrics(FleetWatch watch, FleetStore store, Supplier<List<Family>> own) {
        this.watch = watch;
        this.store = store;
        this.own = own;
        this.book = new AlertBook(store);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/metrics", this::metrics);
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        var text = new Exposition();
        List<SiteStatus> sites = watch.snapshot().sites();
        states(sites).forEach(text::add);
        accounts(sites).forEach(text::add);
        alerts().forEach(text::add);
        own.get().forEach(text::add);
        response.header(HeaderNames.CONTENT_TYPE, Exposition.CONTENT_TYPE);
        response.send(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What the watch knows of sites. Pure. */
    static List<Family> states(List<SiteStatus> sites) {
        var state = Family.gauge("skerry_site_state", "1 for the state that the site is in, 0 for the others.");
        var since = Family.gauge("skerry_site_state_since_timestamp_seconds", "Since when the site is in its state.");
        var seen = Family.gauge(
                "skerry_site_last_seen_timestamp_seconds", "When the site was last in contact; absent if never.");
        var overdue =
                Family.gauge("skerry_site_overdue_seconds", "How much longer than agreed the site has been silent.");
        var data = Family.gauge(
                "skerry_site_data_timestamp_seconds", "Newest moment held without a gap before it; absent if none.");
        var backlog = Family.gauge("skerry_site_backlog_bytes", "What the site says it still holds for the hub.");
        var below = Family.gauge(
                "skerry_site_nodes_below_policy",
                "Nodes of which the hub takes nothing, since they send under too early a privacy policy.");
        for (SiteStatus site : sites) {
            Labels labels = labels(site);
            for (SiteState one : SiteState.values()) {
                state.with(labels.with("state", one.word()), site.verdict().state() == one ? 1 : 0);
            }
            since.with(labels, site.since() / 1000.0);
            if (site.seen() > 0) {
                seen.with(labels, site.seen() / 1000.0);
            }
            overdue.with(labels, site.verdict().overdueMillis() / 1000.0);
            if (site.dataTo() > 0) {
                data.with(labels, site.dataTo() / 1000.0);
            }
            backlog.with(labels, site.backlogBytes());
            below.with(
                    labels,
                    site.nodes().stream()
                            .filter(node -> node.status().policy().isBelow())
                            .count());
        }
        return List.of(state, since, seen, overdue, data, backlog, below);
    }

    /** Where the records of sites are, as far as the hub can tell. */
    private List<Family> accounts(List<SiteStatus> sites) {
        var delivered =
                Family.counter("skerry_site_delivered_records_total", "Source records that held batches cover.");
        var dropped = Family.counter(
                "skerry_site_dropped_records_total", "Source records that the site announced as dropped, by cause.");
        var refused = Family.gauge(
                "skerry_site_refused_batches",
                "Batches kept as refused: they cannot be decoded, or were made under too early a policy.");
        var lost = Family.gauge("skerry_site_lost_batches", "Batches known to be gone; they may still come by stick.");
        var missing = Family.gauge("skerry_site_missing_batches", "Batches known of that are still to come.");
        Map<Uid, Map<LossCause, RecordCounts>> all = store.history().dropped();
        for (SiteStatus site : sites) {
            Labels labels = labels(site);
            var account = new HashMap<Uid, Account>();
            var byCause = new EnumMap<LossCause, RecordCounts>(LossCause.class);
            for (SiteStatus.Judged node : site.nodes()) {
                Uid uid = node.status().agent().uid();
                account.put(uid, store.batches().account(uid));
                all.getOrDefault(uid, Map.of())
                        .forEach((cause, counts) -> byCause.merge(cause, counts, RecordCounts::plus));
            }
            records(
                    delivered,
                    labels,
                    account.values().stream().map(Account::delivered).reduce(RecordCounts.NONE, RecordCounts::plus));
            byCause.forEach((cause, counts) -> records(dropped, labels.with("cause", word(cause)), counts));
            refused.with(
                    labels,
                    account.values().stream().mapToLong(Account::refused).sum());
            lost.with(labels, account.values().stream().mapToLong(Account::lost).sum());
            missing.with(
                    labels,
                    account.values().stream().mapToLong(Account::missing).sum());
        }
        return List.of(delivered, dropped, refused, lost, missing);
    }

    /** Alerts by what they count for now, and what of them was left aside. */
    private List<Family> alerts() {
        var alerts = Family.gauge(
                "skerry_hub_alerts", "Alerts of agents: open, acknowledged at their site and open, or past.");
        List<AlertBook.Judged> unresolved = book.judged();
        Map<AlertSeverity, Long> resolved = store.alerts().resolvedCounts();
        for (AlertSeverity severity : AlertSeverity.values()) {
            Map<String, Long> known = new HashMap<>(unresolved.stream()
                    .filter(one -> one.alert().severity() == severity)
                    .collect(Collectors.groupingBy(HubMetrics::state, Collectors.counting())));
            known.merge(PAST, resolved.getOrDefault(severity, 0L), Long::sum);
            for (String state : List.of(OPEN, ACKNOWLEDGED, PAST)) {
                alerts.with(Labels.of("severity", severity.word(), "state", state), known.getOrDefault(state, 0L));
            }
        }
        var ignored = Family.counter(
                "skerry_hub_alert_words_ignored_total", "What agents said of alerts and was left aside, by reason.");
        Map<Alerts.Ignored, Long> counts = store.alerts().ignored();
        for (Alerts.Ignored why : Alerts.Ignored.values()) {
            ignored.with(Labels.of("reason", why.word()), counts.getOrDefault(why, 0L));
        }
        return List.of(alerts, ignored);
    }

    private static String state(AlertBook.Judged one) {
        return !one.standing().isOpen() ? PAST : one.alert().acknowledged() ? ACKNOWLEDGED : OPEN;
    }

    private static void records(Family family, Labels labels, RecordCounts counts) {
        family.with(labels.with("kind", "samples"), counts.samples())
                .with(labels.with("kind", "lines"), counts.lines())
                .with(labels.with("kind", "events"), counts.events());
    }

    private static String word(LossCause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Labels labels(SiteStatus site) {
        return Labels.of("site", site.site().id(), "region", site.site().region());
    }
}
