package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.query.Distribution;
import skerry.hub.query.Distributions;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Span;
import skerry.protocol.series.Labels;
import skerry.protocol.sketch.Bins;
import skerry.protocol.sketch.Sketch;

/** True percentiles of what agents tell as distributions: of a node, a site or the fleet, over a range of time. */
final class DistributionsResource implements HttpService {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long MAX_RANGE_MILLIS = 31 * DAY;
    private static final int MAX_STEPS = 720;
    private static final int MAX_QUANTILES = 10;
    private static final List<Double> USUAL = List.of(0.5, 0.95, 0.99);

    private final FleetWatch watch;
    private final InstantSource clock;
    private final Distributions distributions;

    DistributionsResource(FleetStore store, FleetWatch watch, InstantSource clock) {
        this.watch = watch;
        this.clock = clock;
        this.distributions = new Distributions(store);
    }

    /**
     * A distribution with its percentiles, in the order of the shares asked for.
     *
     * @param count values that it is of
     * @param t begins of the steps that have values, if a step was asked for
     * @param counts values in each of these
     * @param v percentiles of each of these, a list for each share
     */
    record DistributionBody(
            Map<String, String> labels,
            long count,
            List<Double> values,
            Optional<List<Long>> t,
            Optional<List<Long>> counts,
            Optional<List<List<Double>>> v) {}

    /**
     * @param relativeError no percentile is off by more than this share of itself
     * @param missing spans of which no node told anything
     * @param empty spans that were told of and in which there was no value
     * @param leftOut series that had no room
     * @param nodesLeftOut nodes beyond what one answer reads
     */
    record DistributionsBody(
            String metric,
            long from,
            long to,
            double relativeError,
            List<Double> quantiles,
            int nodes,
            int nodesLeftOut,
            long leftOut,
            List<Span> missing,
            List<Span> empty,
            List<DistributionBody> distributions) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/distributions", this::distributions);
    }

    private void distributions(ServerRequest request, ServerResponse response) {
        String metric = Parameters.text(request, "metric")
                .orElseThrow(() -> ApiException.badRequest("name one metric, as metric=NAME"));
        List<Double> shares = shares(request);
        List<Agent> nodes = nodes(request);
        var range = Parameters.range(request, clock.millis(), MAX_RANGE_MILLIS);
        long length = range.to() - range.from();
        long step = Parameters.number(request, "step", 0, MINUTE, MAX_RANGE_MILLIS);
        if (step > 0 && (length / step > MAX_STEPS || (length > DAY && step < HOUR))) {
            throw ApiException.badRequest("a range has at most " + MAX_STEPS
                    + " steps, and one of more than a day steps of an hour or more; take a larger step");
        }
        var question = new Distributions.Question(
                nodes,
                metric,
                labels(request),
                by(request),
                range.from(),
                range.to(),
                step > 0 ? step : Math.max(MINUTE, length));
        Distributions.Found found = distributions.of(question);
        Json.send(
                response,
                new DistributionsBody(
                        metric,
                        question.from(),
                        question.to(),
                        Bins.RELATIVE_ERROR,
                        shares,
                        nodes.size(),
                        found.nodesLeftOut(),
                        found.leftOut(),
                        found.missing(),
                        found.empty(),
                        rows(found, question, shares, step > 0)));
    }

    private static List<DistributionBody> rows(
            Distributions.Found found, Distributions.Question question, List<Double> shares, boolean course) {
        var rows = new ArrayList<DistributionBody>();
        found.distributions().entrySet().stream()
                .sorted(Comparator.comparing(one -> one.getKey().toString()))
                .forEach(one -> one.getValue()
                        .total()
                        .ifPresent(
                                total -> rows.add(row(one.getKey(), total, one.getValue(), question, shares, course))));
        return rows;
    }

    private static DistributionBody row(
            Labels labels,
            Sketch total,
            Distribution distribution,
            Distributions.Question question,
            List<Double> shares,
            boolean course) {
        List<Double> values = shares.stream().map(total::quantile).toList();
        if (!course) {
            return new DistributionBody(
                    labels.asMap(), total.count(), values, Optional.empty(), Optional.empty(), Optional.empty());
        }
        var times = new ArrayList<Long>();
        var counts = new ArrayList<Long>();
        List<List<Double>> lines = new ArrayList<>();
        shares.forEach(_ -> lines.add(new ArrayList<>()));
        for (int step = 0; step < distribution.size(); step++) {
            Optional<Sketch> at = distribution.at(step);
            if (at.isPresent()) {
                times.add(question.first() + step * question.stepMillis());
                counts.add(at.get().count());
                for (int i = 0; i < shares.size(); i++) {
                    lines.get(i).add(at.get().quantile(shares.get(i)));
                }
            }
        }
        return new DistributionBody(
                labels.asMap(), total.count(), values, Optional.of(times), Optional.of(counts), Optional.of(lines));
    }

    private static List<Double> shares(ServerRequest request) {
        List<String> texts = Parameters.texts(request, "q");
        if (texts.isEmpty()) {
            return USUAL;
        }
        if (texts.size() > MAX_QUANTILES) {
            throw ApiException.badRequest("ask for at most " + MAX_QUANTILES + " percentiles at once");
        }
        var shares = new ArrayList<Double>();
        for (String text : texts) {
            shares.add(share(text));
        }
        return shares;
    }

    private static double share(String text) {
        try {
            double share = Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("'q' must be a number from 0 to 1, such as 0.95");
        }
        throw ApiException.badRequest("'q' must be a number from 0 to 1, such as 0.95");
    }

    private static Map<String, String> labels(ServerRequest request) {
        var labels = new HashMap<String, String>();
        for (String text : Parameters.texts(request, "label")) {
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw ApiException.badRequest("write a label as label=NAME:VALUE");
            }
            labels.put(text.substring(0, colon), text.substring(colon + 1));
        }
        return labels;
    }

    /** One that is empty adds up all; none tells all labels apart. */
    private static Optional<List<String>> by(ServerRequest request) {
        List<String> names = Parameters.texts(request, "by");
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(names.stream().filter(name -> !name.isBlank()).toList());
    }

    private List<Agent> nodes(ServerRequest request) {
        Optional<String> site = Parameters.text(request, "site");
        Optional<String> node = Parameters.text(request, "node");
        if (site.isEmpty()) {
            if (node.isPresent()) {
                throw ApiException.badRequest("name the site of the node, as site=ID");
            }
            return watch.snapshot().sites().stream()
                    .flatMap(one -> nodes(one).stream())
                    .toList();
        }
        SiteStatus found = watch.snapshot()
                .site(site.get())
                .orElseThrow(() -> ApiException.notFound("there is no site '" + site.get() + "'"));
        List<Agent> nodes = nodes(found).stream()
                .filter(agent -> node.isEmpty() || agent.node().equals(node.get()))
                .toList();
        if (node.isPresent() && nodes.isEmpty()) {
            throw ApiException.notFound("site '" + site.get() + "' has no node '" + node.get() + "'");
        }
        return nodes;
    }

    private static List<Agent> nodes(SiteStatus site) {
        return site.nodes().stream().map(node -> node.status().agent()).toList();
    }
}
