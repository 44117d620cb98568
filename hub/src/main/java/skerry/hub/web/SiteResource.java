package skerry.hub.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.query.AlertBook;
import skerry.hub.query.Charts;
import skerry.hub.query.Gaps;
import skerry.hub.query.Happenings;
import skerry.hub.query.Stat;
import skerry.hub.query.Timeline;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Present;
import skerry.protocol.control.Autonomy;
import skerry.protocol.control.LinkBudget;

/** One site: its nodes, what happened there, what it measured. */
final class SiteResource implements HttpService {
    private static final int MAX_METRICS = 24;
    private static final int MAX_EVENTS = 500;
    private static final int MAX_ALERTS = 100;

    private final FleetStore store;
    private final FleetWatch watch;
    private final InstantSource clock;
    private final Charts charts;
    private final Timeline timeline;
    private final AlertBook alerts;

    SiteResource(FleetStore store, FleetWatch watch, InstantSource clock) {
        this.store = store;
        this.watch = watch;
        this.clock = clock;
        this.charts = new Charts(store);
        this.timeline = new Timeline(store);
        this.alerts = new AlertBook(store);
    }

    record ClockBody(String quality, Optional<Long> driftMs, Optional<Long> errorMs) {}

    record NodeBody(
            String uid,
            String name,
            String role,
            String state,
            String reason,
            Optional<Long> seen,
            Optional<Long> dataTo,
            Optional<Long> filledTo,
            String version,
            ClockBody clock,
            boolean simulated,
            Optional<BudgetBody> budget,
            Map<String, Double> latest,
            Optional<Double> summaryDays,
            Optional<Double> rawDays,
            Optional<String> contact,
            Optional<String> contactDiffers,
            Optional<String> policy,
            boolean belowPolicy) {}

    record BudgetBody(String step, long limitBytes, long spentBytes, Optional<Long> expectedBytes, long endsAt) {
        static BudgetBody of(LinkBudget budget) {
            return new BudgetBody(
                    budget.step(),
                    budget.limitBytes(),
                    budget.spentBytes(),
                    Optional.of(budget.expectedBytes()).filter(bytes -> bytes >= 0),
                    budget.endsMillis());
        }
    }

    record ArrivalBody(long at, long bytes, long batches, String road, boolean late) {}

    record EventBody(long at, long arrivedAt, String node, String type, String severity, String text) {}

    record GapBody(
            String node,
            String stream,
            long from,
            long to,
            String cause,
            long batches,
            long samples,
            long lines,
            long events) {}

    record HistoryBody(
            List<Timeline.Stretch> timeline, List<ArrivalBody> arrivals, List<EventBody> events, List<GapBody> gaps) {}

    record MetricBody(String name, int series) {}

    record LineBody(
            String metric, Map<String, String> labels, String type, String stat, List<Long> t, List<Double> v) {}

    record SeriesBody(
            long from,
            long to,
            long step,
            List<LineBody> series,
            double coverage,
            List<Gaps.Reason> gaps,
            List<Charts.Late> late,
            List<ReplacedBody> replaced) {}

    /** @param uid of the agent before */
    record ReplacedBody(long at, String uid) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sites/{id}", this::site)
                .get("/sites/{id}/series", this::series)
                .get("/sites/{id}/metrics", this::metrics);
    }

    private void site(ServerRequest request, ServerResponse response) {
        SiteStatus site = find(request);
        var range = Parameters.range(request, clock.millis());
        ObjectNode body = Json.tree(FleetBodies.site(site));
        body.setAll(Json.tree(Map.of(
                "nodes",
                site.nodes().stream().map(node -> node(site, node)).toList(),
                "tags",
                site.site().tags(),
                "openAlerts",
                openAlerts(site))));
        body.setAll(Json.tree(history(site, range)));
        Json.send(response, body);
    }

    private List<AlertBody> openAlerts(SiteStatus site) {
        return site.nodes().stream()
                .flatMap(node -> alerts.judged(node.status().agent()).stream())
                .filter(one -> one.standing().isOpen())
                .sorted(Comparator.comparing(
                                (AlertBook.Judged one) -> one.alert().severity())
                        .reversed())
                .limit(MAX_ALERTS)
                .flatMap(one -> AlertBody.of(one, store).stream())
                .toList();
    }

    private HistoryBody history(SiteStatus site, Parameters.Range range) {
        var arrivals = new ArrayList<ArrivalBody>();
        var events = new ArrayList<EventBody>();
        var gaps = new ArrayList<GapBody>();
        for (Agent agent : hardware(site)) {
            store.history()
                    .arrivals(agent.uid(), range.from(), range.to())
                    .forEach(arrived -> arrivals.add(new ArrivalBody(
                            arrived.at(),
                            arrived.bytes(),
                            arrived.batches(),
                            arrived.road().word(),
                            arrived.late())));
            Happenings.once(store.history().events(agent.uid(), range.from(), range.to(), MAX_EVENTS))
                    .forEach(event -> events.add(new EventBody(
                            event.at(),
                            event.arrivedAt(),
                            agent.node(),
                            event.type(),
                            word(event.severity()),
                            event.text())));
            store.history().gaps(agent.uid(), range.from(), range.to()).forEach(row -> {
                var gap = row.gap();
                gaps.add(new GapBody(
                        agent.node(),
                        String.valueOf(gap.stream().code()),
                        gap.fromMillis(),
                        gap.toMillis(),
                        word(gap.cause()),
                        gap.batches(),
                        gap.records().samples(),
                        gap.records().lines(),
                        gap.records().events()));
            });
        }
        events.sort(Comparator.comparingLong(EventBody::at).reversed());
        return new HistoryBody(timeline.of(site.site(), range.from(), range.to()), arrivals, events, gaps);
    }

    /** All agents of a site's nodes, those that were replaced too; each once. */
    private Set<Agent> hardware(SiteStatus site) {
        var all = new LinkedHashSet<Agent>();
        site.nodes()
                .forEach(node ->
                        all.addAll(store.registry().lineage(node.status().agent())));
        return all;
    }

    private void series(ServerRequest request, ServerResponse response) {
        SiteStatus site = find(request);
        Agent node = node(request, site);
        List<String> metrics = Parameters.texts(request, "metric");
        if (metrics.isEmpty() || metrics.size() > MAX_METRICS) {
            throw ApiException.badRequest("name 1 to " + MAX_METRICS + " metrics, as metric=NAME");
        }
        var range = Parameters.range(request, clock.millis());
        long step = Parameters.number(request, "step", 60_000L, 60_000, 31L * 86_400_000);
        Optional<Stat> stat = Parameters.text(request, "stat")
                .map(word -> Stat.of(word)
                        .orElseThrow(
                                () -> ApiException.badRequest("'stat' must be avg, min, max, last, rate or peak")));
        Charts.Answer answer;
        try {
            answer =
                    charts.ask(new Charts.Question(node, new HashSet<>(metrics), range.from(), range.to(), step, stat));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
        var gaps = Gaps.explain(answer.missing(), known(site, node, range));
        Json.send(
                response,
                new SeriesBody(
                        range.from(),
                        range.to(),
                        step,
                        answer.lines().stream()
                                .map(line -> new LineBody(
                                        line.series().name(),
                                        line.series().labels().asMap(),
                                        word(line.series().type()),
                                        line.stat().word(),
                                        line.times(),
                                        line.values()))
                                .toList(),
                        Gaps.coverage(range.from(), range.to(), gaps),
                        gaps,
                        answer.late(),
                        answer.replaced().stream()
                                .map(one ->
                                        new ReplacedBody(one.at(), one.before().value()))
                                .toList()));
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        SiteStatus site = find(request);
        Json.send(
                response,
                Map.of(
                        "metrics",
                        charts.metrics(node(request, site)).entrySet().stream()
                                .map(metric -> new MetricBody(metric.getKey(), metric.getValue()))
                                .toList()));
    }

    private SiteStatus find(ServerRequest request) {
        String id = request.path().pathParameters().get("id");
        return watch.snapshot()
                .site(id)
                .map(judged -> store.registry()
                        .site(id)
                        .filter(now -> !now.equals(judged.site()))
                        .map(judged::describedAs)
                        .orElse(judged))
                .orElseThrow(() -> ApiException.notFound("there is no site '" + id + "'"));
    }

    private Gaps.Known known(SiteStatus site, Agent node, Parameters.Range range) {
        List<Agent> lineage = store.registry().lineage(node);
        Optional<Present> present = store.present().of(node.uid());
        return new Gaps.Known(
                timeline.of(site.site(), node, range.from(), range.to()),
                lineage.stream()
                        .flatMap(agent -> store.history().gaps(agent.uid(), range.from(), range.to()).stream())
                        .toList(),
                lineage.getLast().enrolledAt(),
                store.history().oldest(),
                lineage.stream()
                        .flatMap(agent -> store.present().of(agent.uid()).stream())
                        .mapToLong(Present::newest)
                        .max()
                        .orElse(0),
                present.filter(it -> it.backlogBytes() > 0 || it.backlogBatches() > 0)
                        .isPresent(),
                clock.millis());
    }

    /** The node asked for, or the site's first. */
    private static Agent node(ServerRequest request, SiteStatus site) {
        Optional<String> wanted = Parameters.text(request, "node");
        return site.nodes().stream()
                .map(judged -> judged.status().agent())
                .filter(agent ->
                        wanted.isEmpty() || wanted.get().equals(agent.uid().value()))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound(
                        "site '" + site.site().id() + "' has no such node; GET /sites/{id} lists them"));
    }

    private NodeBody node(SiteStatus site, SiteStatus.Judged judged) {
        var status = judged.status();
        Optional<Autonomy> dark =
                SyncRow.autonomy(store.present().of(status.agent().uid()));
        return new NodeBody(
                status.agent().uid().value(),
                status.agent().node(),
                status.agent().role(),
                judged.verdict().state().word(),
                judged.verdict().reason(),
                FleetBodies.present(status.facts().seen()),
                FleetBodies.present(status.facts().dataTo()),
                FleetBodies.present(status.facts().filledTo()),
                status.version(),
                new ClockBody(
                        word(status.quality()),
                        FleetBodies.present(status.facts().seen()).map(_ -> status.driftMillis()),
                        Optional.of(status.errorMillis()).filter(error -> error >= 0)),
                status.agent().simulated(),
                status.budget().map(BudgetBody::of),
                status.latest(),
                dark.map(Autonomy::summaryDays),
                dark.map(Autonomy::rawDays),
                status.contact(),
                status.contact().flatMap(site.contract()::difference),
                Optional.of(status.policy().id()).filter(id -> !id.isEmpty()),
                status.policy().isBelow());
    }

    static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
