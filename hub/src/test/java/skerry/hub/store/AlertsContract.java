package skerry.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skerry.hub.AlertEvents.Named;
import skerry.hub.FakeAgent;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.Alerts.Ignored;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.FleetStore.Retention;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/** What every store makes of the words of agents about alerts. */
public abstract class AlertsContract {
    protected static final long NOON = 1_790_000_040_000L;
    private static final long MINUTE = FakeAgent.MINUTE;
    private static final long DAY = 1_440 * MINUTE;
    private static final Named DISK = new Named("DiskFills", "/data", NOON);
    private static final Named POWER = new Named("UnderVoltage", "pi", NOON + MINUTE, Severity.FATAL);

    /** The hub's clock. */
    protected final AtomicLong clock = new AtomicLong(NOON);

    private final FakeAgent agent = new FakeAgent(1);
    private final FakeAgent other = new FakeAgent(2);
    private FleetStore store;

    /** Opens a store in a folder; what was stored there before is there. */
    protected abstract FleetStore open(String folder) throws IOException;

    @BeforeEach
    void start() throws IOException {
        store = fresh("first");
    }

    private FleetStore fresh(String folder) throws IOException {
        FleetStore made = open(folder);
        made.registry().addSite(FakeAgent.NORTH);
        made.registry().addAgent(agent.enrolledAt("north", "a"));
        made.registry().addAgent(other.enrolledAt("north", "b"));
        return made;
    }

    @AfterEach
    void end() {
        store.close();
    }

    private void restart() throws IOException {
        store.close();
        store = open("first");
    }

    private Batch say(Event... events) {
        return agent.events(List.of(events), events[0].wallMillis());
    }

    private void take(Batch... batches) {
        take(store, List.of(batches));
    }

    private void take(FleetStore into, List<Batch> batches) {
        for (Batch batch : batches) {
            into.batches().append(List.of(new Arrival(batch, Road.MQTT, clock.get())));
            new Decoder(into, new IngestCounts(), _ -> {}).drain();
        }
    }

    private Alerts alerts() {
        return store.alerts();
    }

    @Test
    void anAlertFiresIsAcknowledgedAndEndsAndARestartForgetsNothing() throws IOException {
        clock.set(NOON + 3 * MINUTE);
        take(say(DISK.firing(NOON + 2 * MINUTE), POWER.firing(NOON + 2 * MINUTE)));
        take(say(DISK.acknowledged(NOON + 3 * MINUTE, "Kim")));
        restart();
        assertThat(alerts().unresolved(agent.uid())).hasSize(2);
        var disk = alerts().unresolved(agent.uid()).stream()
                .filter(one -> one.rule().equals("DiskFills"))
                .findFirst()
                .orElseThrow();
        assertThat(disk.acknowledged()).isTrue();
        assertThat(disk.began()).isEqualTo(NOON);
        assertThat(disk.arrivedAt()).isEqualTo(NOON + 3 * MINUTE);
        assertThat(disk.severity()).isEqualTo(AlertSeverity.WARNING);

        clock.set(NOON + 10 * MINUTE);
        take(say(DISK.resolved(NOON + 9 * MINUTE)));
        restart();

        assertThat(alerts().unresolved(agent.uid()))
                .extracting(Alerts.Unresolved::rule)
                .containsExactly("UnderVoltage");
        assertThat(alerts().unresolved(other.uid())).isEmpty();
        assertThat(alerts().resolvedCounts()).isEqualTo(Map.of(AlertSeverity.WARNING, 1L));
        var over = alerts().resolved("DiskFills", AlertSeverity.WARNING, Set.of(), 0, 9)
                .getFirst();
        assertThat(over.about().labels()).isEqualTo(Map.of("device", "/data"));
        assertThat(over.about().summary()).isEqualTo("DiskFills at /data");
        assertThat(over.value()).isEqualTo("0.93");
        assertThat(over.firedAt()).isEqualTo(NOON + 2 * MINUTE);
        assertThat(over.resolved().orElseThrow())
                .isEqualTo(new Alerts.Mark(NOON + 9 * MINUTE, NOON + 10 * MINUTE, "condition", ""));
        assertThat(over.acknowledged().orElseThrow().detail()).isEqualTo("Kim");
    }

    /** Over sticks, back-fill and a broker, batches arrive in any order; decoded twice they come after a hub's end. */
    @Test
    void batchesInAnyOrderAndDecodedAgainGiveTheSameAlerts() throws IOException {
        var batches = new ArrayList<>(List.of(
                say(DISK.firing(NOON + MINUTE)),
                say(POWER.firing(NOON + 2 * MINUTE), DISK.acknowledged(NOON + 2 * MINUTE, "Kim")),
                say(DISK.firing(NOON + DAY), POWER.resolved(NOON + DAY)),
                say(DISK.resolved(NOON + DAY + MINUTE)),
                say(new Named("DiskFills", "/data", NOON + DAY + 9 * MINUTE).firing(NOON + DAY + 9 * MINUTE))));
        clock.set(NOON + 2 * DAY);
        take(store, batches);
        var expected = seen(store);
        assertThat(expected).hasSize(3);
        var random = new Random(3);
        for (int round = 0; round < 12; round++) {
            Collections.shuffle(batches, random);
            try (FleetStore shuffled = fresh("shuffled-" + round)) {
                take(shuffled, batches);
                assertThat(seen(shuffled)).as(batches.toString()).isEqualTo(expected);
            }
        }
    }

    private Set<String> seen(FleetStore in) {
        var all = new HashSet<String>();
        in.alerts()
                .unresolved()
                .forEach(one -> all.add(
                        one + " " + in.alerts().find(one.uid(), one.id()).orElseThrow()));
        for (var cause : in.alerts().resolved()) {
            in.alerts()
                    .resolved(cause.rule(), cause.severity(), Set.of(cause.uid()), 0, 99)
                    .forEach(one -> all.add(one.toString()));
        }
        return all;
    }

    @Test
    void anAgentHasSoManyOpenAlertsAndTheOthersAreCounted() {
        clock.set(NOON + MINUTE);
        for (int i = 0; i < 3; i++) {
            var events = new ArrayList<Event>();
            for (int j = 0; j < 400; j++) {
                events.add(new Named("DiskFills", "/disk-" + (i * 400 + j), NOON).firing(NOON));
            }
            take(agent.events(events, NOON));
        }
        assertThat(alerts().unresolved(agent.uid())).hasSize(Alerts.MOST_UNRESOLVED);
        assertThat(alerts().ignored()).isEqualTo(Map.of(Ignored.FULL, 200L));

        take(say(new Named("DiskFills", "/disk-0", NOON).resolved(NOON)));
        take(say(DISK.firing(NOON + MINUTE)));
        assertThat(alerts().unresolved(agent.uid())).hasSize(Alerts.MOST_UNRESOLVED);
        assertThat(alerts().ignored()).isEqualTo(Map.of(Ignored.FULL, 200L));
        take(other.events(List.of(DISK.firing(NOON)), NOON));
        assertThat(alerts().unresolved(other.uid())).hasSize(1);
    }

    @Test
    void ofWhatIsOverTheLatestAreKept() {
        for (int i = 0; i < 4; i++) {
            clock.set(NOON + i * MINUTE);
            var events = new ArrayList<Event>();
            for (int j = 0; j < 300; j++) {
                events.add(new Named("PodCrashes", "pod-" + (i * 300 + j), NOON).resolved(NOON));
            }
            take(agent.events(events, NOON));
        }
        assertThat(alerts().resolvedCounts()).isEqualTo(Map.of(AlertSeverity.WARNING, (long) Alerts.MOST_RESOLVED));
        assertThat(alerts().resolved("PodCrashes", AlertSeverity.WARNING, Set.of(), 0, 2_000))
                .allMatch(one -> one.resolved().orElseThrow().arrivedAt() >= NOON)
                .noneMatch(one -> one.about().labels().containsValue("pod-0"))
                .anyMatch(one -> one.about().labels().containsValue("pod-1199"));
    }

    @Test
    void whatIsOverGoesWithItsDaysAndWhatIsOpenStays() throws IOException {
        take(say(DISK.firing(NOON), POWER.firing(NOON), POWER.resolved(NOON + 1)));
        take(other.events(List.of(DISK.firing(NOON)), NOON));
        store.retain(new Retention(30, 1L << 40), NOON + 29 * DAY);
        assertThat(alerts().resolvedCounts()).isEqualTo(Map.of(AlertSeverity.CRITICAL, 1L));

        store.registry().changeAgent(other.enrolledAt("north", "b").withRetired(true));
        store.retain(new Retention(30, 1L << 40), NOON + 31 * DAY);
        assertThat(alerts().resolvedCounts()).isEmpty();
        assertThat(alerts().unresolved(other.uid())).as("of a retired agent").isEmpty();
        restart();
        assertThat(alerts().unresolved()).hasSize(1);

        clock.set(NOON + 31 * DAY);
        take(agent.dictionary(clock.get()), agent.minute(clock.get() - MINUTE));
        restart();
        store.retain(new Retention(30, 1L << 40), NOON + 31 * DAY);
        assertThat(alerts().unresolved())
                .as("of one that speaks and says no more of it")
                .isEmpty();
    }

    @Test
    void timesOfAClockThatNobodySetAreCorrected() {
        long booted = NOON - 30 * MINUTE;
        var wrong = new Event(
                "alert",
                Severity.WARNING,
                9 * MINUTE,
                9 * MINUTE,
                "disk",
                Map.of(
                        "state", "firing",
                        "alert", "DiskFills",
                        "key", "00000000000000aa",
                        "since", String.valueOf(4 * MINUTE)));
        clock.set(NOON);
        store.batches()
                .append(List.of(new Arrival(
                        agent.wronglyTimed(List.of(wrong), 9 * MINUTE, 30 * MINUTE), Road.MQTT, clock.get())));
        new Decoder(store, new IngestCounts(), _ -> {}).drain();

        var alert = alerts().unresolved(agent.uid()).getFirst();
        assertThat(alert.toldAt()).isEqualTo(booted + 9 * MINUTE);
        assertThat(alert.began()).isEqualTo(booted + 4 * MINUTE);
        assertThat(alert.id().since()).as("its name stays as the node gave it").isEqualTo(4 * MINUTE);
    }

    @Test
    void whatCannotBeReadIsCountedAndTheRestCounts() {
        take(say(
                DISK.event(NOON, Map.of("state", "silenced")),
                DISK.event(NOON, Map.of("state", "firing", "key", "short")),
                DISK.event(NOON, Map.of("state", "firing", "colour", "red")),
                new Event("agent.start", Severity.INFO, NOON, NOON, "started", Map.of())));
        assertThat(alerts().ignored())
                .isEqualTo(Map.of(Ignored.STATE, 1L, Ignored.UNREADABLE, 1L, Ignored.ATTRIBUTE, 1L));
        assertThat(alerts().unresolved()).hasSize(1);
        assertThat(store.history().events(agent.uid(), NOON - 1, NOON + 1, 9)).hasSize(4);
    }
}
