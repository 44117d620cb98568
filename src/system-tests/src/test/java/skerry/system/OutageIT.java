package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.faults.TcpProxy;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;

/**
 * A real agent and a real hub that lose each other while lines are written: whatever was away comes back, everything has
 * arrived once, and meanwhile the fleet is shown by contract and with its last values.
 */
class OutageIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    /** After a long outage an agent waits a random time up to a quarter of an hour before it tries again. */
    private static final Duration BACK_LIMIT = Duration.ofMinutes(20);

    /** How far the contacts that a killed hub remembers may be behind. */
    private static final Duration CONTACTS_WRITTEN_EVERY = Duration.ofSeconds(30);

    private static final String SITE = "north-7";
    /** The machine that runs the test may have problems of its own, so a site in contact may well be degraded. */
    private static final List<String> IN_CONTACT = List.of("healthy", "degraded", "back-filling");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aCutLinkCostsNothingAndTheSiteStaysWhatItWas() throws Exception {
        cutTheLink(Duration.ofSeconds(6), IN_CONTACT);
    }

    @Test
    @Tag("soak")
    void aLinkThatIsCutForTenMinutesCostsNothingAndTheSiteIsOverdueMeanwhile() throws Exception {
        cutTheLink(Duration.ofMinutes(10), List.of("offline-unexpected"));
    }

    @Test
    void aKilledHubComesBackWithEverythingAndNothingIsRed() throws Exception {
        killTheHub(Duration.ofSeconds(6));
    }

    @Test
    @Tag("soak")
    void aHubThatIsGoneForTenMinutesComesBackWithEverythingAndNothingIsRed() throws Exception {
        killTheHub(Duration.ofMinutes(10));
    }

    private void cutTheLink(Duration cut, List<String> statesAtItsEnd) throws Exception {
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var link = new TcpProxy("127.0.0.1", hub.brokerPort(), 1);
                var agent = new AgentProcess(folder.resolve("agent")).of(hub);
                var lines = new Lines(agent.logs().resolve("app.log"))) {
            agent.set("mqtt.url=mqtt://127.0.0.1:" + link.port());
            JsonNode before = inContact(hub, agent, lines);

            link.closeAtOnce(true);
            link.cut();
            lines.write(Duration.ofSeconds(2));
            JsonNode last = site(hub).path("latest");
            lines.write(cut);

            JsonNode during = site(hub);
            assertThat(during.path("state").asText()).isIn(statesAtItsEnd);
            assertThat(during.path("latest")).as("last values, not zeros").isEqualTo(last);
            assertThat(during.path("latest").path("mem").asDouble()).isPositive();
            assertThat(during.path("seen").asLong())
                    .as("a contact that it had")
                    .isGreaterThanOrEqualTo(before.path("seen").asLong());
            link.closeAtOnce(false);
            everythingArrivesOnce(hub, agent, lines);
        }
    }

    /** The state that a hub left behind, and since when the site is in it. */
    private record Entered(String state, long since) {}

    /**
     * What a hub that is down has kept. The test cannot know that from the page before: the machine that runs it may have a
     * problem at any moment, which is another state.
     */
    private static Entered kept(HubProcess hub) throws SQLException {
        try (var db = DriverManager.getConnection("jdbc:sqlite:" + hub.data().resolve("control.db"));
                var select = db.createStatement();
                var row = select.executeQuery("SELECT state, since FROM site_state WHERE site = '" + SITE + "'")) {
            assertThat(row.next()).as("a state is kept").isTrue();
            return new Entered(row.getString(1), row.getLong(2));
        }
    }

    private void killTheHub(Duration away) throws Exception {
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var agent = new AgentProcess(folder.resolve("agent")).of(hub);
                var lines = new Lines(agent.logs().resolve("app.log"))) {
            JsonNode before = inContact(hub, agent, lines);

            hub.kill();
            Entered kept = kept(hub);
            lines.write(away);
            hub.startAgain();

            JsonNode fleet = hub.api().get("/api/v1/fleet");
            JsonNode after = site(fleet);
            assertThat(after.path("state").asText()).isIn(IN_CONTACT);
            if (fleet.path("changed").isEmpty() && after.path("state").asText().equals(kept.state())) {
                assertThat(after.path("since").asLong()).isEqualTo(kept.since());
            }
            assertThat(after.path("seen").asLong())
                    .as("the contact from before the kill")
                    .isGreaterThan(before.path("seen").asLong() - CONTACTS_WRITTEN_EVERY.toMillis());
            everythingArrivesOnce(hub, agent, lines);
            assertThat(hub.api().get("/api/v1/fleet").path("changed").findValuesAsText("to"))
                    .as("no site went off line because the hub was away")
                    .isSubsetOf(IN_CONTACT);
        }
    }

    /** Starts the agent, and waits until the hub shows it with present values. */
    private static JsonNode inContact(HubProcess hub, AgentProcess agent, Lines lines) throws Exception {
        hub.register(agent, SITE);
        agent.start();
        lines.write(Duration.ofSeconds(2));
        Eventually.until("the site is in contact and has values", LIMIT, () -> {
            JsonNode site = site(hub);
            return IN_CONTACT.contains(site.path("state").asText())
                    && !site.path("latest").isEmpty();
        });
        return site(hub);
    }

    private static void everythingArrivesOnce(HubProcess hub, AgentProcess agent, Lines lines) throws Exception {
        long known = site(hub).path("seen").asLong();
        Eventually.until(
                "the agent is back", BACK_LIMIT, () -> site(hub).path("seen").asLong() > known);
        lines.write(Duration.ofSeconds(1));
        long written = lines.written();
        Eventually.until(
                "the agent has read all lines",
                LIMIT,
                () -> agent.account().collected().lines() == written);

        agent.stop();

        var figures = new HubFigures(hub);
        String delivered = "skerry_site_delivered_records_total{kind=\"lines\",region=\"test\",site=\"" + SITE + "\"}";
        Eventually.until("the hub has each line once", LIMIT, () -> figures.of(delivered) == written);
        var account = agent.account();
        assertThat(account.delivered().lines()).isEqualTo(written);
        assertThat(account.accountedFor()).isEqualTo(account.collected());
        assertThat(account.droppedInAll().total()).isZero();
        assertThat(figures.of("skerry_hub_batches_received_total{outcome=\"conflict\"}"))
                .isZero();
        assertThat(figures.of("skerry_site_lost_batches{region=\"test\",site=\"" + SITE + "\"}"))
                .isZero();
    }

    private static JsonNode site(HubProcess hub) throws IOException, InterruptedException {
        return site(hub.api().get("/api/v1/fleet"));
    }

    private static JsonNode site(JsonNode fleet) {
        for (JsonNode site : fleet.path("sites")) {
            if (site.path("id").asText().equals(SITE)) {
                return site;
            }
        }
        throw new AssertionError("the hub does not know of " + SITE);
    }

    /** A program that writes numbered lines at a steady pace. */
    private static final class Lines implements AutoCloseable {
        private static final Duration PACE = Duration.ofMillis(50);

        private final Path file;
        private final Writer out;
        private long written;

        Lines(Path file) throws IOException {
            this.file = file;
            this.out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        void write(Duration length) throws IOException, InterruptedException {
            for (long end = System.nanoTime() + length.toNanos(); System.nanoTime() < end; ) {
                out.write("line " + written++ + " of " + file.getFileName() + "\n");
                out.flush();
                Thread.sleep(PACE);
            }
        }

        long written() {
            return written;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
