package skerry.hub.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import skerry.hub.store.Agent;
import skerry.hub.store.AgentRegistry;
import skerry.hub.store.Site;
import skerry.hub.store.SiteStates;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.Uid;
import skerry.protocol.identity.AgentCard;

class FleetWatchTest {
    private static final Uid UID = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final long START = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

    private long now = START;
    private long seen = START;
    private String policy = "";
    private List<String> problems = List.of();
    private Downtime downtime = Downtime.NONE;
    private final OneSite registry = new OneSite();
    private final FleetWatch watch =
            new FleetWatch(registry, new Facts(), () -> Instant.ofEpochMilli(now), SiteStates.NONE);

    @Test
    void aChangeOfStateIsRememberedForAnHourWithItsTime() {
        watch.look();
        now += Duration.ofMinutes(6).toMillis();
        watch.look();
        long went = now;
        seen = now += Duration.ofMinutes(1).toMillis();
        var snapshot = watch.look();

        assertThat(snapshot.changed())
                .containsExactly(
                        new StateChange("north-7", SiteState.OFFLINE_UNEXPECTED, SiteState.HEALTHY, now),
                        new StateChange("north-7", SiteState.HEALTHY, SiteState.OFFLINE_UNEXPECTED, went));
        assertThat(snapshot.sites().getFirst().since()).isEqualTo(now);

        seen = now += Duration.ofMinutes(61).toMillis();
        assertThat(watch.look().changed()).isEmpty();
    }

    @Test
    void afterTheHubsOwnDowntimeTheFleetIsNotRed() {
        watch.look();
        downtime = new Downtime(List.of(
                new Downtime.Span(now + 1000, now + Duration.ofMinutes(10).toMillis())));
        now += Duration.ofMinutes(11).toMillis();

        assertThat(watch.look().sites().getFirst().verdict().state()).isEqualTo(SiteState.HEALTHY);
    }

    @Test
    void aSiteFoundSilentAtStartHasBeenSilentSinceItsLastContact() {
        seen = START - Duration.ofHours(5).toMillis();

        assertThat(watch.look().sites().getFirst().since()).isEqualTo(seen);
    }

    @Test
    void aHubThatStartsAgainKnowsSinceWhenASiteIsInItsState() {
        var kept = new HashMap<String, SiteStates.Entered>();
        var states = new SiteStates() {
            @Override
            public Map<String, Entered> all() {
                return Map.copyOf(kept);
            }

            @Override
            public void put(Map<String, Entered> entered) {
                kept.putAll(entered);
            }
        };
        long since = new FleetWatch(registry, new Facts(), () -> Instant.ofEpochMilli(now), states)
                .look()
                .sites()
                .getFirst()
                .since();
        now += 60_000;

        FleetWatch again = new FleetWatch(registry, new Facts(), () -> Instant.ofEpochMilli(now), states);

        assertThat(again.look().sites().getFirst().since()).isEqualTo(since).isEqualTo(now - 60_000);
    }

    @Test
    void theVisitListNamesOverdueAndTroubledSitesWithReasonAndSpare() {
        problems = List.of("Power: voltage too low now");
        assertThat(VisitList.of(watch.look().sites())).singleElement().satisfies(visit -> {
            assertThat(visit.reason()).isEqualTo("Power: voltage too low now");
            assertThat(visit.spare()).isEqualTo("power supply and cable");
        });

        now += Duration.ofDays(3).toMillis();
        assertThat(VisitList.of(watch.look().sites()).getFirst().reason())
                .isEqualTo("silent 2 days longer than agreed (always-on); last known: Power: voltage too low now");
    }

    @Test
    void aSiteSaysThatItsNodesSendUnderTooEarlyAPolicy() {
        assertThat(watch.look().sites().getFirst().policyNotice()).isEmpty();

        policy = "skerry-1/0123456789ab";

        assertThat(watch.look().sites().getFirst().policyNotice())
                .contains("1 node sends under policy 1, the hub asks for 2: upgrade its agent");
    }

    @Test
    void nobodyIsSentToSetAClock() {
        problems = List.of("Clock: not synchronised");

        assertThat(VisitList.of(watch.look().sites())).isEmpty();
    }

    private final class Facts implements FleetFacts {
        @Override
        public NodeStatus of(Agent agent) {
            return new NodeStatus(
                    agent,
                    new NodeFacts(agent.node(), false, seen, seen, seen, 0, problems),
                    "0.1",
                    "mqtt",
                    ClockQuality.NTP,
                    0,
                    1,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    new PolicyStanding(policy, 2),
                    OpenAlerts.NONE,
                    Map.of());
        }

        @Override
        public Downtime downtime() {
            return downtime;
        }
    }

    private static final class OneSite implements AgentRegistry {
        private final Map<String, Site> sites = new HashMap<>(Map.of(
                "north-7",
                new Site("north-7", "North 7", "North", Optional.empty(), "", Contract.ALWAYS_ON.stored(), List.of())));
        private final List<Agent> agents = new ArrayList<>(List.of(
                new Agent(new AgentCard(UID, key(), key(), key()), "north-7", "pi-1", "node", false, false, START)));

        private static Bytes key() {
            return Bytes.of(new byte[32]);
        }

        @Override
        public Optional<Agent> find(Uid uid) {
            return agents.stream().filter(agent -> agent.uid().equals(uid)).findFirst();
        }

        @Override
        public List<Agent> agents() {
            return agents;
        }

        @Override
        public Optional<Site> site(String id) {
            return Optional.ofNullable(sites.get(id));
        }

        @Override
        public List<Site> sites() {
            return List.copyOf(sites.values());
        }

        @Override
        public List<Agent> agentsAt(String site) {
            return agents;
        }

        @Override
        public void addSite(Site site) {
            sites.put(site.id(), site);
        }

        @Override
        public void changeSite(Site site) {
            sites.put(site.id(), site);
        }

        @Override
        public void addAgent(Agent agent) {
            agents.add(agent);
        }

        @Override
        public void changeAgent(Agent agent) {
            agents.replaceAll(before -> before.uid().equals(agent.uid()) ? agent : before);
        }

        @Override
        public void onChange(Consumer<Agent> listener) {}
    }
}
