package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.faults.FreePort;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;

/** A node that goes to the hub over another one of its site, which is killed meanwhile. */
class RelayIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LINES =
            "skerry_site_delivered_records_total{kind=\"lines\",region=\"test\",site=\"north-7\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aNodeDeliversOverAnotherAndKeepsWhatThatOneIsAwayFor() throws Exception {
        String gate = "127.0.0.1:" + FreePort.next();
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var gateway = new AgentProcess(folder.resolve("gateway"), "peers.listen=" + gate, "peers.relay=true");
                var node = new AgentProcess(folder.resolve("node"), "peers.via=" + gate)) {
            hub.takeIn("north-7", gateway, node);
            Path log = Files.writeString(node.logs().resolve("app.log"), "first line\nsecond line\n");
            var figures = new HubFigures(hub);

            node.start();
            node.collectAndStop(2, LIMIT);
            node.start();
            Eventually.until(
                    "the log says why",
                    LIMIT,
                    () -> node.output().contains("refuses: 503 no node of peers.via leads to the hub: "));
            gateway.start();
            Eventually.until("the first lines arrive", LIMIT, () -> figures.of(LINES) == 2);
            assertThat(node.output())
                    .contains("is reached over node " + gateway.identity().uid());
            Eventually.until("the gateway counts", LIMIT, () -> gateway.metric("skerry_peer_relayed_bytes_total") > 0);
            assertThat(gateway.metric("skerry_peer_links")).isEqualTo(1);

            gateway.kill();
            Files.writeString(log, "third line\n", StandardOpenOption.APPEND);
            node.collectAndStop(3, LIMIT);
            node.start();
            assertThat(figures.of(LINES)).isEqualTo(2);
            gateway.start();
            Eventually.until("the third line arrives", LIMIT, () -> figures.of(LINES) == 3);

            Eventually.until(
                    "the hub's receipts came back",
                    LIMIT,
                    () -> node.account().delivered().lines() == 3);
            var account = node.account();
            assertThat(account.accountedFor()).isEqualTo(account.collected());
        }
    }
}
