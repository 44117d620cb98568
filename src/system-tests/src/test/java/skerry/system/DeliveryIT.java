package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubProcess;

/** One agent and one hub as they are packaged, from a log line to the fleet page's state. */
class DeliveryIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatAnAgentStoresReachesTheHubAndTheAccountSaysSo() throws Exception {
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var agent = new AgentProcess(folder.resolve("agent")).of(hub)) {
            String uid = hub.register(agent, "north-7");
            Files.writeString(agent.logs().resolve("app.log"), "first line\nsecond line\n");
            agent.start();
            Eventually.until(
                    "the ring has both lines",
                    LIMIT,
                    () -> agent.account().collected().lines() == 2);

            agent.stop();

            var account = agent.account();
            assertThat(account.delivered().lines()).isEqualTo(2);
            assertThat(account.accountedFor()).isEqualTo(account.collected());
            assertThat(hub.api().get("/api/v1/agents").toString()).contains(uid);
        }
    }
}
