package skerry.system.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.faults.TcpProxy;
import skerry.platform.net.BrokerUrl;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;
import skerry.simulator.load.LoadFleet;
import skerry.simulator.load.SmallNode;
import skerry.system.process.Eventually;
import skerry.testkit.broker.MosquittoProcess;

/**
 * A mosquitto as it comes keeps 1,000 messages for a hub that does not read, drops what follows although it said that it
 * has it, and forgets all when it is killed.
 */
class QueueOverrunIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long BEGIN = 1_790_000_040_000L;
    private static final int MINUTES = 60;
    private static final int BATCHES = MINUTES + MINUTES / 60;
    /** Their windows hold more than the queue and what is on its way. */
    private static final int AGENTS = 200;

    /** Agents that miss their receipts soon. */
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

    @Test
    void whatAnOverfullQueueAndAKilledBrokerForgetIsSentAgain() throws Exception {
        Optional<Path> binary = MosquittoProcess.find();
        assumeTrue(binary.isPresent(), "mosquitto is not installed");
        var random = new SecureRandom();
        var identity = HubIdentity.generate(random);
        var identities = IntStream.range(0, AGENTS)
                .mapToObj(_ -> AgentIdentity.generate(random))
                .toList();
        FleetHub.register(folder, identities.stream().map(AgentIdentity::card).toList());
        try (var broker = MosquittoProcess.create(binary.get(), false)) {
            broker.start();
            try (var link = new TcpProxy(broker.host(), broker.port(), 1);
                    var hub = FleetHub.at(new BrokerUrl("127.0.0.1", link.port(), false), folder, identity, 2);
                    var ear = new Eavesdropper(broker);
                    var fleet = new LoadFleet(
                            new BrokerLink("127.0.0.1", broker.port(), Optional.empty()),
                            identity.card(),
                            FleetHub.TOPICS,
                            1)) {
                var history = SmallNode.backlog(BEGIN, MINUTES);
                identities.forEach(
                        one -> fleet.add(one, history, SETTINGS).outbox().reach(1));
                fleet.start();
                Eventually.until("all have told their names", LIMIT, () -> waiting(fleet) == 0);

                link.stall(true);
                fleet.members().forEach(member -> {
                    member.outbox().reachAll();
                    member.agent().batchesStored();
                });
                Eventually.until("more was sent than the queue holds", LIMIT, () -> batches(ear) > 1_300);
                link.stall(false);
                Eventually.until("some of it is confirmed", LIMIT, () -> waiting(fleet) < AGENTS * BATCHES / 2);
                broker.kill();
                broker.start();

                Eventually.until("all is confirmed", LIMIT, () -> waiting(fleet) == 0);
                for (var one : identities) {
                    assertThat(hub.held(one.uid())).isEqualTo(BATCHES);
                    assertThat(hub.lost(one.uid())).isZero();
                }
            }
        }
    }

    private static int waiting(LoadFleet fleet) {
        return fleet.members().stream()
                .mapToInt(member -> member.outbox().waiting())
                .sum();
    }

    private static long batches(Eavesdropper ear) {
        List<Eavesdropper.Said> heard = ear.heard();
        return heard.stream().filter(said -> said.topic().contains("/up/b/")).count();
    }
}
