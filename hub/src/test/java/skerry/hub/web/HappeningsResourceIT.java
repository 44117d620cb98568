package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.AlertEvents.Named;
import skerry.hub.FakeAgent;
import skerry.hub.query.Happenings;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;

/** Events of two nodes that came at another time than they happened, and the question over a real socket. */
class HappeningsResourceIT {
    private static final long NOON = 1_790_000_040_000L;
    private static final long MINUTE = 60_000;
    private static final String RANGE = "from=" + (NOON - 3_600_000) + "&to=" + (NOON + 3_600_000);

    @TempDir
    Path folder;

    private static final InstantSource LATER = InstantSource.fixed(Instant.ofEpochMilli(NOON + 3_600_000));

    private final FakeAgent server = new FakeAgent(1);
    private final FakeAgent worker = new FakeAgent(2);
    private HubUnderTest hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubUnderTest(
                folder,
                NOON,
                (store, watch) ->
                        List.of(new HappeningsResource(store, watch, LATER), new SiteResource(store, watch, LATER)));
        hub.enrol(server, "reef", "pi-1");
        hub.enrol(worker, "reef", "pi-2");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static Event kubernetes(long at, String namespace, String reason) {
        return new Event(
                "kubernetes",
                Severity.WARNING,
                at,
                0,
                "Back-off restarting failed container",
                Map.of("namespace", namespace, "kind", "Pod", "name", "api-0", "reason", reason, "count", "7"));
    }

    private void say(FakeAgent agent, long arrives, Event... events) {
        hub.at(arrives);
        hub.take(agent, List.of(agent.events(List.of(events), events[events.length - 1].wallMillis())));
    }

    private static List<String> kinds(JsonNode body) {
        var kinds = new ArrayList<String>();
        body.path("happenings").forEach(one -> kinds.add(one.path("kind").asText()));
        return kinds;
    }

    @Test
    void whatHappenedStandsByTheTimeItHappenedWithTheTimeItCame() throws Exception {
        say(server, NOON + 30 * MINUTE, kubernetes(NOON, "shop", "BackOff"));
        say(worker, NOON + 31 * MINUTE, new Event("agent.start", Severity.INFO, NOON + MINUTE, 0, "started", Map.of()));
        say(server, NOON + 32 * MINUTE, new Named("KubePodCrashLooping", "api-0", NOON).firing(NOON + 2 * MINUTE));

        JsonNode body = hub.json("/sites/reef/happenings?kind=kubernetes&kind=alert&kind=restart&" + RANGE);

        assertThat(kinds(body)).containsExactly("alert", "restart", "kubernetes");
        JsonNode oldest = body.path("happenings").path(2);
        assertThat(oldest.path("at").asLong()).isEqualTo(NOON);
        assertThat(oldest.path("arrivedAt").asLong()).isEqualTo(NOON + 30 * MINUTE);
        assertThat(oldest.path("object").asText()).isEqualTo("Pod api-0");
        assertThat(oldest.path("reason").asText()).isEqualTo("BackOff");
        assertThat(oldest.path("count").asLong()).isEqualTo(7);
        assertThat(oldest.path("node").asText()).isEqualTo("pi-1");
        assertThat(body.path("happenings").path(0).path("reason").asText()).isEqualTo("KubePodCrashLooping");
        assertThat(body.path("kinds").path("kubernetes").asLong()).isEqualTo(1);
    }

    @Test
    void whatAnAgentSaysAgainStandsOnce() throws Exception {
        say(server, NOON, kubernetes(NOON, "shop", "BackOff"), kubernetes(NOON + MINUTE, "shop", "BackOff"));
        var alert = new Named("KubePodCrashLooping", "api-0", NOON);
        say(server, NOON + 2 * MINUTE, alert.firing(NOON + 2 * MINUTE));
        say(server, NOON + 3 * MINUTE, alert.firing(NOON + 3 * MINUTE));
        say(
                server,
                NOON + 5 * MINUTE,
                new Named("KubePodCrashLooping", "api-0", NOON + 4 * MINUTE).firing(NOON + 5 * MINUTE));

        JsonNode told = hub.json("/sites/reef/happenings?kind=kubernetes&kind=alert&" + RANGE)
                .path("happenings");

        assertThat(told.findValuesAsText("at"))
                .as("an alert at its first word, a counted event at its newest, and the alert's second time")
                .containsExactly("" + (NOON + 5 * MINUTE), "" + (NOON + 2 * MINUTE), "" + (NOON + MINUTE));
        assertThat(hub.json("/sites/reef?" + RANGE).findValues("events").getFirst())
                .as("the page of the site likewise")
                .hasSize(3);
    }

    @Test
    void newPatternsOfOneMinuteStandEachByItselfWithTheTextThatTheHubHas() throws Exception {
        hub.store().patterns().name(List.of(new PatternTemplate(5, "pump <*> started", 0)));
        say(server, NOON, newPattern("0000000000000005"), newPattern("0000000000000006"), newPattern("x"));

        JsonNode told = hub.json("/sites/reef/happenings?kind=pattern&" + RANGE).path("happenings");

        assertThat(told.findValuesAsText("text"))
                .containsExactlyInAnyOrder("not seen before: pump <*> started", "not seen before", "not seen before");
        assertThat(told.findValuesAsText("object"))
                .containsExactlyInAnyOrder("pattern 0000000000000005", "pattern 0000000000000006", "pattern x");
    }

    private static Event newPattern(String id) {
        return new Event("pattern.new", Severity.ERROR, NOON, 0, "not seen before", Map.of("pattern", id));
    }

    @Test
    void silenceThatWasNotAgreedHasAnEndAndNoTimeOfArrival() throws Exception {
        say(server, NOON - 50 * MINUTE, kubernetes(NOON - 50 * MINUTE, "shop", "BackOff"));
        say(server, NOON + 30 * MINUTE, kubernetes(NOON + 30 * MINUTE, "shop", "BackOff"));

        JsonNode body = hub.json("/sites/reef/happenings?kind=contact&" + RANGE);

        JsonNode silence = body.path("happenings");
        assertThat(silence).anySatisfy(one -> {
            assertThat(one.path("text").asText()).isEqualTo("no contact, and that was not agreed");
            assertThat(one.path("until").asLong()).isEqualTo(NOON + 30 * MINUTE);
            assertThat(one.has("arrivedAt")).isFalse();
        });
    }

    @Test
    void theyAreNarrowedByNamespaceAndWordsAndPaged() throws Exception {
        say(
                server,
                NOON,
                kubernetes(NOON, "shop", "BackOff"),
                kubernetes(NOON + 1, "farm", "Evicted"),
                kubernetes(NOON + 2, "farm", "Killing"));

        JsonNode farm = hub.json("/sites/reef/happenings?namespace=farm&" + RANGE);
        assertThat(farm.path("total").asLong()).isEqualTo(2);
        assertThat(farm.path("namespaces")).hasSize(2);
        assertThat(hub.json("/sites/reef/happenings?q=EVICT&" + RANGE)
                        .path("total")
                        .asLong())
                .isEqualTo(1);
        JsonNode second = hub.json("/sites/reef/happenings?kind=kubernetes&limit=1&offset=1&" + RANGE);
        assertThat(second.path("happenings").path(0).path("reason").asText()).isEqualTo("Evicted");
        assertThat(second.path("total").asLong()).isEqualTo(3);
        assertThat(second.path("cut").asBoolean()).isFalse();
    }

    @Test
    void ofANodeThatTellsTooMuchTheNewestStayAndThatIsSaid() throws Exception {
        for (int batch = 0; batch < 3; batch++) {
            var events = new ArrayList<Event>();
            for (int i = 0; i < 700; i++) {
                events.add(kubernetes(NOON + batch * 700L + i, "shop", "Reason" + i + "Of" + batch));
            }
            say(server, NOON + 5_000, events.toArray(Event[]::new));
        }

        JsonNode body = hub.json("/sites/reef/happenings?kind=kubernetes&" + RANGE);

        assertThat(body.path("cut").asBoolean()).isTrue();
        assertThat(body.path("total").asLong()).isEqualTo(Happenings.MAX_OF_NODE);
        assertThat(body.path("happenings").path(0).path("at").asLong()).isEqualTo(NOON + 2_099);
    }

    @Test
    void mistakesAreNamedAndNobodyReadsWithoutALogin() throws Exception {
        assertThat(hub.get("/sites/nowhere/happenings").statusCode()).isEqualTo(404);
        assertThat(hub.get("/sites/reef/happenings?from=1&to=" + NOON).body()).contains("longer than 31 days");
        assertThat(hub.get("/sites/reef/happenings", "").statusCode()).isEqualTo(401);
    }
}
