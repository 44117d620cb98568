package skerry.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** After a dark time on a line that is hardly faster than what is new: when the present is seen, and when the past is in. */
final class OutageBench implements Bench {
    private static final int DARK_MINUTES = 10;
    private static final int LIVED = 200;
    private static final double TIMES_LIVE = 1.5;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofMinutes(90);

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public String about() {
        return DARK_MINUTES + " dark minutes of a node of 300 series, then a line of " + TIMES_LIVE
                + " times what it sends when all is well; from the moment of its first attempt";
    }

    @Override
    public String takes() {
        return "18 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        try (var site = new ThinSite(context, name(), LIVED)) {
            int minutes = 1;
            double live = liveRate(site, minutes + 1);
            minutes++;
            site.line().closeAtOnce(true);
            site.line().cut();
            ThinSite.await("the line is down", MINUTE, () -> !site.isStreaming());
            minutes += DARK_MINUTES;
            site.reach(minutes);
            long rate = Math.round(live * TIMES_LIVE);
            context.say("live rate %.0f B/s, line %d B/s", live, rate);

            site.line().heal();
            site.line().rate(rate);
            int before = site.line().accepted();
            ThinSite.await("the node tries", MINUTE, () -> site.line().accepted() > before);
            double began = System.currentTimeMillis() / 1e3;
            long up = site.line().bytesUp();
            long start = System.nanoTime();
            double seen = awaitSeen(site, began, start);
            long spent = site.line().bytesUp() - up;
            context.say("the newest state is seen after %.1f s and %d bytes", seen, spent);
            double in = awaitBacklog(context, site, minutes, start);
            return List.of(
                    Figure.of("until the newest state is seen", seen, "s", "≤ 10", "vmagent 2,700"),
                    Figure.of("sent until then, with the login", (double) spent, "bytes", "", ""),
                    Figure.of("until the backlog is in", in, "s", "", ""),
                    Figure.of(
                            "the same, if nothing but batches were sent",
                            DARK_MINUTES * 60 / (TIMES_LIVE - 1),
                            "s, computed",
                            "",
                            ""));
        }
    }

    /** A minute with its one batch, its live message and all that MQTT adds. */
    private static double liveRate(ThinSite site, int minutes) throws InterruptedException {
        long up = site.line().bytesUp();
        long start = System.nanoTime();
        site.reach(minutes);
        Thread.sleep(MINUTE);
        return (site.line().bytesUp() - up) / ((System.nanoTime() - start) / 1e9);
    }

    private static double awaitSeen(ThinSite site, double since, long start) throws IOException, InterruptedException {
        while (site.seen() < since || !site.tellsOfBacklog()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IOException("the site was not seen within " + LIMIT);
            }
            Thread.sleep(100);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Each minute makes one more batch meanwhile. */
    private static double awaitBacklog(BenchContext context, ThinSite site, int had, long start)
            throws IOException, InterruptedException {
        for (int minutes = had; System.nanoTime() - start < LIMIT.toNanos(); minutes++) {
            long next = start + (minutes - had + 1) * MINUTE.toNanos();
            while (System.nanoTime() < next) {
                if (site.waiting() == 0) {
                    return (System.nanoTime() - start) / 1e9;
                }
                Thread.sleep(100);
            }
            site.reach(minutes + 1);
            context.say("%d batches wait after %d min, %s", site.waiting(), minutes - had + 1, site.trouble());
        }
        throw new IOException("the backlog was not in within " + LIMIT);
    }
}
