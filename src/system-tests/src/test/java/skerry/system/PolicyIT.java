package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.privacy.PolicyDocument;
import skerry.agent.privacy.PrivacySettings;
import skerry.agent.privacy.SiteNames;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubCommand;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;

/** A hub that asks for a later privacy policy than its agent has, and then for that one: real processes. */
class PolicyIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String SITE = "{region=\"test\",site=\"north-7\"}";
    private static final String DELIVERED =
            "skerry_site_delivered_records_total{kind=\"lines\",region=\"test\",site=\"north-7\"}";
    private static final int OURS =
            PolicyDocument.of(PrivacySettings.USUAL, SiteNames.NONE).version();
    private static final String NOTICE =
            "1 node sends under policy " + OURS + ", the hub asks for " + (OURS + 1) + ": upgrade its agent";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void batchesBelowTheHubsMinimumAreRefusedKeptToldOfAndDecodedOnceItIsLowered() throws Exception {
        try (var hub = HubProcess.start(folder.resolve("hub"), "privacy.minimum-policy=" + (OURS + 1));
                var agent = new AgentProcess(folder.resolve("agent"), "patterns.k=1").of(hub)) {
            hub.register(agent, "north-7");
            var figures = new HubFigures(hub);
            Files.writeString(agent.logs().resolve("app.log"), "login of ann@example.org\nlogin of eva@example.org\n");
            agent.start();
            Eventually.until(
                    "the agent is told",
                    LIMIT,
                    () -> figures.of("skerry_site_nodes_below_policy" + SITE) == 1
                            && agent.output().contains("later privacy policy"));
            agent.collectAndStop(2, LIMIT);

            assertThat(agent.account().refused().lines()).isEqualTo(2);
            assertThat(agent.account().delivered().total()).isZero();
            assertThat(agent.account().accountedFor()).isEqualTo(agent.account().collected());
            assertThat(figures.of(DELIVERED)).isZero();
            assertThat(figures.of("skerry_site_refused_batches" + SITE)).isPositive();
            assertThat(figures.of("skerry_hub_minimum_policy")).isEqualTo(OURS + 1);
            JsonNode site = hub.api().get("/api/v1/sites/north-7");
            assertThat(site.path("policyNotice").asText()).isEqualTo(NOTICE);
            assertThat(site.path("nodes").get(0).path("policy").asText()).startsWith("skerry-" + OURS + "/");
            assertThat(site.path("nodes").get(0).path("belowPolicy").asBoolean())
                    .isTrue();
            assertThat(command(hub, "status")).contains("But not all: " + NOTICE + ".");
            assertThat(command(hub, "sites")).contains("north-7: " + NOTICE + ".");

            hub.stop();
            hub.set("privacy.minimum-policy=" + OURS).startAgain();
            hub.api().logIn(hub.user(), hub.password());
            Eventually.until("what was refused is decoded", LIMIT, () -> figures.of(DELIVERED) == 2);
            assertThat(figures.of("skerry_site_refused_batches" + SITE)).isZero();
            assertThat(command(hub, "status")).doesNotContain("policy");
            agent.start();
            Eventually.until("the agent counts it as delivered", LIMIT, () -> {
                var account = agent.account();
                return account.refused().total() == 0 && account.delivered().lines() == 2;
            });
            JsonNode pattern = hub.api()
                    .get("/api/v1/patterns?site=north-7")
                    .path("patterns")
                    .get(0);
            assertThat(pattern.path("template").asText()).isEqualTo("login of <*>");
            assertThat(hub.api()
                            .get("/api/v1/patterns/" + pattern.path("id").asText())
                            .toString())
                    .containsPattern("login of <email:[a-z2-7]{10}>")
                    .doesNotContain("example.org");
        }
    }

    private static String command(HubProcess hub, String command) throws Exception {
        HubCommand ran = HubCommand.run(command, "--data", hub.data().toString());
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        return ran.out();
    }
}
