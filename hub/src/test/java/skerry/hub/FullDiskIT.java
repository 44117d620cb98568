package skerry.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.Ack;

/** A disk of its own that is really full: a tmpfs, which root may mount. Elsewhere these tests are counted as skipped. */
class FullDiskIT {
    private static final long NOON = 1_790_000_040_000L;
    private static final String LOGIN = RunningHub.body("name", "ada", "password", "correct horse battery");

    @TempDir
    Path folder;

    private final FakeAgent agent = new FakeAgent(1);
    private Path disk;
    private Path filler;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=96m", "skerry-test", disk.toString());
        assumeTrue(mounted, "only root may mount a disk of its own");
        filler = disk.resolve("filler");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Writes until no byte more fits but for {@code free}. */
    private void fill(long free) throws IOException {
        byte[] block = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (Files.getFileStore(disk).getUsableSpace() - free >= block.length) {
                out.write(block);
            }
        }
    }

    @Test
    void aFullDiskRefusesBatchesPolitelyLosesNoneAndTheHubGoesOnByItselfWhenThereIsSpaceAgain() throws Exception {
        Path data = disk.resolve("hub");
        var confirmed = new ArrayList<Batch>();
        Batch refused;
        try (var hub = new RunningHub(data, Map.of())) {
            hub.enrol(agent, "north");
            try (var wire = new WireAgent(agent, hub)) {
                wire.hello();
                confirmed.add(agent.dictionary(NOON));
                for (int i = 0; i < 5; i++) {
                    confirmed.add(agent.minute(NOON + i * FakeAgent.MINUTE));
                }
                for (Batch batch : confirmed) {
                    wire.send(batch);
                    wire.awaitHeld(batch);
                }
                assertThat(hub.getWithout("/readyz").status()).isEqualTo(200);
                fill(0);

                refused = agent.minute(NOON + 6 * FakeAgent.MINUTE);
                wire.send(refused);

                Ack.Nack nack = wire.awaitRefused(refused);
                assertThat(nack.reason()).isEqualTo(Ack.Reason.LATER);
                assertThat(nack.retryAfterMillis()).isPositive();
                wire.awaitLevel(3);
                RunningHub.Answer ready = hub.getWithout("/readyz");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.text()).contains("full", "free space or lower the retention");
                assertThat(hub.get("/api/v1/fleet").text()).contains("\"problem\":\"the hub takes no batches");
                assertThat(hub.metric("skerry_hub_ready")).hasValue(0);
                assertThat(hub.metric("skerry_hub_batches_received_total{outcome=\"later\"}"))
                        .hasValue(1);
                var login = hub.change("POST", "/api/v1/login", LOGIN);
                assertThat(login.status()).isEqualTo(507);
                assertThat(login.text()).contains("the disk is full").doesNotContain("Exception");

                Files.delete(filler);

                wire.awaitLevel(0);
                assertThat(hub.getWithout("/readyz").status()).isEqualTo(200);
                assertThat(hub.get("/api/v1/fleet").text()).doesNotContain("\"problem\":\"");
                assertThat(hub.change("POST", "/api/v1/login", LOGIN).status()).isEqualTo(204);
                wire.send(refused);
                wire.awaitHeld(refused);
            }
        }
        confirmed.add(refused);
        try (var hub = new RunningHub(data, Map.of());
                var wire = new WireAgent(agent, hub)) {
            for (Batch batch : confirmed) {
                wire.send(batch);
                wire.awaitHeld(batch);
            }
            assertThat(hub.metric("skerry_hub_batches_received_total{outcome=\"duplicate\"}"))
                    .as("each was held from its first receipt on")
                    .hasValue(confirmed.size());
            assertThat(hub.metric("skerry_hub_batches_received_total{outcome=\"stored\"}"))
                    .hasValue(0);
        }
    }

    @Test
    void batchesAreRefusedWhileThereIsStillRoomForLoginsAndTheAuditTrail() throws Exception {
        try (var hub = new RunningHub(disk.resolve("hub"), Map.of())) {
            hub.enrol(agent, "north");
            try (var wire = new WireAgent(agent, hub)) {
                wire.hello();
                fill(8 << 20);

                Batch batch = agent.dictionary(NOON);
                wire.send(batch);

                assertThat(wire.awaitRefused(batch).reason()).isEqualTo(Ack.Reason.LATER);
                assertThat(hub.change("POST", "/api/v1/login", LOGIN).status()).isEqualTo(204);
                hub.addSite("south");
                assertThat(hub.get("/api/v1/audit").text()).contains("\"target\":\"south\"");
            }
        }
    }

    @Test
    void aHubThatCannotStartOnAFullDiskSaysSoInOneSentence() throws Exception {
        fill(0);

        FailedStart start =
                FailedStart.of("data=" + disk.resolve("hub"), "web.listen=127.0.0.1:0", "broker.listen=127.0.0.1:0");

        assertThat(start.code()).isEqualTo(1);
        assertThat(start.said())
                .startsWith("skerry-hub: ")
                .containsIgnoringCase("space")
                .doesNotContain("\n")
                .doesNotContain("unexpectedly");
    }
}
