package skerry.hub.web.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import skerry.hub.fleet.Contract;

/**
 * A made-up fleet with varied, seeded lives: the same seed, size and time give the same fleet.
 * Thread-safe: the lives are fixed, only the state words of sites may be changed afterwards.
 */
final class SampleFleet {
    static final long MINUTE = 60_000;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    /** How long ago the first node of some sites went on with new hardware. */
    static final long REPLACED_AGO = 9 * HOUR;

    /** Beyond the numbers of machines. */
    private static final int CLUSTER_AGENT = 9;

    private static final List<String> REGIONS =
            List.of("Lofoten", "Helgeland", "Finnmark", "Senja", "Vesterålen", "Salten", "Ofoten", "Hinnøya");
    private static final List<String> PLACES = List.of(
            "Skomvær",
            "Værøy",
            "Træna",
            "Lovund",
            "Myken",
            "Fleinvær",
            "Røst",
            "Gåsvær",
            "Andøya",
            "Torsvåg",
            "Bleik",
            "Støtt",
            "Ylvingen",
            "Vega",
            "Leka",
            "Sørøya",
            "Ingøy",
            "Helnes",
            "Makkaur",
            "Kjølnes");
    private static final List<String> KINDS = List.of("light", "weir", "pump", "mast", "quay", "hatchery", "tunnel");

    /** State words, each as often as its share of a hundred sites. */
    private static final Map<String, Integer> SHARES = shares();

    record Site(int index, String id, String name, String region, String kind, int nodes, Random lots) {}

    private final List<Site> sites = new ArrayList<>();
    private final Map<String, Site> byId = new HashMap<>();
    private final Map<String, String> states = new ConcurrentHashMap<>();
    private final boolean simulated;
    private final SampleSites described = new SampleSites();
    private final SampleAlerts alerts = new SampleAlerts(this);

    SampleFleet(long seed, int size, boolean simulated) {
        this.simulated = simulated;
        var random = new Random(seed);
        for (int i = 0; i < size; i++) {
            String region = REGIONS.get(i % REGIONS.size());
            String name = PLACES.get(random.nextInt(PLACES.size())) + " " + KINDS.get(random.nextInt(KINDS.size()))
                    + " " + (i + 1);
            String id = "%s-%04d".formatted(region.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "o"), i + 1);
            String state = draw(random.nextInt(100));
            String kind = state.equals("offline-expected")
                    ? (random.nextBoolean() ? "usb" : "daily")
                    : random.nextInt(5) == 0 ? "daily" : "always-on";
            int nodes = 1 + random.nextInt(10) / 4 + (i % 11 == 0 ? 2 : 0);
            var site = new Site(i, id, name, region, kind, nodes, new Random(seed * 31 + i));
            sites.add(site);
            byId.put(id, site);
            states.put(id, state);
        }
    }

    private static Map<String, Integer> shares() {
        var shares = new LinkedHashMap<String, Integer>();
        shares.put("healthy", 62);
        shares.put("offline-expected", 14);
        shares.put("back-filling", 8);
        shares.put("degraded", 7);
        shares.put("offline-unexpected", 5);
        shares.put("never-seen", 4);
        return shares;
    }

    private static String draw(int lot) {
        int sum = 0;
        for (var share : SHARES.entrySet()) {
            sum += share.getValue();
            if (lot < sum) {
                return share.getKey();
            }
        }
        return "healthy";
    }

    List<Site> sites() {
        return List.copyOf(sites);
    }

    Optional<Site> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    String stateOf(Site site) {
        return states.getOrDefault(site.id(), "never-seen");
    }

    /** The first site in a state, for tests that need one. */
    Site first(String state) {
        return sites.stream()
                .filter(site -> stateOf(site).equals(state))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no site is " + state));
    }

    SampleAlerts alerts() {
        return alerts;
    }

    /** What people may change of its sites. */
    SampleSites described() {
        return described;
    }

    void change(Site site, String state) {
        states.put(site.id(), state);
    }

    /** The body of GET /fleet. */
    Json fleet(long now) {
        return Json.object()
                .put("asOf", now)
                .put(
                        "hub",
                        Json.object()
                                .put("startedAt", now - 9 * DAY)
                                .put("downtime", List.of(span(now - 5 * HOUR, now - 5 * HOUR + 10 * MINUTE))))
                .put("counts", counts())
                .put("sites", sites.stream().map(site -> siteJson(site, now)).toList())
                .put("changed", changed(now))
                .put("visits", visits(now));
    }

    Json counts() {
        var counts = new TreeMap<String, Integer>();
        SHARES.keySet().forEach(state -> counts.put(state, 0));
        sites.forEach(site -> counts.merge(stateOf(site), 1, Integer::sum));
        var json = Json.object();
        counts.forEach(json::put);
        return json;
    }

    /** How long ago the last contact was. */
    long silence(Site site) {
        int lot = site.index();
        return switch (stateOf(site)) {
            case "offline-unexpected" -> 9 * HOUR + (lot % 7L) * 31 * HOUR;
            case "offline-expected" ->
                site.kind().equals("usb") ? 3 * DAY + (lot % 5L) * DAY : 3 * HOUR + (lot % 4L) * HOUR;
            default -> 4_000 + (lot % 13L) * 3_000;
        };
    }

    private String reason(Site site) {
        return switch (stateOf(site)) {
            case "healthy" -> "reporting within its contract";
            case "degraded" ->
                site.index() % 2 == 0
                        ? "SD card at 96 % of its rated life"
                        : "1 of " + site.nodes() + " nodes silent for 40 min";
            case "offline-unexpected" -> "silent longer than its contract allows; last voltage alarm before silence";
            case "back-filling" -> "in contact again; 6 h of older data still on its way";
            case "offline-expected" ->
                site.kind().equals("usb") ? "next stick is due in a few days" : "reports a few times a day";
            default -> "enrolled, no first contact yet";
        };
    }

    Json siteJson(Site site, long now) {
        String state = stateOf(site);
        boolean seen = !state.equals("never-seen");
        long last = now - silence(site);
        boolean filling = state.equals("back-filling");
        var told = described.of(site);
        Json json = Json.object()
                .put("id", site.id())
                .put("name", told.name())
                .put("region", told.region())
                .put("state", state)
                .put("reason", reason(site))
                .put("since", now - silence(site) - (state.equals("healthy") ? 3 * DAY : 0))
                .put("contract", contract(Contract.of(told.contract())))
                .put("nodes", seen ? site.nodes() : 0)
                .put("nodesSilent", state.equals("degraded") && site.index() % 2 == 1 ? 1 : 0)
                .put("simulated", simulated && site.index() > 0)
                .put("zone", "Europe/Oslo")
                .put(
                        "coordinates",
                        told.coordinates()
                                .map(at ->
                                        Json.object().put("lat", at.latitude()).put("lon", at.longitude()))
                                .orElse(null))
                .put("contact", told.contact());
        Json open = Json.object();
        if (alerts.count(site, now, open)) {
            json.put("alerts", open);
        }
        if (!seen) {
            return json;
        }
        json.put("seen", last)
                .put("dataTo", filling ? now - 10 * HOUR : last - 20_000)
                .put("filledTo", filling ? now - 6 * HOUR : last - 20_000)
                .put("version", site.index() % 9 == 0 ? "0.0.9" : "0.1.0")
                .put("road", site.kind().equals("usb") ? "usb" : "mqtt")
                .put("latest", latest(site, 0, last));
        if (filling) {
            json.put("backlogBytes", 2_400_000L + site.index() * 91_000L).put("finishAt", now + 23 * MINUTE);
        }
        return json;
    }

    private static Json contract(Contract contract) {
        return Json.object()
                .put("kind", contract.contact().kind().word())
                .put("text", contract.text())
                .put("everyMs", contract.contact().every().toMillis())
                .put("graceMs", contract.contact().grace().toMillis());
    }

    private static Json latest(Site site, int node, long at) {
        int seed = site.index() * 17 + node;
        return Json.object()
                .put("cpu", SampleSeries.busy(seed, at))
                .put("mem", SampleSeries.memory(seed, at))
                .put("disk", SampleSeries.disk(seed, at))
                .put("temp", SampleSeries.temperature(seed, at));
    }

    static Json span(long from, long to) {
        return Json.object().put("from", from).put("to", to);
    }

    List<Json> changed(long now) {
        var changes = new ArrayList<Json>();
        for (Site site : sites) {
            String state = stateOf(site);
            if (site.index() % 6 == 1 && !state.equals("healthy") && changes.size() < 17) {
                changes.add(Json.object()
                        .put("site", site.id())
                        .put("name", site.name())
                        .put("from", state.equals("back-filling") ? "offline-unexpected" : "healthy")
                        .put("to", state)
                        .put("at", now - (changes.size() * 7L + 1) * MINUTE / 2));
            }
        }
        return changes;
    }

    private List<Json> visits(long now) {
        return sites.stream()
                .filter(site -> stateOf(site).equals("offline-unexpected")
                        || (stateOf(site).equals("degraded") && site.index() % 2 == 0)
                        || (stateOf(site).equals("back-filling") && site.index() % 5 == 0))
                .sorted(Comparator.comparingLong((Site site) -> -silence(site)))
                .map(site -> {
                    boolean recovered = stateOf(site).equals("back-filling");
                    boolean silent = stateOf(site).equals("offline-unexpected");
                    return Json.object()
                            .put("site", site.id())
                            .put("name", site.name())
                            .put(
                                    "reason",
                                    recovered
                                            ? "back in contact since 2 h"
                                            : silent
                                                    ? "silent " + silence(site) / HOUR
                                                            + " h longer than agreed; last voltage alarm before silence"
                                                    : "SD card at 96 % of its rated life")
                            .put("since", now - silence(site))
                            .put("score", recovered ? 0.0 : silence(site) / (double) HOUR)
                            .put("spare", recovered ? null : silent ? "power supply" : "SD card, 64 GB")
                            .put("contact", "harbour office, channel 12")
                            .put("recovered", recovered);
                })
                .toList();
    }

    /** The body of GET /sites/{id}. */
    Json detail(Site site, long from, long to, long now) {
        var life = new SampleLife(site, stateOf(site), silence(site), now);
        var nodes = new ArrayList<Json>();
        if (hasClusterAgent(site)) {
            nodes.add(node(site, CLUSTER_AGENT, now).put("name", "k3s").put("role", "cluster"));
        }
        for (int i = 0; i < site.nodes() && !stateOf(site).equals("never-seen"); i++) {
            nodes.add(node(site, i, now));
        }
        return siteJson(site, now)
                .put("nodes", nodes)
                .put(
                        "openAlerts",
                        alerts.of(site, now).stream()
                                .filter(SampleAlerts.Alert::isOpen)
                                .map(SampleAlerts.Alert::json)
                                .toList())
                .put("tags", described.of(site).tags())
                .put("timeline", life.timeline(from, to))
                .put("arrivals", life.arrivals(from, to))
                .put("events", life.events(from, to, uid(site, 0)))
                .put("gaps", life.losses(from, to, uid(site, 0)));
    }

    static String uid(Site site, int node) {
        var digits = new StringBuilder();
        for (int rest = site.index() * 10 + node + 1; digits.length() < 26; rest /= 26) {
            digits.append((char) ('a' + (rest + digits.length()) % 26));
        }
        return digits.toString();
    }

    private Json node(Site site, int i, long now) {
        boolean silent = stateOf(site).equals("degraded") && site.index() % 2 == 1 && i == site.nodes() - 1;
        long last = now - (silent ? 40 * MINUTE : silence(site));
        String state = silent ? "offline-unexpected" : stateOf(site);
        long drift = site.index() % 5 == 2 && i == 0 ? 12_400 : 40 + i * 11L;
        return Json.object()
                .put("uid", uid(site, i))
                .put("name", i == 0 ? "gateway" : "pi-" + i)
                .put("role", i == 0 ? "server" : "agent")
                .put("state", state)
                .put("reason", silent ? "silent for 40 min" : reason(site))
                .put("seen", last)
                .put("dataTo", last - 20_000)
                .put("filledTo", last - 20_000)
                .put("version", "0.1.0")
                .put(
                        "clock",
                        Json.object()
                                .put("quality", drift > 1_000 ? "restored" : "ntp")
                                .put("driftMs", drift)
                                .put("errorMs", 30L))
                .put("simulated", simulated && site.index() > 0)
                .put(
                        "budget",
                        Json.object()
                                .put("step", "new-data")
                                .put("limitBytes", 200_000_000L)
                                .put("spentBytes", 81_000_000L)
                                .put("expectedBytes", 196_500_000L)
                                .put("endsAt", now + 86_400_000L))
                .put("latest", latest(site, i, last));
    }

    /** Whether an agent that watches the API server is told of, before the machines as it comes first in the alphabet. */
    static boolean hasClusterAgent(Site site) {
        return site.index() % 12 == 4;
    }

    /** Whether the first node of a site went on with new hardware. */
    static boolean wasReplaced(Site site) {
        return site.index() % 6 == 2;
    }

    /** The body of GET /sites/{id}/series. */
    Json series(Site site, String uid, List<String> metrics, long from, long to, long step, long now) {
        int node = 0;
        while (node < site.nodes() && !uid(site, node).equals(uid)) {
            node++;
        }
        var life = new SampleLife(site, stateOf(site), silence(site), now);
        Json answer = new SampleSeries(site.index() * 17 + node, life).answer(metrics, from, to, step);
        boolean shown = wasReplaced(site) && node == 0 && from <= now - REPLACED_AGO && to > now - REPLACED_AGO;
        return answer.put(
                "replaced",
                shown ? List.of(Json.object().put("at", now - REPLACED_AGO).put("uid", "k".repeat(26))) : List.of());
    }
}
