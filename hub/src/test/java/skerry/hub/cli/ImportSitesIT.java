package skerry.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.hub.RunningHub;

/** Sites come from a table, with their contracts, and a table that was imported changes nothing the second time. */
class ImportSitesIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RunningHub running;

    @SuppressWarnings("NullAway.Init")
    private LocalHub hub;

    @BeforeEach
    void start() throws Exception {
        running = new RunningHub(folder.resolve("hub"), Map.of());
        hub = LocalHub.of(folder.resolve("hub"));
    }

    @AfterEach
    void stop() {
        hub.close();
        running.close();
    }

    /** What the command printed, or why it refused. */
    private String imported(String table, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("sites.csv"), table);
        var out = new StringWriter();
        var line = new CommandLine(new ImportSitesCommand());
        line.setOut(new PrintWriter(out));
        line.setExecutionExceptionHandler((e, _, _) -> {
            out.append(e.getMessage());
            return 1;
        });
        String[] all = new String[options.length + 3];
        all[0] = file.toString();
        all[1] = "--set";
        all[2] = "data=" + folder.resolve("hub");
        System.arraycopy(options, 0, all, 3, options.length);
        line.execute(all);
        return out.toString();
    }

    private JsonNode site(String id) throws IOException {
        for (JsonNode site : hub.get("/api/v1/sites").path("sites")) {
            if (site.path("id").asText().equals(id)) {
                return site;
            }
        }
        throw new AssertionError("no site " + id);
    }

    private String contract(String id) throws IOException {
        return site(id).path("contract").path("text").asText();
    }

    private long audited() throws IOException {
        return hub.get("/api/v1/audit?limit=1000")
                .path("entries")
                .valueStream()
                .filter(entry -> entry.path("action").asText().startsWith("site."))
                .count();
    }

    @Test
    void aContractIsWrittenAsInTheAgentsSettingAlsoWithCommasAndQuotes() throws Exception {
        assertThat(imported("""
                        id,name,contract,every,grace
                        north,"North, the ""old"" quay",usb every 14d,,
                        south,,"mon,wed,fri 02:00-04:00; sat 10:00-11:00 Europe/Oslo grace 2h",,
                        east,,usb,21d,1d
                        west,,,,
                        """)).contains("Added 4, changed 0, left 0 as they are.");

        assertThat(site("north").path("name").asText()).isEqualTo("North, the \"old\" quay");
        assertThat(contract("north")).isEqualTo("usb every 14d");
        assertThat(contract("south")).isEqualTo("mon,wed,fri 02:00-04:00; sat 10:00-11:00 Europe/Oslo grace 2h");
        assertThat(contract("east")).isEqualTo("usb every 21d grace 24h");
        assertThat(contract("west")).isEqualTo("always-on");
    }

    @Test
    void aBadContractIsNamedByItsLineAndColumnAndNothingIsImported() throws Exception {
        String said = imported("""
                id,contract,every
                north,usb every 14d,
                south,sometimes,
                "ea""st",usb,
                west,daily 02:00-04:00,2d
                """);

        assertThat(said)
                .contains("nothing was imported")
                .contains("line 3: the contract cannot be read: 'sometimes' is no window")
                .contains("line 4: a site's id")
                .contains("line 5: a contract in windows has no interval: leave 'every' empty");
        assertThat(hub.get("/api/v1/sites").path("sites")).isEmpty();
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndChangesNothing() throws Exception {
        imported("id,contract\nnorth,always-on\n");

        assertThat(imported("id,contract\nnorth,usb every 14d\nsouth,usb\n", "--dry-run"))
                .contains("change  north: contract")
                .contains("add     south")
                .contains("Would add 1, change 1, leave 0 as they are.");
        assertThat(contract("north")).isEqualTo("always-on");
        assertThat(hub.get("/api/v1/sites").path("sites")).hasSize(1);
    }

    @Test
    void theSameTableAgainChangesNothingHoweverTheContractIsWritten() throws Exception {
        imported("id,lat,lon,contract,tags\nnorth,68.2,14.5,usb every 14d,tide; gauge\nsouth,,,daily,\n");
        long before = audited();

        assertThat(imported(
                        "id,lat,lon,contract,tags\nnorth,68.20,14.50,USB  every 336h,tide;gauge\nsouth,,,every 24h,\n"))
                .contains("Added 0, changed 0, left 2 as they are.");
        assertThat(audited()).isEqualTo(before);
    }

    @Test
    void whatHasNoColumnStaysAndAnEmptyCellRemoves() throws Exception {
        imported("id,name,region,lat,lon,contact\nnorth,North quay,coast,68.2,14.5,harbour office\n");

        assertThat(imported("id,contract\nnorth,usb every 14d\n")).contains("change  north: contract");
        assertThat(site("north").path("name").asText()).isEqualTo("North quay");
        assertThat(site("north").path("contact").asText()).isEqualTo("harbour office");

        assertThat(imported("id,lat,lon\nnorth,,\n")).contains("change  north: coordinates");
        assertThat(site("north").has("coordinates")).isFalse();
        assertThat(contract("north")).isEqualTo("usb every 14d");
        assertThat(hub.get("/api/v1/audit").toString()).contains("north: contract 'always-on' to 'usb every 14d'");
    }
}
