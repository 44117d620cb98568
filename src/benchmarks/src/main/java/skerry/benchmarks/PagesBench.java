package skerry.benchmarks;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import skerry.protocol.EncodedPayload;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;
import skerry.simulator.HubApi;
import skerry.simulator.LocalHub;

/** How soon a person sees something: two questions of the API, and the fleet page in a browser. */
final class PagesBench implements Bench {
    private static final int SITES = 10_000;
    private static final List<Integer> PAINTED = List.of(1_000, 5_000);
    private static final String METRIC = "node_load1";
    private static final int METRICS = 20;
    /** The packaged heap is for 2,000 agents. */
    private static final List<String> LARGE_FLEET = List.of("-Xmx2g");

    private static final int KINDS = 20;
    private static final int WARM_UP = 60;
    private static final int ASKED = 51;
    private static final int PAINTS_PER_RUN = 5;

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public String about() {
        return "answers over " + SITES + " sites and over a day, first paint of the fleet with " + PAINTED + " sites";
    }

    @Override
    public String takes() {
        return "6 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        context.say("making %,d sites of %d series, and a day of one of them", SITES, FieldAgent.SERIES);
        Path folder = context.folder(name());
        long thisMinute = System.currentTimeMillis() / 60_000 * 60_000;
        long yesterday = thisMinute - Duration.ofDays(1).toMillis();
        List<Member> fleet = fleet(thisMinute - 60_000);
        var figures = new ArrayList<Figure>();
        Path all = folder.resolve("all/hub");
        fill(all, fleet, new FieldAgent(KINDS, yesterday));
        try (var hub = LocalHub.start(context.home(), all, LARGE_FLEET)) {
            figures.addAll(ask(context, hub, yesterday));
        }
        for (int sites : PAINTED) {
            Path some = folder.resolve(sites + "/hub");
            fill(some, fleet.subList(0, sites - 1), new FieldAgent(KINDS, thisMinute - 60_000));
            try (var hub = LocalHub.start(context.home(), some)) {
                figures.addAll(FirstPaint.figures(context, hub, sites, PAINTS_PER_RUN));
            }
        }
        return figures;
    }

    /** A site's agent and what it has sent. */
    private record Member(FieldAgent agent, List<Batch> batches) {}

    /** All but one of the sites, of a few kinds: agents of a kind use the same names, which the first of them sends. */
    private static List<Member> fleet(long begin) {
        var fleet = new ArrayList<Member>();
        for (int kind = 0; kind < KINDS; kind++) {
            var first = new FieldAgent(kind, begin);
            Summary minute = first.nextMinute();
            EncodedPayload payload = SummaryCodec.encode(minute, first.dictionary());
            fleet.add(new Member(first, List.of(first.chunk(), first.seal(minute, payload))));
            for (int i = 1; i < SITES / KINDS; i++) {
                var twin = first.twin();
                fleet.add(new Member(twin, List.of(twin.seal(minute, payload))));
            }
        }
        fleet.removeLast();
        return fleet;
    }

    /** Fills a hub's store with a fleet, and one more agent that brings all its minutes since it began. */
    private static void fill(Path folder, List<Member> fleet, FieldAgent more) throws IOException {
        try (var store = new HubStore(folder, more.begin())) {
            store.enrol(0, more);
            store.take(more.chunk());
            long until = fleet.getFirst().batches().getLast().header().span().wallLast();
            for (long end = more.begin(); end < until; end += 60_000) {
                store.take(more.seal(more.nextMinute()));
            }
            store.compact(Duration.ZERO);
            for (int i = 0; i < fleet.size(); i++) {
                store.enrol(i + 1, fleet.get(i).agent());
                fleet.get(i).batches().forEach(store::take);
            }
        }
    }

    private static List<Figure> ask(BenchContext context, LocalHub hub, long from)
            throws IOException, InterruptedException {
        String latest = "/api/v1/latest?metric=" + METRIC;
        int held = hub.api().get(latest).path("series").get(0).path("last").size();
        if (held != SITES) {
            throw new IllegalStateException("the hub gives " + METRIC + " of " + held + " sites instead of " + SITES);
        }
        String day = day(hub.api(), from);
        int lines = hub.api().get(day).path("series").size();
        int points = hub.api().get(day).path("series").get(0).path("v").size();
        context.say("a day: %d series of %d points", lines, points);
        var all = new ArrayList<Double>();
        var oneDay = new ArrayList<Double>();
        for (int run = 0; run < context.runs(); run++) {
            all.add(millis(hub.api(), latest));
            oneDay.add(millis(hub.api(), day));
            context.say(
                    "run %d: %.1f ms for %,d sites, %.1f ms for a day; load average %s",
                    run + 1, all.getLast(), SITES, oneDay.getLast(), Machine.currentLoad());
        }
        ProcessCost cost = ProcessCost.of(hub.process().pid());
        return List.of(
                new Figure("last value of a metric, 10,000 sites", all, "ms", "≤ 20", "VictoriaMetrics 30"),
                new Figure("a day at 1 min of 20 metrics, warm", oneDay, "ms", "≤ 15", "VictoriaMetrics 13-15"),
                Figure.of("memory of the hub with 10,000 sites", cost.rssKib() / 1024.0, "MiB", "", ""));
    }

    /** Twenty metrics of which the site has one series each. */
    private static String day(HubApi api, long from) throws IOException, InterruptedException {
        var metrics = new ArrayList<String>();
        for (var metric :
                api.get("/api/v1/sites/" + HubStore.siteOf(0) + "/metrics").path("metrics")) {
            if (metric.path("series").asInt() == 1 && metrics.size() < METRICS) {
                metrics.add(metric.path("name").asText());
            }
        }
        return "/api/v1/sites/" + HubStore.siteOf(0) + "/series?from=" + from + "&to="
                + (from + Duration.ofDays(1).toMillis()) + "&step=60000&"
                + metrics.stream()
                        .map(name -> "metric=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    /** The median of many answers, from the question to the last byte. */
    private static double millis(HubApi api, String path) throws IOException, InterruptedException {
        var took = new ArrayList<Double>();
        for (int i = 0; i < WARM_UP + ASKED; i++) {
            long start = System.nanoTime();
            int length = api.text(path).length();
            double millis = (System.nanoTime() - start) / 1e6;
            if (length < 100) {
                throw new IOException("the hub did not answer " + path);
            }
            if (i >= WARM_UP) {
                took.add(millis);
            }
        }
        return took.stream().sorted().toList().get(ASKED / 2);
    }
}
