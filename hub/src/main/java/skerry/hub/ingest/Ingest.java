package skerry.hub.ingest;

import java.time.InstantSource;
import java.util.Optional;
import skerry.hub.store.FleetStore;
import skerry.platform.CloseStack;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Topics;
import skerry.protocol.Uid;

/** Hears agents at a broker, stores and decodes what they send, and answers. Running from construction until closed. */
public final class Ingest implements AutoCloseable {
    /** Batches inside at once; the broker holds back what is beyond. */
    private static final int CAPACITY = 512;

    private final CloseStack parts = new CloseStack();
    private final IngestCounts counts = new IngestCounts();
    private final LoadGauge load = new LoadGauge();
    private final FrontDesk desk;
    private final Pipeline pipeline;
    private final MqttLink link;

    /** @param pieces answers agents that ask for a piece of a release */
    public Ingest(
            FleetStore store,
            HubIdent hub,
            BrokerAddress broker,
            Topics topics,
            PieceSource pieces,
            InstantSource clock,
            MonotonicClock monotonic) {
        desk = new FrontDesk(store, hub, topics, clock, monotonic, load, counts);
        pipeline = parts.push(new Pipeline(
                desk, load, counts, CAPACITY, Math.max(1, Runtime.getRuntime().availableProcessors())));
        link = parts.push(new MqttLink(
                broker,
                topics,
                hub,
                desk,
                pipeline,
                load,
                counts,
                pieces,
                () -> store.registry().agents().size(),
                CAPACITY));
    }

    /** The way in for other roads. */
    public Intake intake() {
        return desk.intake();
    }

    /** Whether agents know more than this store. */
    public Rollback rollback() {
        return desk.rollback();
    }

    /** Sends the commands that wait for an agent, if it is linked. */
    public void commandWaits(Uid uid) {
        link.commandWaits(uid);
    }

    /** Has decoded what another road stored. */
    public void decode() {
        pipeline.decode();
    }

    public IngestCounts.Snapshot counts() {
        return counts.now();
    }

    /** 0 normal to 3 live and events only. */
    public int loadLevel() {
        return load.level();
    }

    /** Why the hub takes no batches now, in one sentence; empty if it does. */
    public Optional<String> trouble() {
        Optional<String> unheard = link.trouble();
        String store = counts.now().trouble();
        return unheard.isPresent() || store.isEmpty()
                ? unheard
                : Optional.of("the hub takes no batches for the time being, and agents keep them: " + store);
    }

    /** Leaves the broker, then ends what is under way; what was not stored will be sent again. */
    @Override
    public void close() {
        parts.close();
    }
}
