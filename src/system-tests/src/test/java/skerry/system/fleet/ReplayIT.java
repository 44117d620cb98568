package skerry.system.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.faults.TcpProxy;
import skerry.platform.CloseStack;
import skerry.protocol.Uid;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;
import skerry.simulator.load.LoadFleet;
import skerry.simulator.load.SmallNode;
import skerry.system.process.Eventually;
import skerry.testkit.broker.MosquittoProcess;

/**
 * A broker that says again what it heard on an earlier connection: births, hellos and batches of an agent, receipts and
 * answers of the hub. All of it is rightly signed.
 */
class ReplayIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long BEGIN = 1_790_000_040_000L;
    private static final int MINUTES = 120;
    private static final int FIRST_PART = 41;

    /** An agent that was cut off comes back soon. */
    private static final SessionSettings SETTINGS = SessionSettings.DEFAULT.withRetryMost(Duration.ofSeconds(2));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final CloseStack open = new CloseStack();
    private final SecureRandom random = new SecureRandom();
    private final HubIdentity identity = HubIdentity.generate(random);
    private final AgentIdentity agent = AgentIdentity.generate(random);
    private final Uid uid = agent.uid();
    private MosquittoProcess broker;
    private TcpProxy link;
    private LoadFleet.Member member;
    private Eavesdropper ear;

    @BeforeEach
    void start() throws Exception {
        Optional<Path> binary = MosquittoProcess.find();
        assumeTrue(binary.isPresent(), "mosquitto is not installed");
        broker = open.push(MosquittoProcess.create(binary.get(), false));
        broker.start();
        link = open.push(new TcpProxy(broker.host(), broker.port(), 1));
        ear = new Eavesdropper(broker);
        open.push(() -> ear.close());
        var fleet = open.push(new LoadFleet(
                new BrokerLink("127.0.0.1", link.port(), Optional.empty()), identity.card(), FleetHub.TOPICS, 1));
        member = fleet.add(agent, SmallNode.backlog(BEGIN, MINUTES), SETTINGS);
    }

    @AfterEach
    void stop() {
        open.close();
    }

    @Test
    void whatWasSaidBeforeTakesNoEffectAgain() throws Exception {
        Path data = folder.resolve("hub");
        FleetHub.register(data, List.of(agent.card()));
        List<Eavesdropper.Said> before;
        try (var hub = FleetHub.at(FleetHub.url(broker), data, identity, 2)) {
            isHeard(hub);
            before = firstPart();
        }
        try (var hub = FleetHub.at(FleetHub.url(broker), data, identity, 3)) {
            isHeard(hub);
            ear.repeat(before);
            secondConnection();
            ear.repeat(before);
            member.outbox().reach(2 * FIRST_PART);
            member.agent().batchesStored();
            ear.repeat(before.reversed());

            isDrained(hub);
            assertThat(hub.ingest().counts().duplicates())
                    .as("the hub was given what it holds")
                    .isGreaterThanOrEqualTo(3L * (FIRST_PART - 1));
            assertThat(member.agent().view().disbelieved())
                    .as("the agent was given what was meant for an earlier connection")
                    .isPositive();
            assertThat(ear.heard(FleetHub.TOPICS.hello(uid)))
                    .as("hellos: none but the first on each connection, because the hub kept to the second")
                    .isEqualTo(2);
        }
    }

    @Test
    void aHubThatWasSetBackGetsEverythingAlthoughItsEarlierReceiptsComeAgain() throws Exception {
        Path data = folder.resolve("hub");
        Path empty = folder.resolve("empty");
        FleetHub.register(data, List.of(agent.card()));
        FleetHub.register(empty, List.of(agent.card()));
        List<Eavesdropper.Said> before;
        try (var hub = FleetHub.at(FleetHub.url(broker), data, identity, 2)) {
            isHeard(hub);
            before = firstPart();
        }
        try (var hub = FleetHub.at(FleetHub.url(broker), empty, identity, 3)) {
            isHeard(hub);
            List<Eavesdropper.Said> receipts = before.stream()
                    .filter(said -> said.topic().contains("/dn/"))
                    .toList();
            secondConnection();
            ear.repeat(receipts);
            member.outbox().reachAll();
            member.agent().batchesStored();
            ear.repeat(receipts);

            isDrained(hub);
        }
    }

    /** Delivers the first part of the history, cuts the agent off, and gives what it and the hub said. */
    private List<Eavesdropper.Said> firstPart() throws Exception {
        member.outbox().reach(FIRST_PART);
        member.agent().start();
        Eventually.until(
                "the first part is confirmed", LIMIT, () -> member.outbox().waiting() == 0);
        link.closeAtOnce(true);
        link.cut();
        return ear.heard().stream()
                .filter(said -> !said.topic().equals(FleetHub.TOPICS.hubState()))
                .toList();
    }

    private static void isHeard(FleetHub hub) throws Exception {
        Eventually.until(
                "the hub is at the broker", LIMIT, () -> hub.ingest().trouble().isEmpty());
    }

    private void secondConnection() throws Exception {
        link.closeAtOnce(false);
        Eventually.until("the agent is back", LIMIT, () -> ear.heard(FleetHub.TOPICS.hello(uid)) > 1);
    }

    private void isDrained(FleetHub hub) throws Exception {
        member.outbox().reachAll();
        member.agent().batchesStored();
        Eventually.until("all is confirmed", LIMIT, () -> member.outbox().waiting() == 0);
        assertThat(hub.held(uid)).isEqualTo(MINUTES + MINUTES / 60);
        assertThat(hub.lost(uid)).isZero();
        assertThat(member.outbox().refused()).isZero();
    }
}
