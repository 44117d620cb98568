package skerry.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How fast one node sends what it held back, how well it uses a thin line, and what receipts cost on the way back. */
final class CatchUpBench implements Bench {
    private static final int MANY = 4_000;
    private static final int FEW = 240;
    private static final long THIN = 64_000 / 8;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "catchup";
    }

    @Override
    public String about() {
        return "one node of 300 series with " + MANY + " minutes over loopback, and with " + FEW
                + " over 64 kbit/s, to a hub in its own process";
    }

    @Override
    public String takes() {
        return "5 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        var perSecond = new ArrayList<Double>();
        var down = new ArrayList<Double>();
        var use = new ArrayList<Double>();
        for (int run = 0; run < context.runs(); run++) {
            try (var site = new ThinSite(context, name(), MANY)) {
                long received = site.line().bytesDown();
                double seconds = send(site, MANY);
                perSecond.add((MANY - 1) / seconds);
                down.add((site.line().bytesDown() - received) / (double) (MANY - 1));
            }
            try (var site = new ThinSite(context, name(), FEW)) {
                site.line().rate(THIN);
                long sent = site.line().bytesUp();
                double seconds = send(site, FEW);
                use.add(100 * (site.line().bytesUp() - sent) / (THIN * seconds));
            }
            context.say(
                    "run %d: %.0f batches/s, %.0f bytes back for each, %.0f %% of a thin line; load average %s",
                    run + 1, perSecond.getLast(), down.getLast(), use.getLast(), Machine.currentLoad());
        }
        return List.of(
                new Figure("one node over loopback", perSecond, "batches/s", "", ""),
                new Figure("receipts and all else that comes back", down, "bytes per batch", "", ""),
                new Figure("use of a line of 64 kbit/s", use, "%", "≥ 90", ""));
    }

    private static double send(ThinSite site, int minutes) throws IOException, InterruptedException {
        long start = System.nanoTime();
        site.reach(minutes);
        ThinSite.await("all is in", LIMIT, () -> site.waiting() == 0);
        return (System.nanoTime() - start) / 1e9;
    }
}
