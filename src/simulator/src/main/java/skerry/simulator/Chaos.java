package skerry.simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import skerry.faults.TcpProxy;
import skerry.platform.time.MonotonicClock;

/** Plays a plan of faults on a running demo, on a thread of its own; whatever it broke it mends when it ends. */
final class Chaos implements AutoCloseable {
    private static final long SLOW_BYTES_PER_SECOND = 4_000;
    private static final long DELAY_MILLIS = 700;

    private final ChaosPlan plan;
    private final LocalHub hub;
    private final DemoAgent agent;
    private final List<Link> links;
    private final MonotonicClock clock;
    private final PrintWriter out;
    private final Thread thread = Thread.ofPlatform().name("chaos").unstarted(this::play);
    private final AtomicInteger injected = new AtomicInteger();
    private volatile @Nullable String failure;

    /** A stretch of network with the name that is printed. */
    record Link(String name, TcpProxy proxy) {}

    Chaos(ChaosPlan plan, LocalHub hub, DemoAgent agent, List<Link> links, MonotonicClock clock, PrintWriter out) {
        this.plan = plan;
        this.hub = hub;
        this.agent = agent;
        this.links = List.copyOf(links);
        this.clock = clock;
        this.out = out;
    }

    Chaos start() {
        thread.start();
        return this;
    }

    /** Faults so far. */
    int injected() {
        return injected.get();
    }

    /** Why it could not go on, if so. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    private void play() {
        var under = new ArrayList<ChaosPlan.Act>();
        try {
            long start = clock.millis();
            for (ChaosPlan.Act act : plan.acts()) {
                mendUntil(act.atMillis(), start, under);
                if (clock.millis() >= start + act.endMillis()) {
                    continue; // A start of a process took so long that its time is over.
                }
                await(start + act.atMillis());
                say(clock.millis() - start, act);
                under.add(act);
                inject(act);
                injected.incrementAndGet();
            }
            mendUntil(Long.MAX_VALUE, start, under);
        } catch (InterruptedException e) {
            // Asked to end: what is broken is mended below.
        } catch (IOException | RuntimeException e) {
            failure = String.valueOf(e.getMessage());
        } finally {
            mendAll(under);
        }
    }

    /** Mends what is over by a moment of the plan, each at its time. */
    private void mendUntil(long planMillis, long start, List<ChaosPlan.Act> under)
            throws IOException, InterruptedException {
        for (ChaosPlan.Act act : under.stream()
                .filter(one -> one.endMillis() <= planMillis)
                .sorted(Comparator.comparingLong(ChaosPlan.Act::endMillis))
                .toList()) {
            await(start + act.endMillis());
            mend(act);
            under.remove(act);
        }
    }

    private void mendAll(List<ChaosPlan.Act> under) {
        for (ChaosPlan.Act act : under) {
            try {
                mend(act);
            } catch (IOException | RuntimeException e) {
                failure = String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = "it was asked to end while it mended what it broke";
                return;
            }
        }
    }

    private void inject(ChaosPlan.Act act) throws IOException, InterruptedException {
        TcpProxy link = links.get(act.link()).proxy();
        switch (act.fault()) {
            case HUB_KILLED -> hub.kill();
            case HUB_STOPPED -> hub.process().freeze();
            case AGENT_KILLED -> agent.kill();
            case AGENT_STOPPED -> agent.process().freeze();
            case LINK_CUT -> link.cut();
            case LINK_CUT_IN_A_PACKET -> link.cutAfter(100 + act.lastsMillis() % 900);
            case LINK_DOWN -> {
                link.closeAtOnce(true);
                link.cut();
            }
            case LINK_STALLED -> link.stall(true);
            case LINK_UP_STALLED -> link.stall(true, false);
            case LINK_DOWN_STALLED -> link.stall(false, true);
            case LINK_DELAYED -> link.delay(DELAY_MILLIS);
            case LINK_SPLIT -> link.split(true);
            case LINK_SLOW -> link.rate(SLOW_BYTES_PER_SECOND);
        }
    }

    private void mend(ChaosPlan.Act act) throws IOException, InterruptedException {
        switch (act.fault()) {
            case HUB_KILLED -> hub.startAgain();
            case HUB_STOPPED -> hub.process().thaw();
            case AGENT_KILLED -> agent.startAgain();
            case AGENT_STOPPED -> agent.process().thaw();
            case LINK_CUT,
                    LINK_CUT_IN_A_PACKET,
                    LINK_DOWN,
                    LINK_STALLED,
                    LINK_UP_STALLED,
                    LINK_DOWN_STALLED,
                    LINK_DELAYED,
                    LINK_SPLIT,
                    LINK_SLOW -> links.get(act.link()).proxy().heal();
        }
    }

    private void await(long millis) throws InterruptedException {
        long left = millis - clock.millis();
        if (left > 0) {
            Thread.sleep(Duration.ofMillis(left));
        }
    }

    private void say(long millis, ChaosPlan.Act act) {
        String link = links.get(act.link()).name();
        String length = String.format(Locale.ROOT, "%.1f s", act.lastsMillis() / 1000.0);
        out.printf(
                Locale.ROOT,
                "chaos %02d:%04.1f  %s%n",
                millis / 60_000,
                millis % 60_000 / 1000.0,
                act.fault().told(link, length));
        out.flush();
    }

    /** Ends it before its time, if it still goes on, and waits until all is mended. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
