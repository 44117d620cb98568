package skerry.system.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.SessionState;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.faults.FreePort;
import skerry.hub.query.StoreFacts;
import skerry.protocol.Uid;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;
import skerry.simulator.load.LoadFleet;
import skerry.simulator.load.SmallNode;
import skerry.system.process.Eventually;

/** A disk was copied: two agents have one identity, and the broker lets either in by putting the other out. */
class TwinsIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long BEGIN = 1_790_000_040_000L;
    private static final int MINUTES = 60;

    /** Impatient, and slow to send, so that they meet often before they have sent all. */
    private static final SessionSettings SETTINGS = new SessionSettings(
            2_000,
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofHours(6),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theHubRaisesItTheAgentsGiveWayAndNeitherLosesABatch() throws Exception {
        var random = new SecureRandom();
        var identity = HubIdentity.generate(random);
        var agent = AgentIdentity.generate(random);
        int port = FreePort.next();
        FleetHub.register(folder, List.of(agent.card()));
        try (var hub = FleetHub.withBroker(folder, identity, 2, port, Map.of(), 0);
                var fleet = new LoadFleet(
                        new BrokerLink("127.0.0.1", port, Optional.empty()), identity.card(), FleetHub.TOPICS, 1)) {
            var history = SmallNode.backlog(BEGIN, MINUTES);
            var one = fleet.add(agent, history, SETTINGS);
            var other = fleet.add(agent, history, SETTINGS);
            one.outbox().reachAll();
            other.outbox().reachAll();
            fleet.start();

            Eventually.until("an agent gives way and says why", LIMIT, () -> isGivingWay(one) || isGivingWay(other));
            Eventually.until(
                    "the hub says so",
                    LIMIT,
                    () -> problems(hub, agent.uid()).contains("two machines speak as this node by turns"));
            Eventually.until(
                    "both have delivered all",
                    LIMIT,
                    () -> one.outbox().waiting() == 0 && other.outbox().waiting() == 0);

            assertThat(hub.held(agent.uid()))
                    .as("each has epochs of its own, so nothing of the one is taken for the other's")
                    .isEqualTo(2L * (MINUTES + MINUTES / 60));
            assertThat(hub.lost(agent.uid())).isZero();
            assertThat(one.outbox().refused() + other.outbox().refused()).isZero();
        }
    }

    private static String problems(FleetHub hub, Uid uid) {
        var node = hub.store().registry().find(uid).orElseThrow();
        return new StoreFacts(hub.store(), InstantSource.system())
                .of(node)
                .facts()
                .problems()
                .toString();
    }

    private static boolean isGivingWay(LoadFleet.Member member) {
        var view = member.agent().view();
        return view.state() == SessionState.BLOCKED
                && view.problem().orElse("").contains("another agent may run with the same id");
    }
}
