package skerry.system.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;
import skerry.simulator.load.LoadFleet;
import skerry.simulator.load.SmallNode;
import skerry.system.process.Eventually;
import skerry.testkit.broker.BrokerProcess;

/** What a hub and its agents need of a broker, whoever made it. */
abstract class BrokerContract {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long BEGIN = 1_790_000_040_000L;
    private static final int AGENTS = 5;
    private static final int MINUTES = 120;
    private static final int BATCHES = MINUTES + MINUTES / 60;

    /** Agents that come back soon, and miss their receipts soon. */
    private static final SessionSettings SETTINGS = new SessionSettings(
            0,
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofHours(6),
            Duration.ofSeconds(3),
            Duration.ofSeconds(20));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** One that is not started; the test is skipped with the reason if there can be none. */
    abstract BrokerProcess broker() throws Exception;

    @Test
    void eachBatchArrivesOnceAlthoughTheHubAndTheBrokerEnd() throws Exception {
        var random = new SecureRandom();
        var identity = HubIdentity.generate(random);
        var identities = IntStream.range(0, AGENTS)
                .mapToObj(_ -> AgentIdentity.generate(random))
                .toList();
        FleetHub.register(folder, identities.stream().map(AgentIdentity::card).toList());
        try (var broker = broker()) {
            broker.start();
            try (var fleet = new LoadFleet(
                    new BrokerLink(broker.host(), broker.port(), Optional.empty()),
                    identity.card(),
                    FleetHub.TOPICS,
                    1)) {
                var history = SmallNode.backlog(BEGIN, MINUTES);
                identities.forEach(
                        one -> fleet.add(one, history, SETTINGS).outbox().reach(BATCHES / 2));
                try (var _ = FleetHub.at(FleetHub.url(broker), folder, identity, 2)) {
                    fleet.start();
                    Eventually.until("half of it is confirmed", LIMIT, () -> waiting(fleet) == 0);
                }
                fleet.members().forEach(member -> {
                    member.outbox().reachAll();
                    member.agent().batchesStored();
                });
                try (var hub = FleetHub.at(FleetHub.url(broker), folder, identity, 3)) {
                    broker.kill();
                    broker.start();
                    Eventually.until("all is confirmed", LIMIT, () -> waiting(fleet) == 0);

                    for (var one : identities) {
                        assertThat(hub.held(one.uid())).isEqualTo(BATCHES);
                        assertThat(hub.lost(one.uid())).isZero();
                    }
                    assertThat(fleet.members())
                            .allSatisfy(member ->
                                    assertThat(member.outbox().refused()).isZero());
                }
            }
        }
    }

    private static int waiting(LoadFleet fleet) {
        return fleet.members().stream()
                .mapToInt(member -> member.outbox().waiting())
                .sum();
    }
}
