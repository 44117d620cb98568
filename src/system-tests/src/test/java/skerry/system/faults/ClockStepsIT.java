package skerry.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.faults.TcpProxy;
import skerry.protocol.RecordCounts;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;
import skerry.system.process.NumberedLogs;
import skerry.system.process.NumberedLogs.Rotation;
import skerry.system.process.WallClock;

/** Wall clocks that are set while everything runs decide nothing: each line arrives once, and is dated right. */
class ClockStepsIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String SITE = "north-7";
    private static final int LINES = 300;
    /** The machine that runs the test may have problems of its own. */
    private static final List<String> IN_CONTACT = List.of("healthy", "degraded", "back-filling");

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MONTH = Duration.ofDays(31);
    private static final Instant LAST_CENTURY = Instant.parse("1970-01-01T00:05:00Z");
    private static final Instant NEXT_CENTURY = Instant.parse("2099-06-01T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void anAgentWhoseClockIsSetDeliversEachLineOnceAndTheHubDatesThemRight() throws Exception {
        Instant began = Instant.now();
        var clock = WallClock.in(folder);
        try (var hub = HubProcess.start(folder.resolve("hub"));
                var link = new TcpProxy("127.0.0.1", hub.brokerPort(), 1);
                var agent = new AgentProcess(folder.resolve("agent"), "collect.every=1s")
                        .of(hub)
                        .by(clock)) {
            agent.set("mqtt.url=mqtt://127.0.0.1:" + link.port());
            hub.register(agent, SITE);
            var logs = new NumberedLogs(agent.logs(), 3, 11, Rotation.RENAME, 100_000);
            var reckoning = new SiteReckoning(SITE, agent, new HubFigures(hub), logs);
            agent.start();
            logs.write(LINES);
            Eventually.until(
                    "the hub answered", LIMIT, () -> agent.metric("skerry_hub_last_contact_timestamp_seconds") > 0);

            boolean vouchedFor = agent.metric("node_timex_sync_status") > 0;

            clock.set(HOUR);
            goesOn(agent, clock, logs);
            clock.set(HOUR.negated());
            goesOn(agent, clock, logs);
            link.closeAtOnce(true);
            link.cut();
            clock.set(LAST_CENTURY);
            goesOn(agent, clock, logs);
            agent.kill();
            agent.start();
            goesOn(agent, clock, logs);
            clock.set(NEXT_CENTURY);
            goesOn(agent, clock, logs);
            agent.stop();
            link.closeAtOnce(false);
            agent.start();
            goesOn(agent, clock, logs);
            clock.set(Duration.ZERO);
            goesOn(agent, clock, logs);

            balances(reckoning.reckon(), hub, agent);
            // A kernel that keeps time vouches for the clock that this agent reads, as it does not for one that was
            // set.
            if (!vouchedFor) {
                isDatedBetween(hub, began.minus(MINUTE), Instant.now().plus(MINUTE));
            }
        }
    }

    @Test
    void aHubWhoseClockIsSetTakesEachLineOnceAndItsSiteStaysInContact() throws Exception {
        var clock = WallClock.in(folder);
        try (var hub = HubProcess.start(folder.resolve("hub"), clock);
                var agent = new AgentProcess(folder.resolve("agent"), "collect.every=1s").of(hub)) {
            hub.register(agent, SITE);
            var logs = new NumberedLogs(agent.logs(), 3, 12, Rotation.RENAME, 100_000);
            var reckoning = new SiteReckoning(SITE, agent, new HubFigures(hub), logs);
            agent.start();
            hears(hub, clock);

            for (Duration ahead : List.of(HOUR, HOUR.negated(), Duration.ZERO)) {
                clock.set(ahead);
                logs.write(LINES);
                Eventually.until("the hub goes by the clock as it is", LIMIT, () -> {
                    long asOf = hub.api().get("/api/v1/fleet").path("asOf").asLong();
                    return Math.abs(asOf - clock.now().toEpochMilli()) < MINUTE.toMillis();
                });
                agent.stop();
                agent.start();
                hears(hub, clock);
            }

            balances(reckoning.reckon(), hub, agent);
            assertThat(hub.api().get("/api/v1/fleet").path("changed").findValuesAsText("to"))
                    .isSubsetOf(IN_CONTACT);
        }
    }

    /** From now on it hears the agent. */
    private static void hears(HubProcess hub, WallClock clock) throws Exception {
        long since = clock.now().toEpochMilli();
        Eventually.until("the hub hears the agent", LIMIT, () -> {
            JsonNode site = hub.api().get("/api/v1/fleet").path("sites").path(0);
            return site.path("seen").asLong() >= since
                    && IN_CONTACT.contains(site.path("state").asText());
        });
    }

    /** Under the time that the clock shows now it collects, and reads what is written. */
    private static void goesOn(AgentProcess agent, WallClock clock, NumberedLogs logs) throws Exception {
        logs.write(LINES);
        Eventually.until(
                "the agent collects at " + clock.now(),
                LIMIT,
                () -> Math.abs(agent.metric("node_time_seconds") - clock.now().getEpochSecond()) < 60);
    }

    private static void balances(SiteReckoning.Outcome outcome, HubProcess hub, AgentProcess agent) throws Exception {
        assertThat(outcome.lost()).as("lost: %s", outcome).isZero();
        assertThat(outcome.appliedTwice()).as("applied twice: %s", outcome).isZero();
        assertThat(outcome.unexplained()).as("unexplained: %s", outcome).isZero();
        assertThat(outcome.dropped()).isEqualTo(RecordCounts.NONE);
        assertThat(outcome.held()).isEqualTo(RecordCounts.NONE);
        assertThat(Files.readString(hub.log())).doesNotContain("\tat ");
        assertThat(agent.output()).doesNotContain("\tat ");
    }

    /** All that the hub shows of the site, and nothing beyond. */
    private static void isDatedBetween(HubProcess hub, Instant from, Instant to) throws Exception {
        assertThat(events(hub, from, to))
                .contains("agent.start", "clock.step")
                .isEqualTo(events(hub, Instant.EPOCH, NEXT_CENTURY.plus(MONTH)));
        assertThat(values(hub, from, to, MINUTE)).isPositive();
        assertThat(values(hub, from.minus(HOUR.multipliedBy(3)), from, MINUTE)).isZero();
        assertThat(values(hub, Instant.EPOCH, from.minus(MONTH), MONTH)).isZero();
        assertThat(values(hub, to, to.plus(HOUR.multipliedBy(3)), MINUTE)).isZero();
        assertThat(values(hub, to.plus(MONTH), NEXT_CENTURY.plus(MONTH), MONTH)).isZero();
        assertThat(linesInPatterns(hub, from, to))
                .isPositive()
                .isEqualTo(linesInPatterns(hub, Instant.EPOCH, NEXT_CENTURY.plus(MONTH)));
    }

    private static List<String> events(HubProcess hub, Instant from, Instant to) throws Exception {
        return hub.api()
                .get("/api/v1/sites/" + SITE + "?" + range(from, to))
                .path("events")
                .findValuesAsText("type");
    }

    private static int values(HubProcess hub, Instant from, Instant to, Duration step) throws Exception {
        return hub
                .api()
                .get("/api/v1/sites/" + SITE + "/series?metric=node_load1&" + range(from, to) + "&step="
                        + step.toMillis())
                .findValues("t")
                .stream()
                .mapToInt(JsonNode::size)
                .sum();
    }

    private static long linesInPatterns(HubProcess hub, Instant from, Instant to) throws Exception {
        return hub.api().get("/api/v1/patterns?" + range(from, to)).findValues("count").stream()
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    private static String range(Instant from, Instant to) {
        return "from=" + from.toEpochMilli() + "&to=" + to.toEpochMilli();
    }
}
