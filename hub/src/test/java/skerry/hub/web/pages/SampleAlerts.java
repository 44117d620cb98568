package skerry.hub.web.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Made-up answers about alerts: degraded sites have open ones, those that were dark tell of past ones. */
final class SampleAlerts {
    private static final List<String> GRAVITY = List.of("info", "warning", "critical");

    private final SampleFleet fleet;

    SampleAlerts(SampleFleet fleet) {
        this.fleet = fleet;
    }

    /** One alert of a site; {@code standing} as in the interface. */
    record Alert(
            SampleFleet.Site site,
            String rule,
            String severity,
            String summary,
            Map<String, String> labels,
            String standing,
            long since,
            long arrivedAt,
            boolean acknowledged) {
        boolean isOpen() {
            return standing.equals("open");
        }

        Json json() {
            Json json = Json.object()
                    .put("site", site.id())
                    .put("siteName", site.name())
                    .put("node", site.id() + "-1")
                    .put("uid", SampleFleet.uid(site, 0))
                    .put("rule", rule)
                    .put("severity", severity)
                    .put("labels", object(labels))
                    .put("summary", summary)
                    .put("description", "What to do about it stands in the handbook, at " + rule + ".")
                    .put("value", "0.93")
                    .put("standing", standing)
                    .put("open", isOpen())
                    .put("overOnArrival", standing.equals("over") && site.index() % 2 == 0)
                    .put("since", since)
                    .put("firedAt", since + 300_000)
                    .put("arrivedAt", arrivedAt);
            if (standing.equals("over")) {
                json.put("resolvedAt", since + 1_800_000).put("reason", "condition");
            }
            return acknowledged
                    ? json.put("acknowledgedBy", "Kim")
                            .put("acknowledgedAt", since + 900_000)
                            .put("note", "spare part is ordered")
                    : json;
        }
    }

    private static Json object(Map<String, String> labels) {
        Json json = Json.object();
        labels.forEach(json::put);
        return json;
    }

    /** What a site ever told, open ones first. */
    List<Alert> of(SampleFleet.Site site, long now) {
        String state = fleet.stateOf(site);
        long since = now - 3_600_000L * (1 + site.index() % 30);
        var alerts = new ArrayList<Alert>();
        if (state.equals("degraded") && site.index() % 2 == 0) {
            alerts.add(new Alert(
                    site,
                    "SdCardWorn",
                    "warning",
                    "The SD card is at 96 % of its rated life",
                    Map.of("device", "mmcblk0"),
                    "open",
                    since,
                    since + 301_000,
                    site.index() % 4 == 0));
        }
        if (state.equals("offline-unexpected")) {
            alerts.add(new Alert(
                    site,
                    "UnderVoltage",
                    "critical",
                    "The supply voltage is too low",
                    Map.of("node", site.id() + "-1"),
                    "open",
                    now - fleet.silence(site) - 900_000,
                    now - fleet.silence(site),
                    false));
        }
        if (state.equals("healthy") && site.index() % 9 == 0) {
            alerts.add(new Alert(
                    site,
                    "UpdateWaiting",
                    "info",
                    "An update is ready to be installed",
                    Map.of(),
                    "open",
                    since,
                    since + 310_000,
                    false));
        }
        if (state.equals("back-filling")) {
            alerts.add(new Alert(
                    site,
                    "DiskFillsUp",
                    "warning",
                    "/data is full in less than four hours at this rate",
                    Map.of("device", "/dev/sda1", "mountpoint", "/data"),
                    "late",
                    now - 9 * SampleFleet.HOUR,
                    now - SampleFleet.HOUR,
                    false));
        }
        if (!state.equals("never-seen") && site.index() % 5 == 0) {
            alerts.add(new Alert(
                    site,
                    "PodCrashLoops",
                    "warning",
                    "Container api restarts again and again",
                    Map.of("namespace", "shop", "pod", "api-7c9f", "container", "api"),
                    "over",
                    since - SampleFleet.DAY,
                    since - SampleFleet.DAY + 2 * SampleFleet.HOUR,
                    false));
        }
        return alerts;
    }

    /** The open ones of a site, counted as in GET /fleet; whether there are any. */
    boolean count(SampleFleet.Site site, long now, Json into) {
        List<Alert> open = of(site, now).stream().filter(Alert::isOpen).toList();
        for (String severity : GRAVITY) {
            into.put(
                    severity,
                    open.stream()
                            .filter(alert -> alert.severity().equals(severity))
                            .count());
        }
        into.put("acknowledged", open.stream().filter(Alert::acknowledged).count());
        return !open.isEmpty();
    }

    /** The body of GET /alerts; orders by gravity or rule. */
    Json causes(Map<String, String> query, long now) {
        List<Alert> fit = fit(query, now);
        var byCause = new LinkedHashMap<String, List<Alert>>();
        Comparator<Alert> order = Comparator.comparingInt((Alert alert) -> -GRAVITY.indexOf(alert.severity()))
                .thenComparing(Alert::rule);
        fit.stream()
                .sorted(query.getOrDefault("sort", "").endsWith("rule") ? Comparator.comparing(Alert::rule) : order)
                .forEach(alert -> byCause.computeIfAbsent(alert.severity() + alert.rule(), _ -> new ArrayList<>())
                        .add(alert));
        return Json.object()
                .put("total", byCause.size())
                .put("from", 0)
                .put("open", fit.stream().filter(Alert::isOpen).count())
                .put("past", fit.stream().filter(alert -> !alert.isOpen()).count())
                .put("acknowledged", fit.stream().filter(Alert::acknowledged).count())
                .put("known", all(now).size())
                .put("alerts", byCause.values().stream().map(SampleAlerts::row).toList());
    }

    private static Json row(List<Alert> alerts) {
        Alert first = alerts.getFirst();
        long open = alerts.stream().filter(Alert::isOpen).count();
        return Json.object()
                .put("rule", first.rule())
                .put("severity", first.severity())
                .put("summary", first.summary())
                .put("open", open)
                .put("past", alerts.size() - open)
                .put("acknowledged", alerts.stream().filter(Alert::acknowledged).count())
                .put("sites", alerts.size())
                .put("nodes", alerts.size())
                .put("newest", alerts.stream().mapToLong(Alert::since).max().orElseThrow())
                .put("oldest", alerts.stream().mapToLong(Alert::since).min().orElseThrow())
                .put(
                        "at",
                        alerts.stream()
                                .limit(6)
                                .map(alert -> Json.object()
                                        .put("id", alert.site().id())
                                        .put("name", alert.site().name())
                                        .put("episodes", 1))
                                .toList());
    }

    /** The body of GET /alerts/episodes. */
    Json episodes(Map<String, String> query, long now) {
        List<Alert> fit = fit(query, now);
        return Json.object()
                .put("rule", query.getOrDefault("rule", ""))
                .put("severity", query.getOrDefault("severity", ""))
                .put("total", fit.size())
                .put("from", 0)
                .put("episodes", fit.stream().map(Alert::json).toList());
    }

    private List<Alert> all(long now) {
        return fleet.sites().stream().flatMap(site -> of(site, now).stream()).toList();
    }

    private List<Alert> fit(Map<String, String> query, long now) {
        Predicate<Alert> state = switch (query.getOrDefault("state", "open")) {
            case "open" -> Alert::isOpen;
            case "past" -> alert -> !alert.isOpen();
            default -> _ -> true;
        };
        return all(now).stream()
                .filter(state)
                .filter(alert -> is(query, "severity", alert.severity()))
                .filter(alert -> is(query, "site", alert.site().id()))
                .filter(alert -> is(query, "rule", alert.rule()))
                .filter(alert -> alert.rule()
                        .toLowerCase(Locale.ROOT)
                        .contains(query.getOrDefault("q", "").toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static boolean is(Map<String, String> query, String name, String value) {
        return query.getOrDefault(name, value).equals(value);
    }
}
