package skerry.hub.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.query.StoreFacts;
import skerry.hub.store.Site;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.protocol.ClockQuality;
import skerry.protocol.contact.Contact;
import skerry.protocol.control.LinkBudget;
import skerry.protocol.control.Live;

/** The fleet as it is judged by a hub that was away: the real store, killed and opened again, under a clock of the test. */
class RestartTest {
    private static final LinkBudget BUDGET = new LinkBudget("new-data", 200_000_000, 81_000_000, -1, 1_000);
    private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong(NOON);
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
    private final List<FakeAgent> talking = new ArrayList<>();
    private int lives;
    private SqliteFleetStore store;
    private FleetWatch watch;

    @BeforeEach
    void start() throws IOException {
        open();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void open() throws IOException {
        store = new SqliteFleetStore(folder.resolve("life-" + lives), clock, lives + 1);
        watch = new FleetWatch(store.registry(), new StoreFacts(store, clock), clock, store.states());
        watch.look();
    }

    /** What a killed process wrote is in its files, so a copy of them at this moment is its end. */
    private void kill() throws IOException {
        Path before = folder.resolve("life-" + lives++);
        Path after = folder.resolve("life-" + lives);
        try (var files = Files.walk(before)) {
            for (Path file : files.toList()) {
                Path copy = after.resolve(before.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.toString().endsWith("-shm")) {
                    Files.copy(file, copy);
                }
            }
        }
        store.close();
    }

    private FakeAgent enrol(String site, Contract contract) {
        store.registry().addSite(new Site(site, site, "coast", Optional.empty(), "", contract.stored(), List.of()));
        var agent = new FakeAgent(site.hashCode());
        store.registry().addAgent(agent.enrolledAt(site, "pi"));
        return agent;
    }

    private void connect(FakeAgent agent) {
        store.present().connected(agent.uid(), 1, now.get());
        talking.add(agent);
    }

    private void leave(FakeAgent agent) {
        store.present().disconnected(agent.uid(), 1);
        talking.remove(agent);
    }

    /** Time passes as it does in a hub that runs: a live message a minute, a flush every half. */
    private void pass(Duration time) {
        for (long end = now.get() + time.toMillis(); now.get() < end; ) {
            now.addAndGet(30_000);
            if (now.get() % 60_000 == 0) {
                for (FakeAgent agent : talking) {
                    var live = new Live(
                            1,
                            now.get(),
                            ClockQuality.NTP,
                            1,
                            "1",
                            List.of(),
                            0,
                            "ok",
                            "",
                            Map.of("cpu", 0.5),
                            Optional.of(BUDGET),
                            Optional.empty(),
                            Optional.of("daily 02:00-04:00"));
                    store.present().live(agent.uid(), live, now.get());
                }
            }
            watch.look();
            store.flush();
        }
    }

    private Map<String, SiteState> states() {
        return watch.look().sites().stream()
                .collect(Collectors.toMap(
                        site -> site.site().id(), site -> site.verdict().state()));
    }

    private Map<String, Long> by(ToLongFunction<SiteStatus> what) {
        return watch.look().sites().stream()
                .collect(Collectors.toMap(site -> site.site().id(), what::applyAsLong));
    }

    @Test
    void afterAKillAndALongDowntimeNothingBecomesRedAndStatesBeganWhenTheyBegan() throws IOException {
        connect(enrol("always", Contract.ALWAYS_ON));
        connect(enrol("daily", Contract.usual(Contact.Kind.EVERY)));
        FakeAgent asleep = enrol("asleep", Contract.usual(Contact.Kind.EVERY));
        FakeAgent dead = enrol("dead", Contract.ALWAYS_ON);
        enrol("new", Contract.ALWAYS_ON);
        connect(asleep);
        connect(dead);
        pass(Duration.ofMinutes(2));
        leave(asleep);
        leave(dead);
        pass(Duration.ofMinutes(9));
        Map<String, SiteState> before = states();
        assertThat(before)
                .isEqualTo(Map.of(
                        "always", SiteState.HEALTHY,
                        "daily", SiteState.HEALTHY,
                        "asleep", SiteState.OFFLINE_EXPECTED,
                        "dead", SiteState.OFFLINE_UNEXPECTED,
                        "new", SiteState.NEVER_SEEN));
        Map<String, Long> since = by(SiteStatus::since);
        Map<String, Long> seen = by(SiteStatus::seen);
        kill();
        now.addAndGet(Duration.ofDays(10).toMillis());

        open();

        assertThat(states()).isEqualTo(before);
        assertThat(by(SiteStatus::since)).isEqualTo(since);
        assertThat(by(SiteStatus::seen)).isEqualTo(seen);
        assertThat(watch.look().changed()).isEmpty();
        assertThat(store.present()
                        .of(asleep.uid())
                        .orElseThrow()
                        .live()
                        .orElseThrow()
                        .values())
                .as("what a site said last, long before the present states were next to be written")
                .containsEntry("cpu", 0.5);
        assertThat(watch.look().sites())
                .filteredOn(site -> site.site().id().equals("asleep"))
                .flatExtracting(SiteStatus::nodes)
                .extracting(node -> node.status().budget())
                .containsExactly(Optional.of(BUDGET));
    }

    @Test
    void whoDoesNotComeBackAfterTheHubsStartIsJudgedByItsContractFromThenOn() throws IOException {
        connect(enrol("always", Contract.ALWAYS_ON));
        connect(enrol("daily", Contract.usual(Contact.Kind.EVERY)));
        pass(Duration.ofMinutes(2));
        kill();
        now.addAndGet(Duration.ofDays(3).toMillis());
        talking.clear();
        open();

        // After a long absence an agent may pause a quarter of an hour between two attempts.
        pass(Duration.ofMinutes(15));
        assertThat(states()).containsEntry("daily", SiteState.HEALTHY).containsEntry("always", SiteState.HEALTHY);

        pass(Duration.ofMinutes(1));
        assertThat(states()).containsEntry("daily", SiteState.OFFLINE_EXPECTED);
        assertThat(states()).containsEntry("always", SiteState.HEALTHY);

        pass(Duration.ofMinutes(5));
        assertThat(states()).containsEntry("always", SiteState.OFFLINE_UNEXPECTED);

        now.addAndGet(Duration.ofHours(30).toMillis());
        assertThat(states()).containsEntry("daily", SiteState.OFFLINE_UNEXPECTED);
    }

    @Test
    void aHubThatComesAndGoesAllTheTimeTakesNoSilenceOfItsOwnForASites() throws IOException {
        FakeAgent agent = enrol("always", Contract.ALWAYS_ON);
        connect(agent);
        pass(Duration.ofMinutes(2));
        Map<String, Long> since = by(SiteStatus::since);
        for (int i = 0; i < 5; i++) {
            kill();
            now.addAndGet(Duration.ofHours(1).toMillis());
            open();
            pass(Duration.ofSeconds(30));
            assertThat(states()).containsEntry("always", SiteState.HEALTHY);
        }
        assertThat(by(SiteStatus::since)).isEqualTo(since);
    }
}
