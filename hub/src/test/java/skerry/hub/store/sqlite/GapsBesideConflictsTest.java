package skerry.hub.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.Road;
import skerry.hub.store.Site;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.LossCause;

/** What takes gap tables in and what keeps conflicting batches aside write to the same file, and never wait for each other. */
class GapsBesideConflictsTest {
    private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    private static final int ROUNDS = 300;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void bothComeToAnEnd() throws Exception {
        var honest = new FakeAgent(1);
        var torn = new FakeAgent(2);
        Batch first = torn.minute(NOON);
        var gaps = new ArrayList<Batch>();
        var conflicts = new ArrayList<Batch>();
        for (int i = 1; i <= ROUNDS; i++) {
            var gap = new Gap(
                    honest.epoch(), Stream.MINUTES, 1, i, i, RecordCounts.NONE, NOON, NOON, LossCause.RING_FULL);
            gaps.add(honest.gaps(new GapTable(List.of(gap)), NOON + i));
            conflicts.add(torn.sameKeyAs(first, NOON + i * FakeAgent.MINUTE));
        }
        // Not closed before both have ended: that would wait for them without end.
        var store = new SqliteFleetStore(folder, InstantSource.fixed(Instant.ofEpochMilli(NOON)), 1);
        var contract = new Site.SiteContract("always-on", 120_000, 180_000);
        store.registry().addSite(new Site("north", "North", "", Optional.empty(), "", contract, List.of()));
        store.registry().addAgent(honest.enrolledAt("north", "pi-1"));
        store.registry().addAgent(torn.enrolledAt("north", "pi-2"));
        append(store, List.of(first));
        append(store, gaps);
        var decoder = new Decoder(store, new IngestCounts(), _ -> {});
        Thread decoding = Thread.ofPlatform().daemon().start(() -> {
            while (store.size().undecoded() > 0) {
                decoder.step();
            }
        });
        Thread appending =
                Thread.ofPlatform().daemon().start(() -> conflicts.forEach(one -> append(store, List.of(one))));

        assertThat(decoding.join(LIMIT)).as("gap tables are taken in").isTrue();
        assertThat(appending.join(LIMIT))
                .as("conflicting batches are kept aside")
                .isTrue();
        store.close();
    }

    private static void append(SqliteFleetStore store, List<Batch> batches) {
        store.batches()
                .append(batches.stream()
                        .map(batch -> new Arrival(batch, Road.MQTT, NOON))
                        .toList());
    }
}
