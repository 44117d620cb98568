package skerry.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import skerry.agent.collect.CollectionRound;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.Samples;
import skerry.agent.collect.host.HostMetrics;
import skerry.agent.collect.host.KernelCalls;
import skerry.agent.collect.host.SystemCommands;
import skerry.platform.CloseStack;

/** Collects this machine's own series as an agent does. */
final class OwnHost implements AutoCloseable {
    /** How often an agent does. */
    static final Duration EVERY = Duration.ofSeconds(15);

    private static final int MAX_SAMPLES = 5_000;

    private final CloseStack open = new CloseStack();
    private final CollectionRound round;

    OwnHost() throws IOException {
        var host = open.push(new HostMetrics(
                HostPaths.LOCAL,
                HostMetrics.Detail.STANDARD,
                InstantSource.system(),
                System::nanoTime,
                KernelCalls.ofThisMachine(),
                new SystemCommands(Duration.ofSeconds(3))));
        round = open.push(new CollectionRound(
                host.collectors(), Duration.ofSeconds(5), MAX_SAMPLES, InstantSource.system(), System::nanoTime));
    }

    /** Collects once. */
    Samples collect() throws InterruptedException {
        return round.run();
    }

    @Override
    public void close() {
        open.close();
    }
}
