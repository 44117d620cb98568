package skerry.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import skerry.platform.CloseStack;
import skerry.protocol.Topics;
import skerry.protocol.batch.Batch;
import skerry.simulator.LocalHub;

/** What a batch costs the hub, from the broker's socket to the receipt, and what a sample takes on its disk. */
final class IngestBench implements Bench {
    private static final int AGENTS = 2_000;
    private static final int MINUTES = 10;
    /** Sent before the clock starts, so that Java has compiled what is measured. */
    private static final int WARM_UP_MINUTES = 3;

    private static final int HELLOS_AT_ONCE = 20;
    /** All are connected; so many have their window full of batches. */
    private static final int SENDING_AT_ONCE = 250;

    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String about() {
        return AGENTS + " agents of 300 series send " + (MINUTES - WARM_UP_MINUTES)
                + " minutes each through the broker of a hub in its own process";
    }

    @Override
    public String takes() {
        return "3 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        context.say("signing %,d batches", AGENTS * (MINUTES + 1));
        var prepared = prepare();
        var runs = new ArrayList<IngestCost>();
        for (int run = 1; run <= context.runs(); run++) {
            Path folder = context.folder(name());
            enrol(folder.resolve("hub"), prepared);
            IngestCost cost = measure(context, folder.resolve("hub"), prepared);
            runs.add(cost);
            context.say("run %d: %s; load average %s", run, cost.line(), Machine.currentLoad());
        }
        var figures = new ArrayList<>(IngestCost.figures(runs));
        figures.addAll(StoredBytes.figures(context));
        return figures;
    }

    private static IngestCost measure(BenchContext context, Path folder, List<Prepared> prepared) throws Exception {
        try (var hub = LocalHub.start(context.home(), folder);
                var fleet = new CloseStack()) {
            List<LoadAgent> agents = connect(hub, prepared, fleet);
            all(SENDING_AT_ONCE, agents, agent -> agent.deliver(WARM_UP_MINUTES));
            awaitDecoded(hub);
            long pid = hub.process().pid();
            ProcessCost before = ProcessCost.of(pid);
            ThreadCosts threads = ThreadCosts.of(pid);
            long start = System.nanoTime();
            long again = all(SENDING_AT_ONCE, agents, agent -> agent.deliver(MINUTES)).stream()
                    .mapToLong(Integer::longValue)
                    .sum();
            double seconds = (System.nanoTime() - start) / 1e9;
            ProcessCost delivered = ProcessCost.of(pid);
            ThreadCosts then = ThreadCosts.of(pid);
            awaitDecoded(hub);
            return new IngestCost(
                    AGENTS * (MINUTES - WARM_UP_MINUTES),
                    again,
                    seconds,
                    before,
                    delivered,
                    ProcessCost.of(pid),
                    threads,
                    then,
                    ThreadCosts.of(pid));
        }
    }

    /** An agent and its batches, signed before the clock starts. */
    private record Prepared(FieldAgent agent, Batch chunk, List<Batch> minutes) {}

    private static List<Prepared> prepare() throws InterruptedException, IOException {
        long begin = System.currentTimeMillis() / 60_000 * 60_000 - MINUTES * 60_000L;
        return all(Runtime.getRuntime().availableProcessors(), numbers(), number -> {
            var agent = new FieldAgent(number, begin);
            Batch chunk = agent.chunk();
            var minutes = new ArrayList<Batch>();
            for (int i = 0; i < MINUTES; i++) {
                minutes.add(agent.seal(agent.nextMinute()));
            }
            return new Prepared(agent, chunk, minutes);
        });
    }

    private static List<Integer> numbers() {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < AGENTS; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    /** Makes the fleet known to a hub that is not started yet. */
    private static void enrol(Path folder, List<Prepared> prepared) throws IOException {
        try (var store = new HubStore(folder, System.currentTimeMillis())) {
            for (int i = 0; i < prepared.size(); i++) {
                store.enrol(i, prepared.get(i).agent);
            }
        }
    }

    private static List<LoadAgent> connect(LocalHub hub, List<Prepared> prepared, CloseStack fleet)
            throws IOException, InterruptedException {
        var topics = new Topics("skerry");
        int port = URI.create(hub.brokerUrl()).getPort();
        RandomGenerator random = new SecureRandom();
        var agents = new ArrayList<LoadAgent>();
        for (Prepared one : prepared) {
            agents.add(fleet.push(new LoadAgent(
                    one.agent.identity(),
                    hub.card(),
                    topics,
                    port,
                    one.agent.epoch(),
                    one.chunk,
                    one.minutes,
                    random.nextLong() >>> 1 | 1)));
        }
        return all(HELLOS_AT_ONCE, agents, agent -> {
            agent.greet(System.currentTimeMillis());
            return agent;
        });
    }

    private static void awaitDecoded(LocalHub hub) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (hub.metric("skerry_hub_undecoded_batches") > 0) {
            if (System.nanoTime() > end) {
                throw new IOException("the hub did not decode all within " + LIMIT);
            }
            Thread.sleep(STEP);
        }
    }

    private interface Step<A, B> {
        B of(A one) throws IOException;
    }

    /** Does something with all, so many at once. */
    private static <A, B> List<B> all(int atOnce, List<A> all, Step<A, B> step)
            throws InterruptedException, IOException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
            List<Callable<B>> calls =
                    all.stream().map(one -> (Callable<B>) () -> step.of(one)).toList();
            var results = new ArrayList<B>();
            for (Future<B> done : threads.invokeAll(calls)) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IOException("one of the agents failed: " + e.getCause(), e);
        }
    }
}
