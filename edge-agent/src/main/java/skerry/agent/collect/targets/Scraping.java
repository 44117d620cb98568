package skerry.agent.collect.targets;

import static java.lang.System.Logger.Level.WARNING;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import skerry.platform.time.MonotonicClock;

/**
 * Scrapes each target once an interval, spread over the interval by a hash of the target. Every scrape has a thread of its own
 * while it lasts and is ended at its timeout, so that a slow target costs no other. The threads are the platform's: asking a name
 * server holds a thread of either kind, and virtual ones share theirs with the technician's page.
 */
public final class Scraping implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Scraping.class.getName());

    /** Each may hold a thread for the length of its timeout. */
    public static final int MOST_TARGETS = 64;

    private static final long MOST_BYTES_UNDER_WAY = 6L << 20;
    /** Some 8,000 lines; the others are understood anew in each scrape. */
    private static final long MOST_BYTES_REMEMBERED = 2L << 20;

    private static final long THREAD_WAITS_SECONDS = 5;
    /** How late a target is noticed that came or went. */
    private static final long LOOK_MILLIS = 5_000;

    private final TargetSource source;
    private final ScrapeTally tally;
    private final TargetContext context;
    private final InstantSource wall;
    private final MonotonicClock mono;
    private final ThreadPoolExecutor threads;
    private final Thread thread;
    private final Map<Target, TargetWatch> watched = new LinkedHashMap<>();
    private boolean tooMany;

    /** @param userAgent what the agent calls itself to its targets */
    public Scraping(
            TargetSource source,
            ScrapeIntake intake,
            ScrapeTally tally,
            String userAgent,
            InstantSource wall,
            MonotonicClock mono) {
        this.source = source;
        this.tally = tally;
        this.wall = wall;
        this.mono = mono;
        this.context = new TargetContext(
                intake,
                tally,
                new TlsContexts(),
                new SharedRoom(MOST_BYTES_UNDER_WAY),
                new SharedRoom(MOST_BYTES_REMEMBERED),
                new SeriesRoom(),
                userAgent,
                wall,
                mono);
        this.threads = new ThreadPoolExecutor(
                0,
                2 * MOST_TARGETS,
                THREAD_WAITS_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("scrape-", 0).factory());
        this.thread = Thread.ofPlatform().name("scrape").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Ends all scrapes; what was not read by then is not taken. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            watched.values().forEach(TargetWatch::close);
            threads.shutdownNow();
            // A name server may still hold one of them; it then finds that its scrape is over.
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long now = mono.millis();
                look(now);
                long next = now + LOOK_MILLIS;
                for (TargetWatch one : watched.values()) {
                    next = Math.min(next, one.pass(now, threads));
                }
                tally.states(watched.values().stream().map(TargetWatch::state).toList());
                Thread.sleep(Math.max(1, next - mono.millis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes up targets that came and leaves those that went. */
    private void look(long now) {
        List<Target> present = bounded(source.targets());
        if (present.equals(List.copyOf(watched.keySet()))) {
            return;
        }
        var before = new LinkedHashMap<>(watched);
        watched.clear();
        for (Target target : present) {
            TargetWatch known = before.remove(target);
            watched.put(target, known == null ? begun(target, now) : known);
        }
        before.values().forEach(TargetWatch::close);
    }

    private TargetWatch begun(Target target, long now) {
        if (target.isSecure() && target.job().tls().unchecked()) {
            LOG.log(
                    WARNING,
                    "target {0} is scraped WITHOUT A CHECK of its certificate (insecure-skip-verify): anyone on the way can read"
                            + " and forge what it says; name its authority by tls.ca-file instead",
                    target);
        }
        return new TargetWatch(target, context, now + untilFirst(target, wall.millis()));
    }

    private List<Target> bounded(List<Target> all) {
        if (all.size() <= MOST_TARGETS) {
            tooMany = false;
            return all;
        }
        if (!tooMany) {
            tooMany = true;
            LOG.log(
                    WARNING,
                    "there are {0} targets to scrape and the agent takes {1}: the others are left out",
                    all.size(),
                    MOST_TARGETS);
        }
        return new ArrayList<>(all.subList(0, MOST_TARGETS));
    }

    /** The same moment of each interval, after a restart as well. */
    static long untilFirst(Target target, long wallMillis) {
        return Math.floorMod(hash(target) - wallMillis, target.job().interval().toMillis());
    }

    private static long hash(Target target) {
        var hash = new CRC32C();
        hash.update((target.name() + " " + target.url()).getBytes(StandardCharsets.UTF_8));
        return hash.getValue();
    }
}
