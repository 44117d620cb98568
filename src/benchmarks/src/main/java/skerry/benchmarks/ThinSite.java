package skerry.benchmarks;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.SessionState;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.faults.TcpProxy;
import skerry.platform.CloseStack;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.RecordCounts;
import skerry.protocol.Topics;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.FieldNode;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.simulator.LocalHub;
import skerry.simulator.load.Backlog;
import skerry.simulator.load.LoadFleet;

/** One node of 300 series and 50 patterns, the agent's own session, and a hub in its own process, with a line between them. */
final class ThinSite implements AutoCloseable {
    /** What goes before the first minute: the names of all that follows. */
    private static final int NAMES = 1;

    private static final long MINUTE = 60_000;
    private static final long LINES = 600;
    private static final Duration STEP = Duration.ofMillis(20);
    /** How long an attempt waits at most: what is measured begins with a line that is there. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final String LABELS = "{region=\"Outer Reef\",site=\"" + HubStore.siteOf(0) + "\"}";
    private static final String SEEN = "skerry_site_last_seen_timestamp_seconds" + LABELS;
    private static final String BACKLOG = "skerry_site_backlog_bytes" + LABELS;

    private final CloseStack open = new CloseStack();
    private final LocalHub hub;
    private final TcpProxy line;
    private final LoadFleet.Member node;

    /** @param minutes that the node may come to hold; the last one is over now */
    ThinSite(BenchContext context, String name, int minutes) throws IOException, InterruptedException {
        try {
            Path folder = context.folder(name).resolve("hub");
            var identity = AgentIdentity.generate(new SecureRandom());
            try (var store = new HubStore(folder, System.currentTimeMillis())) {
                store.enrol(0, identity);
            }
            hub = open.push(LocalHub.start(context.home(), folder));
            line = open.push(
                    new TcpProxy("127.0.0.1", URI.create(hub.brokerUrl()).getPort(), 1));
            var fleet = open.push(new LoadFleet(
                    BrokerLink.of("mqtt://127.0.0.1:" + line.port(), Optional.empty(), false, Proxy.NO_PROXY),
                    hub.card(),
                    new Topics("skerry"),
                    1));
            node = fleet.add(identity, lived(minutes), SessionSettings.DEFAULT.withRetryMost(RETRY));
            node.outbox().reach(NAMES + 1);
            fleet.start();
            await("the node is there", Duration.ofMinutes(1), () -> isStreaming() && waiting() == 0);
        } catch (IOException | InterruptedException | RuntimeException e) {
            try (open) {
                throw e;
            }
        }
    }

    private static Backlog lived(int minutes) {
        var field = new FieldNode(7);
        long begin = System.currentTimeMillis() / MINUTE * MINUTE - minutes * MINUTE;
        var backlog = new Backlog(field.chunk(), begin);
        for (int i = 0; i < minutes; i++) {
            Summary minute = field.nextMinute();
            backlog.add(
                    Kind.MINUTE,
                    new Summary(
                            new Window(begin + i * MINUTE, MINUTE),
                            minute.gauges(),
                            minute.counters(),
                            minute.patterns()),
                    new RecordCounts((long) FieldAgent.SERIES * FieldAgent.SAMPLES_PER_MINUTE, LINES, 0));
        }
        return backlog;
    }

    TcpProxy line() {
        return line;
    }

    LocalHub hub() {
        return hub;
    }

    /** From now on the node holds its first so many minutes, less what was confirmed. */
    void reach(int minutes) {
        node.outbox().reach(NAMES + minutes);
        node.agent().batchesStored();
    }

    /** Batches without a receipt. */
    int waiting() {
        return node.outbox().waiting();
    }

    /** What keeps the node from sending, as it says itself. */
    String trouble() {
        return node.agent().view().problem().orElse("no trouble");
    }

    boolean isStreaming() {
        return node.agent().view().state() == SessionState.STREAMING;
    }

    /** When the hub last heard of the site, as its pages would show it, seconds since 1970. */
    double seen() throws IOException, InterruptedException {
        return hub.metric(SEEN);
    }

    /** Whether the hub was told how much the node holds, which is part of the node's state. */
    boolean tellsOfBacklog() throws IOException, InterruptedException {
        return hub.metric(BACKLOG) > 0;
    }

    static void await(String what, Duration limit, BooleanSupplier holds) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("not within " + limit + ": " + what);
            }
            Thread.sleep(STEP);
        }
    }

    @Override
    public void close() {
        open.close();
    }
}
