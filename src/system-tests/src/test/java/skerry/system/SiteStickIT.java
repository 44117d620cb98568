package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.DataFolder;
import skerry.agent.enrol.Enrolment;
import skerry.faults.FreePort;
import skerry.system.process.AgentCommand;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubCommand;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;

/** Two nodes that joined a hub and cannot reach its broker: the stick in one of them carries the data of both, the receipts, and a renewal. */
class SiteStickIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LINES =
            "skerry_site_delivered_records_total{kind=\"lines\",region=\"test\",site=\"north-7\"}";

    /** Where nobody listens. */
    private static final String NO_BROKER = "mqtt.override-url=mqtt://127.0.0.1:9";

    /** By which the hub's API is not reached either. */
    private static final String NO_DOOR = "proxy=http://127.0.0.1:9";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void oneStickCarriesTheDataOfTwoNodesTheirReceiptsAndARenewal() throws Exception {
        Path stick = Files.createDirectory(folder.resolve("stick"));
        String other = "127.0.0.1:" + FreePort.next();
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var gateway = new AgentProcess(folder.resolve("gateway"), NO_BROKER);
                var peer = new AgentProcess(folder.resolve("peer"), NO_BROKER, NO_DOOR, "peers.listen=" + other)) {
            hub.takeIn("north-7", gateway, peer);
            for (AgentProcess node : new AgentProcess[] {gateway, peer}) {
                Files.writeString(node.logs().resolve("app.log"), "first line\nsecond line\n");
                node.start();
                node.collectAndStop(2, LIMIT);
            }
            Instant firstEnd = halfOver(peer);

            var alone = export(gateway, stick, other);
            assertThat(alone.exitCode()).isEqualTo(1);
            assertThat(alone.out())
                    .contains("the node at " + other + " did not hand over all it has (")
                    .contains("It is safe to remove the stick.");
            peer.start();
            var both = export(gateway, stick, other);
            assertThat(both.exitCode()).as(both.out() + both.err()).isZero();
            assertThat(both.out())
                    .contains("node " + peer.identity().uid() + " at " + other + ": ")
                    .contains("It asks the hub for a new certificate by this stick");

            assertThat(hub("import", stick.toString(), "--data", hub.data().toString())
                            .out())
                    .contains("the hub's grant for agent " + peer.identity().uid() + " is on the stick")
                    .contains("receipt written");
            assertThat(hub("import", stick.toString(), "--data", hub.data().toString())
                            .out())
                    .contains("already known, nothing new");
            var figures = new HubFigures(hub);
            Eventually.until("the hub shows the lines of both", LIMIT, () -> figures.of(LINES) == 4);

            assertThat(export(gateway, stick, other).out())
                    .contains("The hub's receipt on the stick was read.")
                    .contains("It has its new certificate.");
            assertThat(enrolment(peer).end()).isAfter(firstEnd);
            Eventually.until(
                    "the receipt freed the lines of the other node",
                    LIMIT,
                    () -> peer.account().delivered().lines() == 2);
            Eventually.until(
                    "the other node counts what it handed over",
                    LIMIT,
                    () -> peer.metric("skerry_peer_hand_overs_total") > 0);
        }
    }

    /** Has its certificate granted long ago; tells when it ends. */
    private static Instant halfOver(AgentProcess node) throws IOException {
        Enrolment present = enrolment(node);
        new Enrolment(
                        present.api(),
                        present.broker(),
                        present.topics(),
                        present.hub(),
                        present.identity(),
                        present.site(),
                        present.node(),
                        present.grantedAt().minus(Duration.ofDays(70)))
                .save(DataFolder.open(node.data()).enrolment());
        return present.end();
    }

    private static Enrolment enrolment(AgentProcess node) throws IOException {
        return Enrolment.load(DataFolder.open(node.data()).enrolment()).orElseThrow();
    }

    private static HubCommand hub(String... arguments) throws Exception {
        return HubCommand.run(arguments);
    }

    private static AgentCommand export(AgentProcess agent, Path stick, String other) throws Exception {
        return AgentCommand.run(
                "export", "--to", stick.toString(), "--data", agent.data().toString(), "--set", "peers.nodes=" + other);
    }
}
