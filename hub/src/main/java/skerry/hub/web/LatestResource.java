package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.LatestValues.Latest;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/** The newest value of one metric over the whole fleet, for tables, maps and other programs. */
final class LatestResource implements HttpService {
    private final FleetStore store;

    LatestResource(FleetStore store) {
        this.store = store;
    }

    /** One series over all nodes that have it, as columns: the nodes' numbers stand at the same place in each. */
    private static final class Rows {
        final Series series;
        final List<String> site = new ArrayList<>();
        final List<String> node = new ArrayList<>();
        final List<Double> last = new ArrayList<>();
        final List<Double> rate = new ArrayList<>();
        final List<Long> at = new ArrayList<>();

        Rows(Series series) {
            this.series = series;
        }

        void add(Agent agent, Latest value) {
            site.add(agent.site());
            node.add(agent.node());
            last.add(value.last());
            rate.add(value.rate());
            at.add(value.at());
        }
    }

    record SeriesBody(
            Map<String, String> labels,
            String type,
            List<String> site,
            List<String> node,
            List<Double> last,
            Optional<List<Double>> rate,
            List<Long> at) {
        private static SeriesBody of(Rows rows) {
            boolean counter = rows.series.type() == MetricType.COUNTER;
            return new SeriesBody(
                    rows.series.labels().asMap(),
                    SiteResource.word(rows.series.type()),
                    rows.site,
                    rows.node,
                    rows.last,
                    counter ? Optional.of(rows.rate) : Optional.empty(),
                    rows.at);
        }
    }

    record LatestBody(String metric, List<SeriesBody> series) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/latest", this::latest);
    }

    private void latest(ServerRequest request, ServerResponse response) {
        String metric = Parameters.text(request, "metric")
                .orElseThrow(() -> ApiException.badRequest("name one metric, as metric=NAME"));
        var bySeries = new LinkedHashMap<Series, Rows>();
        for (Latest value : store.present().latest().ofMetric(metric)) {
            store.registry()
                    .find(value.uid())
                    .filter(agent -> !agent.retired())
                    .ifPresent(agent ->
                            bySeries.computeIfAbsent(value.series(), Rows::new).add(agent, value));
        }
        Json.send(
                response,
                new LatestBody(
                        metric, bySeries.values().stream().map(SeriesBody::of).toList()));
    }
}
