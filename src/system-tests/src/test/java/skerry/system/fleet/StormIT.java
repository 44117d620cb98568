package skerry.system.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.faults.FreePort;
import skerry.protocol.Uid;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;
import skerry.simulator.load.Backlog;
import skerry.simulator.load.LoadFleet;
import skerry.simulator.load.SmallNode;
import skerry.system.process.Eventually;

/**
 * The hub was away and the whole fleet comes back within a minute, with what it lived through meanwhile. Agents are
 * simulated, their sessions are the agent's own; broker, ingest and store are the hub's own.
 */
class StormIT {
    private static final int AGENTS = 1_000;
    private static final int MINUTES_OF_A_WEEK = 7 * 24 * 60;
    private static final int CAPACITY = 512;
    private static final int DARK = 20;
    /** Batches of an hour: its minutes and its outline. */
    private static final int AN_HOUR = 61;

    private static final int A_QUARTER = 15;
    private static final int A_SIXTH = 10;
    /** Batches: what a window or two hold is no unfairness. */
    private static final int WINDOW = 8;

    private static final Duration HISTORY_WAITS = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Nobody stays away for longer than the minute in which they all come back. */
    private static final SessionSettings SETTINGS = SessionSettings.DEFAULT.withRetryMost(Duration.ofSeconds(20));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theFleetTellsHowItIsBeforeAnyHistoryAndThenDrainsFairly() throws Exception {
        storm(DARK, A_SIXTH, LIMIT, arrivals -> arrivals.total() >= AGENTS * A_QUARTER);
    }

    @Test
    @Tag("soak")
    void anHourOfAllIsIn() throws Exception {
        storm(DARK, AN_HOUR, Duration.ofMinutes(20), arrivals -> arrivals.done() == AGENTS);
    }

    @Test
    @Tag("soak")
    void aFleetThatWasDarkForAWeekDoesToo() throws Exception {
        storm(AGENTS, 5 * AN_HOUR, Duration.ofMinutes(60), arrivals -> arrivals.done() == AGENTS);
    }

    /**
     * @param dark agents with a week behind them; the others have an hour
     * @param enough batches of each agent to estimate the time of
     * @param end what to wait for; what an agent has beyond that still waits with it
     */
    private void storm(int dark, int enough, Duration limit, Predicate<Arrivals> end) throws Exception {
        var random = new SecureRandom();
        var identity = HubIdentity.generate(random);
        var identities = IntStream.range(0, AGENTS)
                .mapToObj(_ -> AgentIdentity.generate(random))
                .toList();
        long now = System.currentTimeMillis() / 60_000 * 60_000;
        Backlog week = SmallNode.backlog(now - MINUTES_OF_A_WEEK * 60_000L, MINUTES_OF_A_WEEK);
        Backlog hour = SmallNode.backlog(now - 60 * 60_000L, 60);
        Map<Uid, Integer> backlogs = new HashMap<>();
        for (int i = 0; i < AGENTS; i++) {
            backlogs.put(identities.get(i).uid(), (i < dark ? week : hour).size() - 1);
        }
        FleetHub.registerKnown(
                folder, identities.stream().map(AgentIdentity::card).toList());
        int port = FreePort.next();
        try (var fleet = new LoadFleet(
                        new BrokerLink("127.0.0.1", port, Optional.empty()), identity.card(), FleetHub.TOPICS, 1);
                var hub = FleetHub.withBroker(folder, identity, 2, port, backlogs, enough)) {
            for (int i = 0; i < AGENTS; i++) {
                fleet.add(identities.get(i), i < dark ? week : hour, SETTINGS)
                        .outbox()
                        .reachAll();
            }
            var arrivals = hub.arrivals();
            fleet.start();
            Eventually.until("half of it has come", limit, () -> 2 * arrivals.total() >= AGENTS * enough);
            var estimate = Estimate.of(hub, List.copyOf(backlogs.keySet()));
            Eventually.until("as much has come as is waited for", limit, () -> end.test(arrivals));

            assumeTrue(
                    arrivals.silentAtFirstHistory().isEmpty()
                            || arrivals.beforeFirstHistory().compareTo(HISTORY_WAITS) < 0,
                    "this machine is too busy to bring the fleet back within the minute that history waits for it");
            assertThat(arrivals.silentAtFirstHistory())
                    .as("agents whose state was not known when the first history came")
                    .isEmpty();
            assertThat(arrivals.looks()).isNotEmpty().allSatisfy(StormIT::isFair);
            assertThat(hub.ingest().counts().mostInside()).isBetween(1L, (long) CAPACITY);
            for (var member : fleet.members()) {
                hasAll(hub, member, backlogs.getOrDefault(member.identity().uid(), 0));
            }
            System.out.printf(
                    "storm: %,d batches of history of %,d agents, at most %d at once inside the hub; furthest ahead and"
                            + " behind: %s; %s%n",
                    arrivals.total(),
                    AGENTS,
                    hub.ingest().counts().mostInside(),
                    arrivals.looks().getLast(),
                    estimate.against(arrivals));
        }
    }

    /** Nobody waits while another drains twice its share. */
    private static void isFair(Arrivals.Look look) {
        assertThat(look.most())
                .as("what has come of the one furthest ahead: %s", look)
                .isLessThanOrEqualTo(2 * look.share() + 2 * WINDOW);
        assertThat(2 * look.least() + 2 * WINDOW)
                .as("what has come of the one furthest behind: %s", look)
                .isGreaterThanOrEqualTo(look.share());
    }

    /** What the agent takes for delivered is at the hub, the rest still waits at the agent, and nothing counts as lost. */
    private static void hasAll(FleetHub hub, LoadFleet.Member member, int backlog) {
        Uid uid = member.identity().uid();
        int came = hub.arrivals().of(uid);
        int waiting = member.outbox().waiting();
        long held = hub.held(uid);
        assertThat(member.outbox().refused()).isZero();
        assertThat(hub.lost(uid)).isZero();
        assertThat(held).isBetween((long) backlog - waiting, (long) backlog);
        assertThat(held).isGreaterThanOrEqualTo(came);
    }
}
