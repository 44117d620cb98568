package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skerry.agent.ring.InMemoryOutbox;
import skerry.agent.sync.BatchSealer;
import skerry.agent.sync.HubWord;
import skerry.agent.sync.LiveStatus;
import skerry.agent.sync.NodePresence;
import skerry.agent.sync.SealedWire;
import skerry.agent.sync.Session;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.SessionState;
import skerry.agent.sync.SyncLoop;
import skerry.agent.sync.WallReading;
import skerry.faults.TcpProxy;
import skerry.platform.CloseStack;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.Topics;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.testkit.broker.MosquittoProcess;

/** The whole agent side with real signatures, a real broker and a network that breaks; only the ring is in memory. */
class SyncIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AgentIdentity AGENT = AgentIdentity.generate(RANDOM);
    private static final HubIdentity HUB = HubIdentity.generate(RANDOM);
    private static final Bytes NO_ID = Bytes.of(new byte[16]);
    private static final long LIMIT_SECONDS = 60;

    /** The protocol's times, shortened so that a test can wait for them. */
    private static final SessionSettings FAST = new SessionSettings(
            0,
            Duration.ofSeconds(1),
            Duration.ofMillis(50),
            Duration.ofMillis(400),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofHours(6),
            Duration.ofMillis(700),
            Duration.ofSeconds(3));

    private final CloseStack open = new CloseStack();
    private final AtomicInteger epochs = new AtomicInteger(1);
    private final InMemoryOutbox ring = new InMemoryOutbox(AGENT.uid(), epochs::getAndIncrement);
    private final BatchSealer sealer = new BatchSealer(AGENT.signingKey(), () -> "rules-1", _ -> false, (_, _) -> {});
    private final MiniHub.Disk disk = new MiniHub.Disk();
    private int events;
    private MosquittoProcess broker;
    private TcpProxy proxy;
    private MiniHub hub;
    private SyncLoop loop;

    @BeforeEach
    void start() throws Exception {
        var binary = MosquittoProcess.find();
        assumeThat(binary).as("mosquitto is not installed here").isPresent();
        broker = open.push(MosquittoProcess.create(binary.orElseThrow(), false));
        broker.start();
        proxy = open.push(new TcpProxy(broker.host(), broker.port(), 5));
        hub = newHub();
        loop = newLoop();
    }

    @AfterEach
    void stop() {
        if (loop != null) {
            loop.close();
            hub.close();
        }
        open.close();
    }

    @Test
    void everythingArrivesOnceThroughCutsABrokerKilledAndAHubKilled() throws Exception {
        storeEvents(60);
        loop.start();
        await(() -> disk.applied.size() > 10);

        proxy.cut();
        storeEvents(40);
        await(() -> disk.applied.size() > 80);
        broker.kill();
        storeEvents(60);
        broker.start();
        await(() -> disk.applied.size() > 120);
        hub.close();
        storeEvents(40);
        hub = newHub();
        proxy.split(true);
        proxy.cut();
        await(() -> disk.applied.size() > 170);
        loop.close();
        storeEvents(20);
        loop = newLoop();
        loop.start();

        await(() -> ring.bytesQueued() == 0);
        assertThat(disk.applied).hasSize(events).hasSize(220);
        assertThat(disk.applied.keySet()).containsExactlyInAnyOrderElementsOf(ring.held());
        assertThat(disk.applied)
                .allSatisfy((key, bytes) ->
                        assertThat(Bytes.of(ring.load(key).orElseThrow())).isEqualTo(bytes));
        assertThat(disk.conflicts).hasValue(0);
        assertThat(disk.forged).hasValue(0);
        await(() -> loop.status().state() == SessionState.STREAMING);
        assertThat(loop.status().lastContact()).isPresent();
        assertThat(loop.status().problem()).isEmpty();
    }

    @Test
    void aFrozenBrokerIsNoticedAndEverythingFollowsWhenItGoesOn() throws Exception {
        loop.start();
        await(() -> loop.status().state() == SessionState.STREAMING);
        broker.freeze();
        storeEvents(30);

        await(() -> loop.status().inFlight() > 0);
        broker.thaw();

        await(() -> ring.bytesQueued() == 0);
        assertThat(disk.applied).hasSize(30);
    }

    @Test
    void anAgentWithoutAHubKeepsItsDataAndSaysWhatIsMissing() throws Exception {
        hub.close();
        storeEvents(3);
        loop.start();

        await(() -> loop.status().problem().orElse("").contains("is the hub running"));
        assertThat(ring.bytesQueued()).isPositive();
        hub = newHub();

        await(() -> ring.bytesQueued() == 0);
        await(() -> disk.lives.get() > 0);
    }

    private void storeEvents(int count) {
        for (int i = 0; i < count; i++) {
            var event = new Event("test.event", Severity.INFO, 0, 0, "event " + events++, Map.of());
            var span = new ClockSpan(NO_ID, 0, 0, 0, 0, ClockQuality.UNKNOWN, -1);
            sealer.events(List.of(event), span).forEach(ring::store);
        }
        loop.batchesStored();
    }

    private MiniHub newHub() {
        return new MiniHub(broker.host(), broker.port(), HUB, AGENT.card(), disk);
    }

    private SyncLoop newLoop() {
        ring.restart();
        var presence = new NodePresence(
                new NodePresence.Node(NO_ID, NO_ID, "test"),
                () -> new WallReading(0, ClockQuality.UNKNOWN),
                MonotonicClock.SYSTEM,
                () -> LiveStatus.GOOD);
        var carrier = new PahoCarrier(
                new MqttAccount(AGENT.uid(), AGENT.mqttPassword(), new Topics("skerry")),
                new BrokerLink("127.0.0.1", proxy.port(), Optional.empty()));
        return new SyncLoop(
                now -> new Session(FAST, AGENT.uid(), ring, new SealedWire(AGENT, HUB.card()), presence, RANDOM, now),
                carrier,
                ring,
                MonotonicClock.SYSTEM,
                InstantSource.system(),
                HubWord.IGNORED);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within %d s", LIMIT_SECONDS).isLessThan(until);
            Thread.sleep(10);
        }
    }
}
