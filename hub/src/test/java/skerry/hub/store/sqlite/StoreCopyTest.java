package skerry.hub.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.AlertEvents;
import skerry.hub.FakeAgent;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.AlertSeverity;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.BatchLog.Outcome;
import skerry.hub.store.OnlineCopy;
import skerry.hub.store.Road;
import skerry.hub.store.Site;
import skerry.protocol.batch.Batch;

class StoreCopyTest {
    private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    private static final long DAY = 86_400_000;
    private static final int COPIES = 6;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final AtomicLong clock = new AtomicLong(NOON);

    private static final class Copied implements OnlineCopy.Taker {
        private final Path to;
        private final Map<String, String> marks = new HashMap<>();
        private long lsn = -1;

        Copied(Path to) {
            this.to = to;
        }

        @Override
        public void upTo(long commit) {
            lsn = commit;
        }

        @Override
        public void take(String name, String mark, OnlineCopy.Content content) throws IOException {
            marks.put(name, mark);
            Path file = to.resolve(name);
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file)) {
                content.writeTo(out);
            }
        }
    }

    /** Batches are stored, decoded, and flushed to control.db while copies are made; time goes from day to day. */
    @Test
    void eachCopyKnowsExactlyTheBatchesThatItHas() throws Exception {
        var agent = new FakeAgent(1);
        var batches = new ArrayList<Batch>();
        for (int i = 0; i < 1_500; i++) {
            batches.add(agent.minute(NOON + i * FakeAgent.MINUTE));
        }
        var copies = new ArrayList<Copied>();
        try (var store = open(folder.resolve("live"), 1)) {
            store.registry()
                    .addSite(new Site(
                            "north",
                            "North",
                            "coast",
                            Optional.empty(),
                            "",
                            new Site.SiteContract("always-on", 120_000, 180_000),
                            List.of()));
            store.registry().addAgent(agent.enrolledAt("north", "pi-1"));
            var done = new AtomicBoolean();
            Thread writer = Thread.ofPlatform().start(() -> {
                var decoder = new Decoder(store, new IngestCounts(), _ -> {});
                append(store, agent.dictionary(NOON));
                for (int i = 0; !done.get() && i < batches.size(); i++) {
                    append(store, batches.get(i));
                    clock.addAndGet(DAY / 500);
                    if (i % 7 == 0) {
                        decoder.step();
                    }
                    if (i % 20 == 0) {
                        store.flush();
                        store.compact(clock.get());
                    }
                }
            });
            for (int i = 0; i < COPIES; i++) {
                var copy = new Copied(folder.resolve("copy-" + i));
                store.copyTo(copy);
                copies.add(copy);
            }
            done.set(true);
            writer.join();
        }
        for (Copied copy : copies) {
            requireExact(copy, batches);
        }
    }

    /** What agents hold comes again after a restore: the words about alerts too. */
    @Test
    void aRestoredStoreHasItsAlertsAndTakesTheirWordsAgainWithoutChange() throws IOException {
        var agent = new FakeAgent(1);
        var disk = new AlertEvents.Named("DiskFills", "/data", NOON);
        var power = new AlertEvents.Named("UnderVoltage", "pi", NOON);
        var before = List.of(agent.events(List.of(disk.firing(NOON), power.firing(NOON)), NOON));
        var after = List.of(
                agent.events(List.of(disk.resolved(NOON + 60_000)), NOON + 60_000),
                agent.events(List.of(power.acknowledged(NOON + 60_000, "Kim")), NOON + 60_000));
        var copy = new Copied(folder.resolve("copy"));
        String live;
        try (var store = open(folder.resolve("live"), 1)) {
            store.registry().addSite(FakeAgent.NORTH);
            store.registry().addAgent(agent.enrolledAt("north", "pi-1"));
            decode(store, before);
            store.copyTo(copy);
            decode(store, after);
            live = alerts(store);
        }
        try (var restored = open(copy.to, 2)) {
            assertThat(restored.alerts().unresolved(agent.uid())).hasSize(2);
            decode(restored, after.reversed());
            decode(restored, before);
            assertThat(alerts(restored)).isEqualTo(live).contains("Kim").contains("condition");
        }
    }

    private void decode(SqliteFleetStore store, List<Batch> batches) {
        batches.forEach(batch -> append(store, batch));
        new Decoder(store, new IngestCounts(), _ -> {}).drain();
    }

    private static String alerts(SqliteFleetStore store) {
        return store.alerts().unresolved().stream()
                        .map(one -> store.alerts().find(one.uid(), one.id()))
                        .toList()
                + " "
                + store.alerts().resolved("DiskFills", AlertSeverity.WARNING, Set.of(), 0, 9);
    }

    private void requireExact(Copied copy, List<Batch> batches) throws IOException {
        try (var store = open(copy.to, 2)) {
            assertThat(store.batches().lsn()).isEqualTo(copy.lsn);
            List<Outcome> outcomes = store.batches()
                    .append(batches.stream()
                            .map(batch -> new Arrival(batch, Road.MQTT, clock.get()))
                            .toList());
            assertThat(outcomes)
                    .allMatch(outcome -> outcome instanceof Outcome.Known || outcome instanceof Outcome.Stored);
            long known =
                    outcomes.stream().filter(Outcome.Known.class::isInstance).count();
            // The dictionary is one commit, and the agent counts again from the first batch that is missing.
            assertThat(known).isEqualTo(Math.max(0, copy.lsn - 1));
        }
    }

    private SqliteFleetStore open(Path path, long run) throws IOException {
        return new SqliteFleetStore(path, () -> Instant.ofEpochMilli(clock.get()), run);
    }

    private Outcome append(SqliteFleetStore store, Batch batch) {
        return store.batches()
                .append(List.of(new Arrival(batch, Road.MQTT, clock.get())))
                .getFirst();
    }
}
