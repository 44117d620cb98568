package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.RunningHub;

/** How a site's description is changed, on a whole hub with its store. */
class SiteChangesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RunningHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new RunningHub(folder, Map.of());
        assertThat(hub.change("POST", "/api/v1/sites", """
                        {"id": "north", "name": "North", "region": "coast", "contact": "harbour office",
                         "contract": {"text": "every 24h"}, "coordinates": {"lat": 68.2, "lon": 14.5},
                         "tags": ["zone=Europe/Oslo", "tide gauge"]}""").status()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private JsonNode sites() throws Exception {
        return JSON.readTree(hub.get("/api/v1/sites").text()).path("sites");
    }

    private RunningHub.Answer patch(String body) throws Exception {
        return hub.change("PATCH", "/api/v1/sites/north", body);
    }

    private JsonNode contract(String query) throws Exception {
        return JSON.readTree(hub.get("/api/v1/contract?" + query).text());
    }

    @Test
    void whatIsPutBackIsWhatWasThereAndWhatIsLeftOutStays() throws Exception {
        JsonNode before = sites();

        assertThat(patch("{\"contract\": {\"text\": \"usb every 14d\"}, \"coordinates\": {}, \"tags\": []}")
                        .status())
                .isEqualTo(204);
        JsonNode changed = sites().path(0);
        assertThat(changed.path("contract").path("text").asText()).isEqualTo("usb every 14d");
        assertThat(changed.has("coordinates")).isFalse();
        assertThat(changed.path("name").asText()).isEqualTo("North");

        assertThat(patch("""
                        {"contract": {"text": "every 24h"}, "coordinates": {"lat": 68.2, "lon": 14.5},
                         "tags": ["zone=Europe/Oslo", "tide gauge"]}""").status()).isEqualTo(204);
        assertThat(sites()).isEqualTo(before);
    }

    @Test
    void theSitesPageShowsAChangeAtOnce() throws Exception {
        RunningHub.until(
                "the site is judged", () -> hub.get("/api/v1/sites/north").status() == 200);

        patch("{\"contract\": {\"text\": \"usb every 14d\"}, \"tags\": [\"no road\"]}");

        JsonNode shown = JSON.readTree(hub.get("/api/v1/sites/north").text());
        assertThat(shown.path("contract").path("text").asText()).isEqualTo("usb every 14d");
        assertThat(shown.path("tags").toString()).isEqualTo("[\"no road\"]");
    }

    @Test
    void theAuditTrailSaysWhichContractBecameWhichAndWhatElseChanged() throws Exception {
        patch("{\"contract\": {\"text\": \"usb every 14d\"}, \"region\": \"fjord\"}");

        JsonNode line = JSON.readTree(hub.get("/api/v1/audit?limit=1").text())
                .path("entries")
                .path(0);
        assertThat(line.path("action").asText()).isEqualTo("site.change");
        assertThat(line.path("actor").asText()).isEqualTo("ada");
        assertThat(line.path("target").asText()).isEqualTo("north: contract 'every 24h' to 'usb every 14d', region");
    }

    @Test
    void whatIsWrongIsSaidInOneSentenceAndNothingIsChanged() throws Exception {
        JsonNode before = sites();

        assertThat(patch("{\"contract\": {\"text\": \"sometimes\"}, \"region\": \"fjord\"}")
                        .text())
                .contains("the contract cannot be read: 'sometimes' is no window");
        assertThat(patch("{\"coordinates\": {\"lat\": 68.2}}").text())
                .contains("'coordinates.lat' and 'coordinates.lon' go together");
        assertThat(patch("{\"coordinates\": {\"lat\": 168.2, \"lon\": 1}}").text())
                .contains("coordinates lie within");
        assertThat(sites()).isEqualTo(before);
    }

    @Test
    void aContractIsPutInWordsBeforeItIsSaved() throws Exception {
        RunningHub.until(
                "the site is judged", () -> hub.get("/api/v1/sites/north").status() == 200);

        assertThat(contract("text=USB+every+336h").toString())
                .isEqualTo("{\"text\":\"usb every 14d\",\"meaning\":\"a stick at least every 14 days; silence is"
                        + " unexpected after 16 days\"}");
        JsonNode windows = contract("text=daily+02:00-04:00+Europe/Oslo&site=north");
        assertThat(windows.path("meaning").asText()).contains("Europe/Oslo").contains("missed 1 h after its end");
        assertThat(windows.path("nextContact").asLong()).isPositive();
        assertThat(windows.has("state")).as("a site that was never seen").isFalse();
        assertThat(contract("text=sometimes").propertyStream())
                .singleElement()
                .satisfies(only -> assertThat(only.getKey()).isEqualTo("mistake"));
        assertThat(hub.get("/api/v1/contract?text=usb&site=nowhere").status()).isEqualTo(404);
        assertThat(sites().path(0).path("contract").path("text").asText()).isEqualTo("every 24h");
    }
}
