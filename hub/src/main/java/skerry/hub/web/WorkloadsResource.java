package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.query.PodFacts;
import skerry.hub.query.Pods;
import skerry.hub.query.WorkloadFacts;
import skerry.hub.query.Workloads;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;

/** What runs at a site: its pods and who wants them. Sorted and paged here. */
final class WorkloadsResource implements HttpService {
    private static final int ROWS = 100;
    private static final int MAX_ROWS = 500;
    private static final long MAX_RANGE_MILLIS = Duration.ofDays(31).toMillis();

    private final FleetWatch watch;
    private final InstantSource clock;
    private final Pods pods;
    private final Workloads workloads;

    WorkloadsResource(FleetStore store, FleetWatch watch, InstantSource clock) {
        this.watch = watch;
        this.clock = clock;
        this.pods = new Pods(store);
        this.workloads = new Workloads(store);
    }

    /**
     * @param total pods that fit the question, of which {@code pods} are those from {@code offset} on
     * @param known pods of the site in the range, whatever the question
     * @param leftOut series of pods that had no room
     * @param cluster whether anybody told of the cluster's state
     */
    record PodsBody(
            long from,
            long to,
            long known,
            long total,
            int offset,
            long ill,
            long gone,
            long restarts,
            long oomKills,
            long leftOut,
            boolean cluster,
            List<String> namespaces,
            List<String> nodes,
            List<PodRow> pods) {}

    record WorkloadBody(
            String kind,
            String namespace,
            String name,
            Optional<Long> wanted,
            Optional<Long> ready,
            Optional<Long> updated,
            String state,
            String reason,
            Optional<Long> unmovedSince) {}

    /** @param total workloads that fit the question, of which {@code workloads} are those from {@code offset} on */
    record WorkloadsBody(
            long from,
            long to,
            long known,
            long total,
            int offset,
            long ill,
            long leftOut,
            List<String> namespaces,
            List<WorkloadBody> workloads) {}

    /** What an address asks for, beside the range. */
    private record Asked(
            Optional<String> namespace,
            Optional<String> node,
            Optional<String> state,
            String part,
            int offset,
            int limit) {
        static Asked of(ServerRequest request) {
            return new Asked(
                    Parameters.text(request, "namespace"),
                    Parameters.text(request, "node"),
                    Parameters.text(request, "state"),
                    Parameters.text(request, "q").orElse("").toLowerCase(Locale.ROOT),
                    Parameters.number(request, "offset", 0, 0, Pods.MAX_PODS),
                    Parameters.number(request, "limit", ROWS, 1, MAX_ROWS));
        }

        boolean fits(String ofNamespace, String name) {
            return namespace.map(ofNamespace::equals).orElse(true)
                    && (part.isEmpty()
                            || (ofNamespace + "/" + name)
                                    .toLowerCase(Locale.ROOT)
                                    .contains(part));
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sites/{id}/pods", this::pods).get("/sites/{id}/workloads", this::workloads);
    }

    private void pods(ServerRequest request, ServerResponse response) {
        List<Agent> nodes = nodes(request);
        var range = Parameters.range(request, clock.millis(), MAX_RANGE_MILLIS);
        var asked = Asked.of(request);
        Comparator<PodRow> order = PodRow.order(Parameters.text(request, "sort").orElse("-restarts"));
        Predicate<PodFacts> state = state(asked.state());
        Pods.Found found = pods.of(nodes, range.from(), range.to());
        List<PodFacts> fit = found.pods().stream()
                .filter(pod -> asked.fits(pod.namespace(), pod.pod()))
                .filter(pod -> asked.node().isEmpty() || asked.node().equals(pod.node()))
                .filter(state)
                .toList();
        Json.send(
                response,
                new PodsBody(
                        range.from(),
                        range.to(),
                        found.pods().size(),
                        fit.size(),
                        asked.offset(),
                        found.pods().stream()
                                .filter(pod -> !pod.well() && !pod.gone())
                                .count(),
                        found.pods().stream().filter(PodFacts::gone).count(),
                        fit.stream().mapToLong(PodFacts::restarts).sum(),
                        fit.stream().mapToLong(PodFacts::oomKills).sum(),
                        found.leftOut(),
                        found.cluster(),
                        found.pods().stream()
                                .map(PodFacts::namespace)
                                .distinct()
                                .sorted()
                                .toList(),
                        List.copyOf(found.pods().stream()
                                .flatMap(pod -> pod.node().stream())
                                .collect(Collectors.toCollection(() -> new TreeSet<>(NaturalOrder.OF_NAMES)))),
                        fit.stream()
                                .map(PodRow::of)
                                .sorted(order)
                                .skip(asked.offset())
                                .limit(asked.limit())
                                .toList()));
    }

    private static Predicate<PodFacts> state(Optional<String> word) {
        return switch (word.orElse("all")) {
            case "all" -> _ -> true;
            case "ill" -> pod -> !pod.well() && !pod.gone();
            case "gone" -> PodFacts::gone;
            default -> throw ApiException.badRequest("'state' must be all, ill or gone");
        };
    }

    private void workloads(ServerRequest request, ServerResponse response) {
        List<Agent> nodes = nodes(request);
        var range = Parameters.range(request, clock.millis(), MAX_RANGE_MILLIS);
        var asked = Asked.of(request);
        Predicate<WorkloadFacts> state = switch (asked.state().orElse("all")) {
            case "all" -> _ -> true;
            case "ill" -> WorkloadsResource::isIll;
            case "gone" -> workload -> workload.state() == WorkloadFacts.State.GONE;
            default -> throw ApiException.badRequest("'state' must be all, ill or gone");
        };
        Workloads.Found found = workloads.of(nodes, range.from(), range.to());
        List<WorkloadFacts> fit = found.workloads().stream()
                .filter(workload -> asked.fits(workload.namespace(), workload.name()))
                .filter(state)
                .sorted(Comparator.comparing(WorkloadFacts::state)
                        .thenComparing(WorkloadFacts::namespace, NaturalOrder.OF_NAMES)
                        .thenComparing(WorkloadFacts::name, NaturalOrder.OF_NAMES)
                        .thenComparing(WorkloadFacts::kind))
                .toList();
        Json.send(
                response,
                new WorkloadsBody(
                        range.from(),
                        range.to(),
                        found.workloads().size(),
                        fit.size(),
                        asked.offset(),
                        found.workloads().stream()
                                .filter(WorkloadsResource::isIll)
                                .count(),
                        found.leftOut(),
                        found.workloads().stream()
                                .map(WorkloadFacts::namespace)
                                .distinct()
                                .sorted()
                                .toList(),
                        fit.stream()
                                .skip(asked.offset())
                                .limit(asked.limit())
                                .map(WorkloadsResource::body)
                                .toList()));
    }

    private static boolean isIll(WorkloadFacts workload) {
        return workload.state() == WorkloadFacts.State.FAILED || workload.state() == WorkloadFacts.State.STUCK;
    }

    private static WorkloadBody body(WorkloadFacts workload) {
        return new WorkloadBody(
                workload.kind(),
                workload.namespace(),
                workload.name(),
                workload.wanted(),
                workload.ready(),
                workload.updated(),
                SiteResource.word(workload.state()),
                workload.reason(),
                workload.unmovedSince());
    }

    private List<Agent> nodes(ServerRequest request) {
        String id = request.path().pathParameters().get("id");
        SiteStatus site =
                watch.snapshot().site(id).orElseThrow(() -> ApiException.notFound("there is no site '" + id + "'"));
        return site.nodes().stream().map(node -> node.status().agent()).toList();
    }
}
