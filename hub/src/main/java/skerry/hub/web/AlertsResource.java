package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import skerry.hub.query.AlertBook;
import skerry.hub.query.AlertBook.Judged;
import skerry.hub.store.Agent;
import skerry.hub.store.AlertSeverity;
import skerry.hub.store.Alerts;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Site;
import skerry.hub.web.AlertRow.Cause;
import skerry.protocol.Uid;

/** What must be acted on: alerts of all sites, a row per cause, sorted and paged here; and the episodes of one cause. */
final class AlertsResource implements HttpService {
    private static final int ROWS = 100;
    private static final int MAX_ROWS = 1_000;
    private static final int MAX_FROM = 1_000_000;

    private final FleetStore store;
    private final AlertBook book;

    AlertsResource(FleetStore store) {
        this.store = store;
        this.book = new AlertBook(store);
    }

    /**
     * @param total causes that fit the question, of which {@code alerts} are those from {@code from} on
     * @param open episodes that are open, of all that fit
     * @param known episodes that the hub keeps, whatever was asked for
     */
    record AlertsBody(
            long total, long from, long open, long past, long acknowledged, long known, List<AlertRow> alerts) {}

    /** @param total episodes that fit the question */
    record EpisodesBody(String rule, String severity, long total, long from, List<AlertBody> episodes) {}

    /** Which alerts are asked for. */
    private record Question(boolean open, boolean past, Predicate<AlertSeverity> severity, Predicate<String> rule) {
        boolean fits(String name, AlertSeverity gravity) {
            return severity.test(gravity) && rule.test(name);
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/alerts", this::causes).get("/alerts/episodes", this::episodes);
    }

    private void causes(ServerRequest request, ServerResponse response) {
        var order = AlertRow.order(Parameters.text(request, "sort").orElse("-severity"));
        int from = Parameters.number(request, "from", 0, 0, MAX_FROM);
        int limit = Parameters.number(request, "limit", ROWS, 1, MAX_ROWS);
        Question question = question(request);
        Optional<Site> site = site(request);
        List<Judged> unresolved = unresolved(question, site);
        List<Alerts.Resolved> resolved = question.past()
                ? store.alerts().resolved().stream()
                        .filter(one -> question.fits(one.rule(), one.severity()) && isAt(one.uid(), site))
                        .toList()
                : List.of();
        List<AlertRow> rows = rows(unresolved, resolved);
        Json.send(
                response,
                new AlertsBody(
                        rows.size(),
                        from,
                        rows.stream().mapToLong(AlertRow::open).sum(),
                        rows.stream().mapToLong(AlertRow::past).sum(),
                        rows.stream().mapToLong(AlertRow::acknowledged).sum(),
                        known(),
                        rows.stream()
                                .sorted(order)
                                .skip(from)
                                .limit(limit)
                                .map(row -> row.withSummary(summary(row, unresolved, site)))
                                .toList()));
    }

    private List<AlertRow> rows(List<Judged> unresolved, List<Alerts.Resolved> resolved) {
        var sums = new HashMap<Cause, AlertRow.Sum>();
        for (Judged one : unresolved) {
            var alert = one.alert();
            AlertRow.Sum sum = sums.computeIfAbsent(new Cause(alert.rule(), alert.severity()), _ -> new AlertRow.Sum());
            store.registry()
                    .site(one.agent().site())
                    .ifPresent(
                            at -> sum.add(alert.uid(), at, 1, one.standing().isOpen(), alert.began(), alert.began()));
            if (one.standing().isOpen() && alert.acknowledged()) {
                sum.acknowledge();
            }
        }
        for (Alerts.Resolved one : resolved) {
            AlertRow.Sum sum = sums.computeIfAbsent(new Cause(one.rule(), one.severity()), _ -> new AlertRow.Sum());
            store.registry()
                    .find(one.uid())
                    .flatMap(agent -> store.registry().site(agent.site()))
                    .ifPresent(at -> sum.add(one.uid(), at, one.episodes(), false, one.oldest(), one.newest()));
        }
        return sums.entrySet().stream()
                .map(sum -> sum.getValue().row(sum.getKey()))
                .toList();
    }

    /** What the newest alert of a row says. */
    private String summary(AlertRow row, List<Judged> unresolved, Optional<Site> site) {
        var severity = AlertSeverity.of(row.severity()).orElseThrow();
        return unresolved.stream()
                .map(Judged::alert)
                .filter(alert -> alert.rule().equals(row.rule()) && alert.severity() == severity)
                .findFirst()
                .flatMap(alert -> store.alerts().find(alert.uid(), alert.id()))
                .or(() -> store.alerts().resolved(row.rule(), severity, agents(site), 0, 1).stream()
                        .findFirst())
                .map(episode -> episode.about().summary())
                .orElse("");
    }

    private long known() {
        return store.alerts().unresolved().size()
                + store.alerts().resolvedCounts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    private void episodes(ServerRequest request, ServerResponse response) {
        String rule = Parameters.text(request, "rule")
                .orElseThrow(() -> ApiException.badRequest("name the rule, as rule=NAME&severity=WORD"));
        AlertSeverity severity = severity(request)
                .orElseThrow(() -> ApiException.badRequest("name the severity, as rule=NAME&severity=WORD"));
        int from = Parameters.number(request, "from", 0, 0, MAX_FROM);
        int limit = Parameters.number(request, "limit", ROWS, 1, MAX_ROWS);
        Question question = question(request);
        Optional<Site> site = site(request);
        List<Judged> unresolved = unresolved(question, site);
        long resolved = question.past()
                ? store.alerts().resolved().stream()
                        .filter(one -> question.fits(one.rule(), one.severity()) && isAt(one.uid(), site))
                        .mapToLong(Alerts.Resolved::episodes)
                        .sum()
                : 0;
        var episodes = new ArrayList<AlertBody>();
        unresolved.stream()
                .skip(from)
                .limit(limit)
                .forEach(one -> AlertBody.of(one, store).ifPresent(episodes::add));
        int room = limit - episodes.size();
        if (room > 0 && resolved > 0) {
            store.alerts()
                    .resolved(rule, severity, agents(site), Math.max(0, from - unresolved.size()), room)
                    .forEach(episode -> AlertBody.of(episode, store).ifPresent(episodes::add));
        }
        Json.send(response, new EpisodesBody(rule, severity.word(), unresolved.size() + resolved, from, episodes));
    }

    private List<Judged> unresolved(Question question, Optional<Site> site) {
        return book.judged().stream()
                .filter(one -> one.standing().isOpen() ? question.open() : question.past())
                .filter(one -> question.fits(one.alert().rule(), one.alert().severity()))
                .filter(one -> isAt(one.agent().uid(), site))
                .toList();
    }

    private boolean isAt(Uid uid, Optional<Site> site) {
        return site.isEmpty()
                || store.registry()
                        .find(uid)
                        .filter(agent -> agent.site().equals(site.get().id()))
                        .isPresent();
    }

    /** All that ever were at a site; empty for those of every site. */
    private Set<Uid> agents(Optional<Site> site) {
        return site.isEmpty()
                ? Set.of()
                : store.registry().agents().stream()
                        .filter(agent -> agent.site().equals(site.get().id()))
                        .map(Agent::uid)
                        .collect(Collectors.toSet());
    }

    private Optional<Site> site(ServerRequest request) {
        return Parameters.text(request, "site")
                .map(id -> store.registry()
                        .site(id)
                        .orElseThrow(() -> ApiException.notFound("there is no site '" + id + "'")));
    }

    private static Optional<AlertSeverity> severity(ServerRequest request) {
        return Parameters.text(request, "severity")
                .map(word -> AlertSeverity.of(word)
                        .orElseThrow(() -> ApiException.badRequest("'severity' must be critical, warning or info")));
    }

    private static Question question(ServerRequest request) {
        String state = Parameters.text(request, "state").orElse("open");
        if (!Set.of("open", "past", "all").contains(state)) {
            throw ApiException.badRequest("'state' must be open, past or all");
        }
        Optional<AlertSeverity> severity = severity(request);
        Optional<String> rule = Parameters.text(request, "rule");
        Optional<String> part = Parameters.text(request, "q").map(text -> text.toLowerCase(Locale.ROOT));
        return new Question(
                !state.equals("past"),
                !state.equals("open"),
                one -> severity.isEmpty() || severity.get() == one,
                name -> (rule.isEmpty() || rule.get().equals(name))
                        && (part.isEmpty() || name.toLowerCase(Locale.ROOT).contains(part.get())));
    }
}
