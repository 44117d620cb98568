package skerry.simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import skerry.faults.TcpProxy;
import skerry.platform.CloseStack;
import skerry.platform.time.MonotonicClock;

/** A demo's time of chaos: the links that its agents go through, the faults, the time to settle, and the verdict. */
final class ChaosRun implements AutoCloseable {
    /** What a run takes at least, with time to settle. */
    static final Duration LEAST = Duration.ofSeconds(60);

    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(90);

    private final long seed;
    private final PrintWriter out;
    private final CloseStack open = new CloseStack();
    private final Chaos.Link toAgent;
    private final Chaos.Link toFleet;
    private Optional<Chaos> chaos = Optional.empty();

    /** @param chosen seed; one is drawn if there is none */
    ChaosRun(int brokerPort, @Nullable Long chosen, PrintWriter out) throws IOException {
        this.seed = chosen == null ? ThreadLocalRandom.current().nextInt(1, 1_000_000) : chosen;
        this.out = out;
        this.toAgent =
                new Chaos.Link("the link of this machine", open.push(new TcpProxy("127.0.0.1", brokerPort, seed)));
        this.toFleet = new Chaos.Link(
                "the link of the simulated sites", open.push(new TcpProxy("127.0.0.1", brokerPort, ~seed)));
    }

    String agentUrl() {
        return url(toAgent);
    }

    String fleetUrl() {
        return url(toFleet);
    }

    private static String url(Chaos.Link link) {
        return "mqtt://127.0.0.1:" + link.proxy().port();
    }

    /** Begins with the faults; they end soon enough for the fleet to settle in what is left of the length. */
    void start(LocalHub hub, DemoAgent agent, Duration length) {
        Duration quarter = length.dividedBy(4);
        Duration settling = quarter.compareTo(LONGEST_SETTLING) < 0 ? quarter : LONGEST_SETTLING;
        var links = List.of(toAgent, toFleet);
        var plan = ChaosPlan.of(seed, length.minus(settling), links.size());
        out.printf(
                Locale.ROOT,
                "chaos with seed %d: %d faults, then %d s to settle%n",
                seed,
                plan.acts().size(),
                settling.toSeconds());
        out.flush();
        chaos = Optional.of(open.push(new Chaos(plan, hub, agent, links, MonotonicClock.SYSTEM, out))
                .start());
    }

    /** Waits until all that was broken is mended. */
    void end() {
        chaos.ifPresent(Chaos::close);
    }

    /** Why it could not go on, if so. */
    Optional<String> failure() {
        return chaos.flatMap(Chaos::failure);
    }

    void sayVerdict(DemoAccount account) {
        int faults = chaos.map(Chaos::injected).orElse(0);
        String verdict = failure()
                .map(why -> "chaos could not go on: " + why)
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        account.isComplete()
                                ? "chaos with seed %d: %d faults injected, %,d records collected, each accounted for once"
                                : "chaos with seed %d: %d faults injected, %,d records collected, and the account does not balance",
                        seed,
                        faults,
                        account.collected()));
        out.println(verdict);
        out.flush();
    }

    @Override
    public void close() {
        open.close();
    }
}
