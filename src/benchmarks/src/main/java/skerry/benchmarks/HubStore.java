package skerry.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.Agent;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.BatchLog.Outcome;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Progress;
import skerry.hub.store.Road;
import skerry.hub.store.Site;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.platform.PrivateFolder;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.identity.AgentIdentity;

/** A hub's data folder, filled without a hub: the same store, decoder and compaction, but nothing comes over a network. */
final class HubStore implements AutoCloseable {
    private static final List<String> REGIONS =
            List.of("Outer Reef", "Northern Sound", "Long Fjord", "West Moor", "High Pass", "River Delta");
    private static final Site.SiteContract ALWAYS_ON = new Site.SiteContract(
            "always-on", Duration.ofMinutes(2).toMillis(), Duration.ofMinutes(3).toMillis());
    private static final int GROUP = 256;
    /** From the end of a window to its arrival. */
    private static final long ON_THE_WAY = 2_000;

    private final FleetStore store;
    private final Decoder decoder;
    private final List<Arrival> waiting = new ArrayList<>();
    private long now;

    /** @param now by the hub's clock, until something arrives */
    HubStore(Path folder, long now) throws IOException {
        this.now = now;
        InstantSource clock = () -> Instant.ofEpochMilli(this.now);
        store = new SqliteFleetStore(PrivateFolder.open(folder, "data"), clock, 1);
        decoder = new Decoder(store, new IngestCounts(), _ -> {});
    }

    static String siteOf(int number) {
        return "site-" + number;
    }

    /** Makes an agent and a site of its own part of the fleet. */
    void enrol(int number, FieldAgent agent) {
        enrol(number, agent.identity());
    }

    /** Makes an agent and a site of its own part of the fleet. */
    void enrol(int number, AgentIdentity agent) {
        String site = siteOf(number);
        store.registry()
                .addSite(new Site(
                        site,
                        "Site " + number,
                        REGIONS.get(number % REGIONS.size()),
                        Optional.empty(),
                        "",
                        ALWAYS_ON,
                        List.of()));
        store.registry().addAgent(new Agent(agent.card(), site, "node-1", "node", false, false, now));
    }

    /** Takes in a batch shortly after it was made. */
    void take(Batch batch) {
        now = batch.header().span().wallLast() + ON_THE_WAY;
        waiting.add(new Arrival(batch, Road.MQTT, now));
        if (waiting.size() == GROUP) {
            storeWaiting();
        }
    }

    private void storeWaiting() {
        for (Outcome outcome : store.batches().append(waiting)) {
            if (!(outcome instanceof Outcome.Stored)) {
                throw new IllegalStateException("a batch of the bench was not stored: " + outcome);
            }
        }
        for (Arrival arrival : waiting) {
            Uid uid = arrival.batch().header().key().uid();
            var progress = Progress.of(store.batches().holdings(uid));
            store.present().arrived(uid, arrival.batch().size(), Road.MQTT, progress, arrival.arrivedAt());
        }
        waiting.clear();
        decoder.drain();
    }

    /** Joins windows, and closes days that are over a while after the last arrival. */
    void compact(Duration later) {
        storeWaiting();
        now += later.toMillis();
        store.compact(now);
    }

    FleetStore.StoreSize size() {
        return store.size();
    }

    @Override
    public void close() {
        if (!waiting.isEmpty()) {
            storeWaiting();
        }
        store.close();
    }
}
