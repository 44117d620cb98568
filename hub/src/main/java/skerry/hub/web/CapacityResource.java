package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import skerry.hub.capacity.RequestAdvice;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.query.Disks;
import skerry.hub.query.Requests;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;

/** Whether there is room at a site: until when on its disks, and in what its workloads ask for. Of the last two weeks. */
final class CapacityResource implements HttpService {
    private static final int ROWS = 100;
    private static final int MAX_ROWS = 500;

    private final FleetWatch watch;
    private final InstantSource clock;
    private final Disks disks;
    private final Requests requests;

    CapacityResource(FleetStore store, FleetWatch watch, InstantSource clock) {
        this.watch = watch;
        this.clock = clock;
        this.disks = new Disks(store);
        this.requests = new Requests(store);
    }

    /** @param total disks that fit the question, of which {@code disks} are those from {@code offset} on */
    record DisksBody(long from, long to, long total, int offset, long soon, long leftOut, List<DiskRow> disks) {}

    record UsedBody(double usual, double high, double most) {
        static UsedBody of(Requests.Used used) {
            return new UsedBody(used.usual(), used.high(), used.most());
        }
    }

    record ResourceBody(Optional<Double> request, Optional<Double> limit, UsedBody used, Optional<Double> advised) {}

    record RequestBody(
            String kind,
            String namespace,
            String workload,
            String container,
            int pods,
            int hours,
            ResourceBody memory,
            ResourceBody cpu,
            String word,
            String sentence) {
        static RequestBody of(Requests.Row row) {
            return new RequestBody(
                    row.kind(),
                    row.namespace(),
                    row.workload(),
                    row.container(),
                    row.pods(),
                    row.hours(),
                    new ResourceBody(
                            row.asked().memory(),
                            row.asked().memoryLimit(),
                            UsedBody.of(row.memory()),
                            row.advice().memory()),
                    new ResourceBody(
                            row.asked().cpu(),
                            row.asked().cpuLimit(),
                            UsedBody.of(row.cpu()),
                            row.advice().cpu()),
                    SiteResource.word(row.advice().word()),
                    row.advice().sentence());
        }
    }

    /**
     * Of the pods that run now, of containers with enough data.
     *
     * @param unused what is asked for beyond what was seen: of memory the most, of CPU what suffices in 95 of 100 hours
     */
    record TotalBody(double asked, double unused) {}

    /**
     * @param known containers of workloads, whatever the question
     * @param total those that fit the question, of which {@code rows} are those from {@code offset} on
     * @param untold containers of pods of which nobody told whose they are
     */
    record RequestsBody(
            long from,
            long to,
            long known,
            long total,
            int offset,
            long untold,
            long leftOut,
            TotalBody memory,
            TotalBody cpu,
            List<String> namespaces,
            List<RequestBody> rows) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sites/{id}/disks", this::disks).get("/sites/{id}/requests", this::requests);
    }

    private void disks(ServerRequest request, ServerResponse response) {
        List<Agent> nodes = nodes(request);
        long now = clock.millis();
        Optional<String> node = Parameters.text(request, "node");
        int offset = Parameters.number(request, "offset", 0, 0, Disks.MAX_DISKS);
        int limit = Parameters.number(request, "limit", ROWS, 1, MAX_ROWS);
        Disks.Found found = disks.of(nodes, now);
        List<DiskRow> fit = found.disks().stream()
                .filter(disk -> node.map(disk.node()::equals).orElse(true))
                .map(disk -> DiskRow.of(disk, now))
                .sorted(DiskRow.SOONEST_FIRST)
                .toList();
        Json.send(
                response,
                new DisksBody(
                        now - Disks.LOOK_BACK.toMillis(),
                        now,
                        fit.size(),
                        offset,
                        fit.stream().filter(row -> row.isSoon(now)).count(),
                        found.leftOut(),
                        fit.stream().skip(offset).limit(limit).toList()));
    }

    private void requests(ServerRequest request, ServerResponse response) {
        List<Agent> nodes = nodes(request);
        long now = clock.millis();
        Optional<String> namespace = Parameters.text(request, "namespace");
        String part = Parameters.text(request, "q").orElse("").toLowerCase(Locale.ROOT);
        int offset = Parameters.number(request, "offset", 0, 0, Requests.MAX_CONTAINERS);
        int limit = Parameters.number(request, "limit", ROWS, 1, MAX_ROWS);
        Requests.Found found = requests.of(nodes, now);
        List<Requests.Row> fit = found.rows().stream()
                .filter(row -> namespace.map(row.namespace()::equals).orElse(true))
                .filter(row -> (row.namespace() + "/" + row.workload() + "/" + row.container())
                        .toLowerCase(Locale.ROOT)
                        .contains(part))
                .sorted(Comparator.comparing((Requests.Row row) -> row.advice().word())
                        .thenComparing(
                                row -> unused(
                                        row,
                                        RequestAdvice.Asked::memory,
                                        one -> one.memory().most()),
                                Comparator.reverseOrder())
                        .thenComparing(Requests.Row::namespace, NaturalOrder.OF_NAMES)
                        .thenComparing(Requests.Row::workload, NaturalOrder.OF_NAMES)
                        .thenComparing(Requests.Row::container, NaturalOrder.OF_NAMES))
                .toList();
        Json.send(
                response,
                new RequestsBody(
                        now - Requests.LOOK_BACK.toMillis(),
                        now,
                        found.rows().size(),
                        fit.size(),
                        offset,
                        found.untold(),
                        found.leftOut(),
                        total(
                                fit,
                                RequestAdvice.Asked::memory,
                                row -> row.memory().most()),
                        total(fit, RequestAdvice.Asked::cpu, row -> row.cpu().high()),
                        found.rows().stream()
                                .map(Requests.Row::namespace)
                                .distinct()
                                .sorted()
                                .toList(),
                        fit.stream()
                                .skip(offset)
                                .limit(limit)
                                .map(RequestBody::of)
                                .toList()));
    }

    private static TotalBody total(
            List<Requests.Row> rows,
            Function<RequestAdvice.Asked, Optional<Double>> asked,
            ToDoubleFunction<Requests.Row> used) {
        double all = 0;
        double unused = 0;
        for (Requests.Row row : rows) {
            if (row.advice().word() != RequestAdvice.Word.TOO_LITTLE_DATA) {
                all += row.pods() * asked.apply(row.asked()).orElse(0.0);
                unused += unused(row, asked, used);
            }
        }
        return new TotalBody(all, unused);
    }

    private static double unused(
            Requests.Row row,
            Function<RequestAdvice.Asked, Optional<Double>> asked,
            ToDoubleFunction<Requests.Row> used) {
        return row.pods() * Math.max(0, asked.apply(row.asked()).orElse(0.0) - used.applyAsDouble(row));
    }

    private List<Agent> nodes(ServerRequest request) {
        String id = request.path().pathParameters().get("id");
        SiteStatus site =
                watch.snapshot().site(id).orElseThrow(() -> ApiException.notFound("there is no site '" + id + "'"));
        return site.nodes().stream().map(node -> node.status().agent()).toList();
    }
}
