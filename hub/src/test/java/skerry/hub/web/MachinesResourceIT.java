package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ToldCluster;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/** Starts and cards of machines, as their agents told them, and the questions over a real socket. */
class MachinesResourceIT {
    private static final long HOUR = 3_600_000;
    private static final long NOW = 1_790_000_040_000L / (24 * HOUR) * (24 * HOUR);
    private static final long DAY_SECONDS = 86_400;

    @TempDir
    Path folder;

    private final FakeAgent one = new FakeAgent(1);
    private final FakeAgent two = new FakeAgent(2);
    private final ToldCluster told = new ToldCluster(one);
    private HubUnderTest hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubUnderTest(folder, NOW, (store, watch) -> {
            var clock = InstantSource.fixed(Instant.ofEpochMilli(NOW + HOUR));
            return List.of(new MachinesResource(store, watch, clock), new HappeningsResource(store, watch, clock));
        });
        hub.enrol(one, "reef", "pi-1");
        hub.enrol(two, "reef", "pi-2");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static Event boot(long at, String id, String cause, String sure, String why) {
        return new Event(
                "boot",
                Severity.WARNING,
                at,
                0,
                "started again: " + why,
                Map.of("boot", id, "reason", cause, "sure", sure, "up", "60", "lasted", "7200"));
    }

    private void say(FakeAgent agent, Event... events) {
        hub.take(agent, List.of(agent.events(List.of(events), events[events.length - 1].wallMillis())));
    }

    @Test
    void startsStandNewestFirstAndOneThatWasSaidAgainOnce() throws Exception {
        say(one, boot(NOW - 3 * HOUR, "aa", "power-cut", "probably", "probably power cut: no shutdown record"));
        say(one, boot(NOW - 2 * HOUR, "bb", "brownout", "perhaps", "perhaps ..."));
        say(one, boot(NOW - 2 * HOUR + 60_000, "bb", "brownout", "perhaps", "perhaps ... as well"));
        say(two, boot(NOW - HOUR, "bb", "operator", "sure", "it was asked for"));

        JsonNode body = hub.json("/sites/reef/boots");

        assertThat(body.path("total").asInt()).isEqualTo(3);
        assertThat(body.at("/boots/0/node").asText()).isEqualTo("pi-2");
        assertThat(body.at("/boots/1/cause").asText()).isEqualTo("brownout");
        JsonNode oldest = body.at("/boots/2");
        assertThat(oldest.path("at").asLong()).as("a minute before it was said").isEqualTo(NOW - 3 * HOUR - 60_000);
        assertThat(oldest.path("sure").asText()).isEqualTo("probably");
        assertThat(oldest.path("lasted").asLong()).isEqualTo(7_200);
        assertThat(oldest.path("text").asText()).isEqualTo("started again: probably power cut: no shutdown record");
        assertThat(hub.json("/sites/reef/boots?node=pi-2").path("total").asInt())
                .isEqualTo(1);
        assertThat(hub.json("/sites/reef/happenings").at("/kinds/restart").asInt())
                .isEqualTo(3);
    }

    @Test
    void whatAnAgentMadeUpOfItsAttributesBreaksNothing() throws Exception {
        say(
                one,
                new Event(
                        "boot",
                        Severity.INFO,
                        NOW - HOUR,
                        0,
                        "<script>",
                        Map.of("up", "-5", "lasted", "x".repeat(500))));

        JsonNode boot = hub.json("/sites/reef/boots").at("/boots/0");

        assertThat(boot.path("at").asLong()).isEqualTo(NOW - HOUR);
        assertThat(boot.path("cause").asText()).isEqualTo("unknown");
        assertThat(boot.has("lasted")).isFalse();
    }

    private void card(String device, String size, long firstSeen, String life, double written, double own) {
        told.tell(
                        "skerry_card_info",
                        1,
                        "device",
                        device,
                        "bytes",
                        size,
                        "since",
                        Long.toString(firstSeen),
                        "life",
                        life)
                .tell("skerry_card_written_bytes", written, "device", device)
                .tell("skerry_card_agent_written_bytes", own, "device", device);
    }

    @Test
    void howLongCardsLastIsARangeAndTheSoonestStandsFirst() throws Exception {
        long since = NOW / 1000 - 200 * DAY_SECONDS;
        for (int ago = 24 * 10; ago > 0; ago--) {
            double day = (240 - ago) / 24.0;
            card("mmcblk0", "32000000000", since, "0", 4e9 * day, 2e8 * day);
            card("mmcblk1", "64000000000", since, "2", 1e9 * day, 0);
            told.tell("skerry_mmc_life_used_ratio", 0.5, "device", "mmcblk1", "memory", "a")
                    .tell("skerry_mmc_life_used_ratio", 0.4, "device", "mmcblk1", "memory", "b");
            hub.take(one, told.window(Kind.HOUR, NOW - ago * HOUR, HOUR));
        }

        JsonNode body = hub.json("/sites/reef/cards?node=pi-1");

        assertThat(body.path("total").asInt()).isEqualTo(2);
        JsonNode emmc = body.at("/cards/0");
        assertThat(emmc.path("kind").asText()).isEqualTo("emmc");
        assertThat(emmc.path("life").asDouble()).isEqualTo(0.5);
        assertThat(emmc.path("sentence").asText()).isEqualTo("between 8 months and 19 months");
        JsonNode sd = body.at("/cards/1");
        assertThat(sd.path("kind").asText()).isEqualTo("sd");
        assertThat(sd.path("sentence").asText()).isEqualTo("between 2 years and 21 years, by rule of thumb");
        assertThat(sd.path("low").asDouble()).isBetween(3.9e9, 4.0001e9);
        assertThat(sd.path("own").asDouble() / sd.path("written").asDouble()).isBetween(0.049, 0.051);
        assertThat(hub.json("/sites/reef/cards?node=pi-2").path("total").asInt())
                .isZero();
    }
}
