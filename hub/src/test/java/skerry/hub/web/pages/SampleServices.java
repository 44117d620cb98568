package skerry.hub.web.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import skerry.hub.web.pages.SampleFleet.Site;

/** Made-up services of a site; every third site has none. */
final class SampleServices {
    private static final long STEP = 300_000;

    private SampleServices() {}

    private static boolean hasServices(Site site) {
        return site.index() % 3 != 2;
    }

    /** One of {@code services}, {@code services/series} and {@code signals}. */
    static Json answer(Site site, String part, Map<String, String> query, long from, long to) {
        return switch (part) {
            case "services" -> services(site, from, to);
            case "signals" -> signals(site, to);
            default -> series(query.getOrDefault("service", ""), from, to);
        };
    }

    private static Json quantile(double value, double low, double high) {
        Json quantile = Json.object().put("value", value).put("low", low);
        return high > 0 ? quantile.put("high", high) : quantile;
    }

    private static Json exact(double value) {
        return quantile(value, value / 1.01, value / 0.99).put("error", 0.01);
    }

    /** What is asked of all sites, or of one: the same wherever it is. */
    static Json distributions(Map<String, String> query, long from, long to) {
        String metric = query.getOrDefault("metric", "");
        List<Json> rows = switch (metric) {
            case "skerry_link_round_trip_seconds" -> List.of(row("to", "broker", 0.045), row("to", "hub", 0.16));
            case "skerry_disk_io_duration_seconds" -> List.of(row("op", "read", 0.0004), row("op", "write", 0.007));
            case "skerry_service_request_duration_seconds" -> List.of(row("service", "till", 0.02));
            default -> List.of();
        };
        return SampleFleet.span(from, to)
                .put("metric", metric)
                .put("relativeError", 0.01)
                .put("quantiles", List.of(0.5, 0.95, 0.99))
                .put("nodes", 12)
                .put("nodesLeftOut", 0)
                .put("leftOut", 0)
                .put("missing", List.of())
                .put("empty", List.of())
                .put("distributions", rows);
    }

    private static Json row(String label, String value, double half) {
        return Json.object()
                .put("labels", Json.object().put(label, value))
                .put("count", 48_213)
                .put("values", List.of(half, 3 * half, 8 * half));
    }

    private static Json service(String name, String source, double rate, boolean timed) {
        return Json.object()
                .put("namespace", name.equals("other") ? "" : "shop")
                .put("service", name)
                .put("source", source)
                .put("rate", rate)
                .put("timed", timed);
    }

    private static Json services(Site site, long from, long to) {
        List<Json> all = !hasServices(site)
                ? List.of()
                : List.of(
                        service("door", "log", 12.4, false).put("errors", 0.001).put("refused", 0.02),
                        service("api", "metrics", 4.21, true)
                                .put("errors", 0.062)
                                .put("refused", 0.0)
                                .put("mean", 0.2)
                                .put("p50", quantile(0.08, 0.05, 0.1))
                                .put("p95", quantile(0.41, 0.1, 0.5))
                                .put("p99", quantile(10, 10, 0)),
                        service("till", "log", 2.2, true)
                                .put("errors", 0.0)
                                .put("refused", 0.0)
                                .put("mean", 0.03)
                                .put("p50", exact(0.012))
                                .put("p95", exact(0.087))
                                .put("p99", exact(0.31)),
                        service("quiet", "metrics", 0.002, false));
        return SampleFleet.span(from, to)
                .put("step", STEP)
                .put("folded", 0)
                .put("leftOut", 0)
                .put("services", all);
    }

    private static Json series(String service, long from, long to) {
        var times = new ArrayList<Long>();
        var rates = new ArrayList<Double>();
        var errors = new ArrayList<Double>();
        var durations = new ArrayList<Double>();
        for (long at = from / STEP * STEP; at < to; at += STEP) {
            times.add(at);
            rates.add(4 + Math.sin(at / 3e6));
            errors.add(0.2 + 0.1 * Math.sin(at / 2e6));
            durations.add(0.3 + 0.1 * Math.sin(at / 2e6));
        }
        List<Long> timed = service.equals("api") ? times : List.of();
        List<Double> took = service.equals("api") ? durations : List.of();
        return SampleFleet.span(from, to)
                .put("step", STEP)
                .put(
                        "series",
                        List.of(
                                points("rate", times, rates),
                                points("errors", times, errors),
                                points("p50", timed, took),
                                points("p95", timed, took),
                                points("p99", timed, took)));
    }

    private static Json points(String stat, List<Long> times, List<Double> values) {
        return Json.object().put("stat", stat).put("t", times).put("v", values);
    }

    private static Json signals(Site site, long to) {
        Json signals = SampleFleet.span(to - 900_000, to)
                .put("services", hasServices(site) ? 3 : 0)
                .put(
                        "saturation",
                        Json.object()
                                .put("node", "gateway")
                                .put("resource", "memory")
                                .put("share", 0.83));
        if (hasServices(site)) {
            Json worst = Json.object().put("namespace", "shop").put("service", "api");
            signals.put("traffic", 16.6)
                    .put(
                            "latency",
                            Json.object()
                                    .put("p95", quantile(0.41, 0.1, 0.5))
                                    .put("worst", Json.object().putAll(worst).put("value", 0.41)))
                    .put(
                            "errors",
                            Json.object()
                                    .put("share", 0.016)
                                    .put("worst", Json.object().putAll(worst).put("value", 0.062)));
        }
        return signals;
    }
}
