package skerry.benchmarks;

import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.SessionState;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.protocol.Topics;
import skerry.protocol.identity.AgentIdentity;
import skerry.simulator.LocalHub;
import skerry.simulator.load.LoadFleet;
import skerry.simulator.load.QuickCurves;
import skerry.simulator.load.SmallNode;

/** How long a large fleet takes to be there again when it comes all at once, and what each connected agent costs the hub. */
final class StormBench implements Bench {
    private static final int AGENTS = 5_000;
    /** The hub's own flags are made for 2,000 agents. */
    private static final List<String> HEAP = List.of("-Xmx2g");

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration STEP = Duration.ofMillis(250);

    @Override
    public String name() {
        return "storm";
    }

    @Override
    public String about() {
        return AGENTS
                + " agents, whose sessions are the agent's own, connect within a second to a hub in its own process";
    }

    @Override
    public String takes() {
        return "2 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        QuickCurves.install();
        var random = new SecureRandom();
        List<AgentIdentity> identities = IntStream.range(0, AGENTS)
                .mapToObj(_ -> AgentIdentity.generate(random))
                .toList();
        long begin = System.currentTimeMillis() / 3_600_000 * 3_600_000;
        var backlog = SmallNode.backlog(begin, 1);
        Path folder = context.folder(name());
        try (var store = new HubStore(folder.resolve("hub"), System.currentTimeMillis())) {
            for (int i = 0; i < AGENTS; i++) {
                store.enrol(i, identities.get(i));
            }
        }
        try (var hub = LocalHub.start(context.home(), folder.resolve("hub"), HEAP);
                var fleet = new LoadFleet(
                        BrokerLink.of(hub.brokerUrl(), Optional.empty(), false, Proxy.NO_PROXY),
                        hub.card(),
                        new Topics("skerry"),
                        1)) {
            for (AgentIdentity identity : identities) {
                fleet.add(identity, backlog, SessionSettings.DEFAULT).outbox().reachAll();
            }
            long pid = hub.process().pid();
            long heapBefore = JavaHeap.usedKib(pid);
            ProcessCost before = ProcessCost.of(pid);
            ThreadCosts threads = ThreadCosts.of(pid);
            long start = System.nanoTime();
            fleet.start();
            await(fleet);
            double seconds = (System.nanoTime() - start) / 1e9;
            ProcessCost after = ProcessCost.of(pid);
            double broker = ThreadCosts.of(pid).since(threads, IngestCost.BROKER);
            double cpu = after.cpuSeconds() - before.cpuSeconds();
            long heapAfter = JavaHeap.usedKib(pid);
            context.say(
                    "%,d agents live after %.1f s, hub %.1f CPU-s, heap %,d KiB after collection; load average %s",
                    AGENTS, seconds, cpu, heapAfter, Machine.currentLoad());
            return List.of(
                    Figure.of("until all 5,000 are live and greeted", seconds, "s", "≤ 60", ""),
                    Figure.of("of the hub's CPU for each", cpu * 1_000 / AGENTS, "ms CPU", "", ""),
                    Figure.of("of it: the embedded broker", broker * 1_000 / AGENTS, "ms CPU", "", ""),
                    Figure.of("memory of the hub with all connected", after.rssKib() / 1024.0, "MiB", "", ""),
                    Figure.of(
                            "of it for each agent, resident",
                            (after.rssKib() - before.rssKib()) / (double) AGENTS,
                            "KiB",
                            "",
                            ""),
                    Figure.of(
                            "of it for each agent, heap after collection",
                            (heapAfter - heapBefore) / (double) AGENTS,
                            "KiB",
                            "",
                            ""));
        }
    }

    private static void await(LoadFleet fleet) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (fleet.members().stream()
                .anyMatch(member -> member.agent().view().state() != SessionState.STREAMING
                        || member.outbox().waiting() > 0)) {
            if (System.nanoTime() > end) {
                throw new IOException("the fleet was not back within " + LIMIT);
            }
            Thread.sleep(STEP);
        }
    }
}
