package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.faults.FreePort;
import skerry.simulator.ChildProcess;
import skerry.system.process.AgentProcess;
import skerry.system.process.Checkout;
import skerry.system.process.Eventually;
import skerry.system.process.HubProcess;
import skerry.system.process.SmallDisk;

/** A stick that is put in and pulled out, and nobody types a word: one node of a site watches for it, and so does the hub. */
class StickWatchIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Where nobody listens. */
    private static final String NO_BROKER = "mqtt.override-url=mqtt://127.0.0.1:9";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aStickThatIsPutInCarriesTheDataOfTheSiteToTheHubAndTheReceiptsBack() throws Exception {
        Path image = folder.resolve("stick.img");
        Path siteMedia = folder.resolve("site-media");
        Path hubMedia = folder.resolve("hub-media");
        Path atSite = siteMedia.resolve("stick");
        Path atHub = hubMedia.resolve("stick");
        try (SmallDisk blank = SmallDisk.mountFile(image, atSite, 8)) {
            Files.createDirectory(blank.path().resolve("SKERRY"));
        }
        String other = "127.0.0.1:" + FreePort.next();
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var gateway = new AgentProcess(
                        folder.resolve("gateway"), NO_BROKER, "stick.watch=" + siteMedia, "peers.nodes=" + other);
                var peer = new AgentProcess(folder.resolve("peer"), NO_BROKER, "peers.listen=" + other)) {
            hub.takeIn("north-7", gateway, peer);
            for (AgentProcess node : List.of(gateway, peer)) {
                Files.writeString(node.logs().resolve("app.log"), "first line\nsecond line\n");
                node.start();
                node.collectAndStop(2, LIMIT);
                node.start();
            }

            String ofOther = "Also: node " + peer.identity().uid() + " at " + other;
            var written = gateway.expect(line -> line.contains(atSite + ": safe to remove.") && line.contains(ofOther));
            try (SmallDisk _ = SmallDisk.mountFile(image, atSite, 8)) {
                assertThat(written.await(LIMIT)).as(gateway.output()).isPresent();
            }
            try (var watch = ChildProcess.start(
                    "hub",
                    Checkout.home(),
                    "hub",
                    "hub",
                    folder.resolve("import.log"),
                    List.of(
                            "import",
                            hubMedia.toString(),
                            "--watch",
                            "--data",
                            hub.data().toString()))) {
                var imported = watch.expect(line -> line.equals("It is safe to remove the stick."));
                try (SmallDisk _ = SmallDisk.mountFile(image, atHub, 8)) {
                    assertThat(imported.await(LIMIT)).isPresent();
                }
                assertThat(Files.readString(watch.log())).contains("receipt written");
            }
            var read = gateway.expect(line -> line.contains("The hub's receipt on the stick was read."));
            try (SmallDisk _ = SmallDisk.mountFile(image, atSite, 8)) {
                assertThat(read.await(LIMIT)).as(gateway.output()).isPresent();
                for (AgentProcess node : List.of(gateway, peer)) {
                    Eventually.until(
                            "the receipt freed the lines",
                            LIMIT,
                            () -> node.account().delivered().lines() == 2);
                }
            }
        }
    }
}
