package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.AgentCommand;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubCommand;
import skerry.system.process.HubProcess;

/** Raw detail leaves a site by tickets alone, as the site's policy says, over the link or on a stick. */
class TicketIT {
    private static final Duration LIMIT = Duration.ofMinutes(6);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void samplesAreAnsweredAtOnceAndVerifyTheirMinutesAndLinesGoWhenAPersonAtTheSiteAgreed() throws Exception {
        long begin = System.currentTimeMillis();
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var agent = new AgentProcess(folder.resolve("agent"), "collect.every=1s")) {
            hub.register(agent, "north-7");
            String tickets = "/api/v1/agents/" + agent.identity().uid() + "/tickets";
            Files.writeString(
                    agent.logs().resolve("app.log"),
                    "mail from erika@example.org came\nerror: the pump stands still\n");
            agent.of(hub).start();

            Map<String, Object> lines =
                    Map.of("kind", "lines", "from", begin, "to", begin + 600_000, "reason", "the pump");
            Eventually.until(
                    "both lines are in the ring",
                    LIMIT,
                    () -> agent.account().collected().lines() == 2);
            String asked = hub.api().post(tickets, lines).path("id").asText();
            Eventually.until(
                    "the ticket waits for the technician",
                    LIMIT,
                    () -> ticket(hub, tickets, asked).path("state").asText().equals("waits"));
            JsonNode waiting = ticket(hub, tickets, asked);
            assertThat(waiting.path("records").asLong()).isEqualTo(2);
            assertThat(waiting.path("until").asLong()).isGreaterThan(begin);
            var listed = tickets(agent, "list");
            assertThat(listed.exitCode()).as(listed.err()).isEqualTo(3);
            assertThat(listed.out())
                    .contains("the pump", "2 records", "mail from")
                    .doesNotContain("erika@");
            assertThat(agent.get("/").text()).contains("The hub asks for detail", "the pump");

            assertThat(tickets(agent, "approve", asked.substring(0, 8), "--by", "otto")
                            .exitCode())
                    .isZero();

            Eventually.until(
                    "the lines are at the hub",
                    LIMIT,
                    () -> ticket(hub, tickets, asked).path("state").asText().equals("done"));
            assertThat(ticket(hub, tickets, asked).path("sentence").asText()).contains("approved by otto");

            Map<String, Object> minutes =
                    Map.of("kind", "series", "selector", "node_load1", "from", begin, "to", begin + 600_000);
            String early = done(hub, tickets, minutes);
            // Once the second one is told, the first is whole in the ring; the hub forgets tickets if there are many.
            Eventually.until("two minutes are told", LIMIT, () -> sum(comparison(hub, tickets, early), "minutes") >= 2);
            Eventually.until("a minute is verified by its samples", LIMIT, () -> {
                JsonNode compared = comparison(hub, tickets, done(hub, tickets, minutes));
                assertThat(compared.path("state").asText())
                        .as(compared.toString())
                        .isNotEqualTo("differs");
                return sum(compared, "compared") > 0 && sum(compared, "figures") >= 5;
            });
            JsonNode pump = comparison(hub, tickets, asked);
            assertThat(pump.path("state").asText()).as(pump.toString()).isNotEqualTo("differs");

            for (JsonNode pattern :
                    hub.api().get("/api/v1/patterns?site=north-7").path("patterns")) {
                hub.api().post("/api/v1/patterns/" + pattern.path("id").asText() + "/erase", Map.of());
            }
            assertThatThrownBy(() -> hub.api().get(tickets.replace("tickets", "commands") + "/" + asked + "/file"))
                    .hasMessageContaining("the file was erased, since it held lines of a pattern that was erased");
        }
    }

    @Test
    void aSiteWithoutANetworkIsAskedAndAnswersByStick() throws Exception {
        Path stick = Files.createDirectory(folder.resolve("stick"));
        long begin = System.currentTimeMillis();
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var agent = new AgentProcess(
                        folder.resolve("agent"), "mqtt.hub=" + hub.card().text(), "tickets.lines=auto")) {
            hub.register(agent, "north-7");
            String tickets = "/api/v1/agents/" + agent.identity().uid() + "/tickets";
            Files.writeString(agent.logs().resolve("app.log"), "first line\nsecond line\n");
            agent.start();
            Eventually.until(
                    "both lines are in the ring",
                    LIMIT,
                    () -> agent.account().collected().lines() == 2);
            String asked = hub.api()
                    .post(tickets, Map.of("kind", "lines", "from", begin, "to", begin + 600_000))
                    .path("id")
                    .asText();
            assertThat(export(agent, hub, stick).exitCode()).isZero();

            assertThat(importFrom(stick, hub).out()).contains("what the hub asks of north-7/");
            assertThat(ticket(hub, tickets, asked).path("state").asText()).isEqualTo("sent");
            assertThat(export(agent, hub, stick).exitCode()).isZero();
            Eventually.until("the answer is at the hub", LIMIT, () -> {
                assertThat(export(agent, hub, stick).exitCode()).isZero();
                assertThat(importFrom(stick, hub).exitCode()).isZero();
                return ticket(hub, tickets, asked).path("state").asText().equals("done");
            });
            assertThat(ticket(hub, tickets, asked).path("file").asText()).endsWith(".jsonl.gz");
        }
    }

    private static JsonNode ticket(HubProcess hub, String tickets, String id) throws Exception {
        return hub.api().get(tickets + "/" + id).path("ticket");
    }

    private static AgentCommand tickets(AgentProcess agent, String what, String... more) throws Exception {
        var words =
                new ArrayList<>(List.of("tickets", what, "--data", agent.data().toString()));
        words.addAll(List.of(more));
        return AgentCommand.run(words.toArray(String[]::new));
    }

    /** Asks, waits for the answer, and gives the ticket's id. */
    private static String done(HubProcess hub, String tickets, Map<String, Object> wanted) throws Exception {
        String id = hub.api().post(tickets, wanted).path("id").asText();
        Eventually.until(
                "the samples are at the hub",
                LIMIT,
                () -> ticket(hub, tickets, id).path("state").asText().equals("done"));
        return id;
    }

    private static JsonNode comparison(HubProcess hub, String tickets, String id) throws Exception {
        return hub.api().get(tickets + "/" + id).path("comparison");
    }

    private static long sum(JsonNode comparison, String figure) {
        long sum = 0;
        for (JsonNode hour : comparison.path("hours")) {
            sum += hour.path(figure).asLong();
        }
        return sum;
    }

    private static AgentCommand export(AgentProcess agent, HubProcess hub, Path stick) throws Exception {
        return AgentCommand.run(
                "export",
                "--to",
                stick.toString(),
                "--data",
                agent.data().toString(),
                "--set",
                "mqtt.hub=" + hub.card().text());
    }

    private static HubCommand importFrom(Path stick, HubProcess hub) throws Exception {
        return HubCommand.run("import", stick.toString(), "--data", hub.data().toString());
    }
}
