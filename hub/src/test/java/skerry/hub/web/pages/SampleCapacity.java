package skerry.hub.web.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Made-up disks, and requests against use. */
final class SampleCapacity {
    private static final long DAY = 86_400_000;

    private SampleCapacity() {}

    static Json disks(boolean hasCluster, long from, long to) {
        var all = new ArrayList<Json>();
        if (hasCluster) {
            all.add(disk("between", "between 2 and 3 days", 10e9, 0.4e9, to)
                    .put("claim", "shop/data")
                    .put("earliest", to + 2 * DAY)
                    .put("latest", to + 3 * DAY));
        }
        all.add(disk("between", "between 9 and 14 days", 31e9, 4e9, to)
                .put("place", "/")
                .put("earliest", to + 9 * DAY)
                .put("latest", to + 14 * DAY));
        all.add(disk("emptied", "emptied 2 times in 14 days, at most 71 % full", 31e9, 12e9, to)
                .put("place", "/var/log"));
        all.add(disk("not-within", "not within 90 days", 1e9, 0.8e9, to).put("place", "/boot/firmware"));
        all.add(disk("too-little-data", "too little data: 2 of at least 3 days", 64e9, 60e9, to)
                .put("place", "/mnt/stick"));
        return SampleFleet.span(from, to)
                .put("total", all.size())
                .put("offset", 0)
                .put("soon", hasCluster ? 2 : 1)
                .put("leftOut", 0)
                .put("disks", all);
    }

    private static Json disk(String word, String sentence, double size, double free, long to) {
        return Json.object()
                .put("node", "gateway")
                .put("size", size)
                .put("free", free)
                .put("toldTo", to)
                .put("word", word)
                .put("sentence", sentence);
    }

    static Json requests(boolean hasCluster, Map<String, String> query, long from, long to) {
        var all = new ArrayList<Json>();
        if (hasCluster) {
            all.add(row(
                    "api",
                    "raise",
                    "raise its limit of memory from 128Mi to 192Mi, as it was ended for lack of memory once",
                    64e6,
                    120e6));
            all.add(row("reader", "lower", "ask for 60Mi of memory instead of 512Mi", 512e6, 50e6));
            all.add(row("store", "fits", "what it asks for fits", 64e6, 50e6));
            all.add(row("import", "too-little-data", "too little data: 1 of at least 3 days", 64e6, 50e6));
        }
        int known = all.size();
        all.removeIf(row -> !row.toString().contains("\"" + query.getOrDefault("q", "")));
        return SampleFleet.span(from, to)
                .put("known", known)
                .put("total", all.size())
                .put("offset", 0)
                .put("untold", 0)
                .put("leftOut", 0)
                .put("memory", Json.object().put("asked", 1.2e9).put("unused", 0.7e9))
                .put("cpu", Json.object().put("asked", 1.5).put("unused", 1.1))
                .put("namespaces", known > 0 ? List.of("shop") : List.of())
                .put("rows", all);
    }

    private static Json row(String workload, String word, String sentence, double asked, double used) {
        return Json.object()
                .put("kind", "Deployment")
                .put("namespace", "shop")
                .put("workload", workload)
                .put("container", "app")
                .put("pods", 2)
                .put("hours", 336)
                .put("memory", resource(asked, used))
                .put("cpu", resource(0.1, 0.02))
                .put("word", word)
                .put("sentence", sentence);
    }

    private static Json resource(double asked, double used) {
        return Json.object()
                .put("request", asked)
                .put("limit", 2 * asked)
                .put(
                        "used",
                        Json.object().put("usual", used / 2).put("high", used).put("most", used * 1.1))
                .put("advised", used * 1.2);
    }
}
