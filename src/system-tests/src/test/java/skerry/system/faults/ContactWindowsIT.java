package skerry.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.faults.TcpProxy;
import skerry.platform.CloseStack;
import skerry.protocol.RecordCounts;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;
import skerry.system.process.NumberedLogs;
import skerry.system.process.NumberedLogs.Rotation;
import skerry.system.process.WallClock;

/**
 * An agent that is in contact in windows, and a hub whose contract is the same text. Windows begin and end with a minute, so
 * the clock of both is set to shortly before one.
 */
class ContactWindowsIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String SITE = "north-7";
    private static final int LINES = 300;
    /** A twentieth of it may pass before the first contact. */
    private static final Duration WINDOW = Duration.ofMinutes(3);

    private static final String TOO_SLOW = "this machine took much longer to start an agent than the first time";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    /** Into a minute, so that what comes before a window is done by its end as a rule. */
    private static final Duration SECONDS = Duration.ofSeconds(42);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    @Tag("soak")
    void outsideOfItsWindowAnAgentOpensNoConnectionAndInItDeliversAllThatItHeld() throws Exception {
        try (var site = new Site(folder)) {
            Instant opens = site.nextMinute();
            site.keepContact(opens, opens.plus(WINDOW));
            int before = site.link.accepted();
            site.agent.start();
            site.logs.write(LINES);
            Eventually.until(
                    "the agent keeps to its window",
                    LIMIT,
                    () -> site.agent.metric("node_time_seconds") > 0 && site.agent.metric("skerry_contact_open") == 0);
            double known = site.agent.metric("skerry_contact_time_known");
            int connections = site.link.accepted();
            assumeTrue(site.clock.now().isBefore(opens), TOO_SLOW);
            assertThat(known).isEqualTo(1);
            assertThat(connections).isEqualTo(before);

            Eventually.until("the agent connects", LIMIT, () -> site.link.accepted() > before);
            assertThat(site.clock.now()).isAfterOrEqualTo(opens);
            Eventually.until("the site is in contact", LIMIT, site::isInContact);
            site.balances();
        }
    }

    @Test
    @Tag("soak")
    void whenItsWindowEndsAnAgentTakesItsLeaveAndTheHubExpectsItsSilence() throws Exception {
        try (var site = new Site(folder)) {
            Instant ends = site.nextMinute();
            site.keepContact(ends.minus(WINDOW), ends);
            site.agent.start();
            var rests = site.agent.expect(line -> line.contains("sync with the hub is RESTING"));
            Eventually.until(
                    "the site is in contact, or it is too late for that",
                    LIMIT,
                    () -> site.isInContact() || !site.clock.now().isBefore(ends));
            assumeTrue(site.isInContact(), TOO_SLOW);
            site.logs.write(LINES);

            assertThat(rests.await(LIMIT)).isPresent();
            assertThat(site.clock.now()).isAfterOrEqualTo(ends);
            Eventually.until(
                    "the hub knows of the leave",
                    LIMIT,
                    () -> site.state().equals("offline-expected") && site.figures.of("skerry_hub_connections") == 0);
            int connections = site.link.accepted();
            site.logs.write(LINES);
            Eventually.until("the lines are read", LIMIT, () -> site.reckoning.missing() == 0);
            assertThat(site.link.accepted()).isEqualTo(connections);
            assertThat(site.agent.output()).doesNotContain("sync: ");

            site.agent.stop();
            site.agent.set("contact=always-on").start();
            site.balances();
        }
    }

    /** An agent that was in contact once, so that it knows the time of day, and does not run. */
    private static final class Site implements AutoCloseable {
        private final CloseStack open = new CloseStack();
        final WallClock clock;
        final HubProcess hub;
        final TcpProxy link;
        final AgentProcess agent;
        final NumberedLogs logs;
        final HubFigures figures;
        private final SiteReckoning reckoning;
        private final Duration start;

        Site(Path folder) throws Exception {
            clock = WallClock.in(folder);
            try {
                hub = open.push(HubProcess.start(folder.resolve("hub"), clock));
                link = open.push(new TcpProxy("127.0.0.1", hub.brokerPort(), 1));
                agent = open.push(new AgentProcess(folder.resolve("agent"), "collect.every=1s")
                        .of(hub)
                        .by(clock));
                agent.set("mqtt.url=mqtt://127.0.0.1:" + link.port());
                hub.register(agent, SITE);
                logs = new NumberedLogs(agent.logs(), 3, 13, Rotation.RENAME, 100_000);
                figures = new HubFigures(hub);
                reckoning = new SiteReckoning(SITE, agent, figures, logs);
                clock.set(Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(SECONDS));
                Instant begin = Instant.now();
                agent.start();
                Eventually.until(
                        "the agent knows the hub's time",
                        LIMIT,
                        () -> agent.metric("skerry_hub_last_contact_timestamp_seconds") > 0);
                start = Duration.between(begin, Instant.now());
                agent.stop();
            } catch (Exception e) {
                try (open) {
                    throw e;
                }
            }
        }

        /** The next whole minute before which an agent surely starts and is looked at. */
        Instant nextMinute() {
            return clock.now()
                    .plus(start.multipliedBy(2))
                    .truncatedTo(ChronoUnit.MINUTES)
                    .plus(1, ChronoUnit.MINUTES);
        }

        void keepContact(Instant from, Instant to) throws Exception {
            String text = "daily " + TIME.format(from) + "-" + TIME.format(to);
            agent.set("contact=" + text);
            hub.api().patch("/api/v1/sites/" + SITE, Map.of("contract", Map.of("text", text)));
        }

        boolean isInContact() throws Exception {
            return !state().startsWith("offline");
        }

        String state() throws Exception {
            JsonNode site = hub.api().get("/api/v1/fleet").path("sites").path(0);
            return site.path("state").asText();
        }

        void balances() throws Exception {
            var outcome = reckoning.reckon();
            assertThat(outcome.lost()).as("lost: %s", outcome).isZero();
            assertThat(outcome.appliedTwice()).as("applied twice: %s", outcome).isZero();
            assertThat(outcome.unexplained()).as("unexplained: %s", outcome).isZero();
            assertThat(outcome.dropped()).isEqualTo(RecordCounts.NONE);
        }

        @Override
        public void close() {
            open.close();
        }
    }
}
