package skerry.hub.web.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import skerry.hub.web.pages.SampleFleet.Site;

/** Made-up workloads of a site with a cluster; every third site has none. */
final class SampleCluster {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private final SampleFleet fleet;

    SampleCluster(SampleFleet fleet) {
        this.fleet = fleet;
    }

    private static boolean hasCluster(Site site) {
        return site.index() % 3 != 2;
    }

    /** One of {@code pods}, {@code workloads}, {@code requests}, {@code disks}, {@code boots}, {@code cards} and {@code happenings}. */
    Json answer(Site site, String part, Map<String, String> query, long from, long to) {
        return switch (part) {
            case "pods" -> pods(site, query, from, to);
            case "workloads" -> workloads(site, query, from, to);
            case "requests" -> SampleCapacity.requests(hasCluster(site), query, from, to);
            case "disks" -> SampleCapacity.disks(hasCluster(site), from, to);
            case "boots" -> SampleMachines.boots(from, to);
            case "cards" -> SampleMachines.cards(from, to);
            default -> happenings(site, query, from, to);
        };
    }

    private static Json pod(
            String namespace, String name, String state, boolean gone, long restarts, double memory, long to) {
        var pod = Json.object()
                .put("namespace", namespace)
                .put("pod", name)
                .put("node", "gateway")
                .put("state", gone ? "gone" : state)
                .put("well", !gone && state.equals("Running"))
                .put("gone", gone)
                .put("restarts", restarts)
                .put("oomKills", restarts / 4)
                .put(
                        "memory",
                        gone
                                ? Json.object()
                                : Json.object()
                                        .put("used", memory * 128e6)
                                        .put("request", 64e6)
                                        .put("limit", 128e6))
                .put("cpu", gone ? Json.object() : Json.object().put("used", memory / 5))
                .put("startedAt", to - 5 * HOUR)
                .put("toldTo", gone ? to - 3 * HOUR : to);
        if (!gone) {
            pod.put("memoryOfLimit", memory);
        }
        return restarts > 0 ? pod.put("lastExit", "OOMKilled") : pod;
    }

    private static boolean fits(Map<String, String> query, String name, boolean ill, boolean gone) {
        Predicate<String> state = word -> word.equals("ill") ? ill : word.equals("gone") ? gone : true;
        return name.contains(query.getOrDefault("q", "")) && state.test(query.getOrDefault("state", "all"));
    }

    private static Json pods(Site site, Map<String, String> query, long from, long to) {
        var all = new ArrayList<Json>();
        long known = hasCluster(site) ? 12 : 0;
        for (int i = 0; i < known; i++) {
            String name = (i < 4 ? "api-" : "reader-") + i;
            boolean ill = i == 0;
            boolean gone = i == 5;
            if (fits(query, name, ill, gone)) {
                all.add(pod(
                        "shop", name, ill ? "CrashLoopBackOff" : "Running", gone, ill ? 9 : 0, 0.95 - 0.07 * i, to));
            }
        }
        return SampleFleet.span(from, to)
                .put("known", known)
                .put("total", all.size())
                .put("offset", 0)
                .put("ill", known > 0 ? 1 : 0)
                .put("gone", known > 0 ? 1 : 0)
                .put("restarts", known > 0 ? 9 : 0)
                .put("oomKills", known > 0 ? 2 : 0)
                .put("leftOut", 0)
                .put("cluster", known > 0)
                .put("namespaces", known > 0 ? List.of("kube-system", "shop") : List.of())
                .put("nodes", known > 0 ? List.of("gateway", "pi-1") : List.of())
                .put("pods", all);
    }

    private static Json workload(String kind, String name, String state, String reason, long wanted, long ready) {
        var row = Json.object()
                .put("kind", kind)
                .put("namespace", "shop")
                .put("name", name)
                .put("state", state)
                .put("reason", reason);
        return List.of("Job", "HelmChart").contains(kind)
                ? row
                : row.put("wanted", wanted).put("ready", ready).put("updated", wanted);
    }

    private static Json workloads(Site site, Map<String, String> query, long from, long to) {
        var all = new ArrayList<Json>();
        if (hasCluster(site)) {
            all.add(workload("Job", "import-8", "failed", "the job has failed", 0, 0));
            all.add(workload("HelmChart", "pump", "failed", "it cannot be installed", 0, 0));
            all.add(workload("Deployment", "api", "stuck", "3 of 4 pods are ready", 4, 3)
                    .put("unmovedSince", to - HOUR));
            all.add(workload("StatefulSet", "store", "rolling-out", "0 of 1 pods are ready", 1, 0)
                    .put("unmovedSince", to - 3 * MINUTE));
            all.add(workload("DaemonSet", "reader", "as-wanted", "", 2, 2).put("unmovedSince", from));
            all.add(workload("Deployment", "old", "gone", "it was deleted in this range", 1, 1)
                    .put("unmovedSince", from));
        }
        int known = all.size();
        all.removeIf(row -> !fits(
                query,
                row.toString(),
                row.toString().matches(".*\"(stuck|failed)\".*"),
                row.toString().contains("\"gone\"")));
        return SampleFleet.span(from, to)
                .put("known", known)
                .put("total", all.size())
                .put("offset", 0)
                .put("ill", known > 0 ? 3 : 0)
                .put("leftOut", 0)
                .put("namespaces", known > 0 ? List.of("shop") : List.of())
                .put("workloads", all);
    }

    private static Json happening(String kind, String severity, String text, long at, long arrivedAt) {
        return Json.object()
                .put("kind", kind)
                .put("severity", severity)
                .put("node", "gateway")
                .put("text", text)
                .put("at", at)
                .put("arrivedAt", arrivedAt);
    }

    private static Json happenings(Site site, Map<String, String> query, long from, long to) {
        var all = new ArrayList<Json>();
        if (hasCluster(site)) {
            all.add(happening(
                            "kubernetes",
                            "warning",
                            "Back-off restarting failed container",
                            to - 5 * MINUTE,
                            to - 4 * MINUTE)
                    .put("namespace", "shop")
                    .put("object", "Pod api-0")
                    .put("reason", "BackOff")
                    .put("count", 7));
            all.add(happening("kubernetes", "info", "Stopping container service", to - 20 * MINUTE, to - 4 * MINUTE)
                    .put("namespace", "shop")
                    .put("object", "Pod reader-5")
                    .put("reason", "Killing")
                    .put("count", 1));
        }
        all.add(happening("alert", "warning", "shop/api-0 service crashes again and again", to - HOUR, to - 10 * MINUTE)
                .put("reason", "KubePodCrashLooping"));
        all.add(happening("restart", "info", "the machine was restarted", to - 3 * HOUR, to - 3 * HOUR + MINUTE));
        all.add(Json.object()
                .put("kind", "contact")
                .put("severity", "warning")
                .put("text", "no contact, and that was not agreed")
                .put("at", to - 5 * HOUR)
                .put("until", to - 4 * HOUR));
        String kinds = query.getOrDefault("kind", "");
        all.removeIf(one -> !kinds.isEmpty()
                && List.of(kinds.split("\n")).stream()
                        .noneMatch(kind -> one.toString().contains("\"kind\":\"" + kind)));
        var counts = Json.object().put("alert", 1).put("contact", 1).put("restart", 1);
        return SampleFleet.span(from, to)
                .put("total", all.size())
                .put("offset", 0)
                .put("cut", false)
                .put("kinds", hasCluster(site) ? counts.put("kubernetes", 2) : counts)
                .put("namespaces", hasCluster(site) ? List.of("shop") : List.of())
                .put("happenings", all);
    }

    private static String word(Site site) {
        return switch (site.index() % 6) {
            case 0 -> "blocked";
            case 1 -> "ready";
            case 3 -> "look";
            case 4 -> "unknown";
            default -> "none";
        };
    }

    Json upgrades(Map<String, String> query, long now) {
        var counts = Json.object();
        for (String word : List.of("blocked", "look", "unknown", "ready", "none")) {
            counts.put(
                    word,
                    fleet.sites().stream()
                            .filter(site -> word(site).equals(word))
                            .count());
        }
        var rows = fleet.sites().stream()
                .filter(site -> word(site).contains(query.getOrDefault("word", "")))
                .filter(site -> site.name().contains(query.getOrDefault("q", "")))
                .map(site -> upgrade(site, now))
                .toList();
        return Json.object()
                .put("total", rows.size())
                .put("offset", 0)
                .put("words", counts)
                .put("sites", rows.stream().limit(100).toList());
    }

    private static List<Json> plans(String word) {
        return switch (word) {
            case "blocked" -> List.of(plan("servers", true, 0, false), plan("agents", false, 0, false));
            case "ready" -> List.of(plan("servers", false, 0, true));
            case "look" -> List.of(plan("servers", false, 1, false));
            default -> List.of();
        };
    }

    private static Json plan(String name, boolean failed, long applying, boolean complete) {
        return Json.object()
                .put("name", "system-upgrade/" + name)
                .put("version", "v1.35.1-k3s1")
                .put("failed", failed)
                .put("applying", applying)
                .put("complete", complete);
    }

    private static Json upgrade(Site site, long now) {
        String word = word(site);
        var row = Json.object()
                .put("id", site.id())
                .put("name", site.name())
                .put("word", word)
                .put("nodes", word.equals("none") ? 0 : 2)
                .put("plans", plans(word));
        return switch (word) {
            case "blocked" ->
                row.put("reason", "1 disruption budget lets no pod go: shop/api")
                        .put("versions", List.of("v1.33.4+k3s1"))
                        .put("skew", 0)
                        .put("budgets", List.of("shop/api"))
                        .put("certificateEnds", now + 200 * SampleFleet.DAY)
                        .put("snapshotAt", now - 2 * HOUR)
                        .put("toldAt", now - MINUTE);
            case "ready" ->
                row.put("reason", "nothing that is known stands against it")
                        .put("versions", List.of("v1.34.1+k3s1"))
                        .put("skew", 0)
                        .put("budgets", List.of())
                        .put("certificateEnds", now + 300 * SampleFleet.DAY)
                        .put("snapshotAt", now - HOUR)
                        .put("toldAt", now - MINUTE);
            case "look" ->
                row.put("reason", "its nodes are 2 minor versions apart")
                        .put("versions", List.of("v1.32.9+k3s1", "v1.34.1+k3s1"))
                        .put("skew", 2)
                        .put("budgets", List.of())
                        .put("toldAt", now - MINUTE);
            case "unknown" ->
                row.put("reason", "nobody tells when its certificates end, or of a snapshot")
                        .put("versions", List.of("v1.34.1+k3s1"))
                        .put("budgets", List.of())
                        .put("toldAt", now - MINUTE);
            default ->
                row.put("reason", "no agent of it tells of Kubernetes")
                        .put("versions", List.of())
                        .put("budgets", List.of());
        };
    }
}
