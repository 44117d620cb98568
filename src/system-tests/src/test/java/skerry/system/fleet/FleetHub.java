package skerry.system.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.broker.BrokerSettings;
import skerry.hub.broker.EmbeddedBroker;
import skerry.hub.ingest.BrokerAddress;
import skerry.hub.ingest.HubIdent;
import skerry.hub.ingest.Ingest;
import skerry.hub.ingest.PieceSource;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Holding;
import skerry.hub.store.Site;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.platform.CloseStack;
import skerry.platform.net.BrokerUrl;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.BatchKey;
import skerry.protocol.ClockQuality;
import skerry.protocol.Stream;
import skerry.protocol.Topics;
import skerry.protocol.Uid;
import skerry.protocol.control.Live;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.AgentCard;
import skerry.protocol.identity.HubIdentity;
import skerry.system.model.ChangedStore;
import skerry.testkit.broker.BrokerProcess;

/** One run of a hub without pages: its store, its ingest and a broker, with an eye on what comes in. */
public final class FleetHub implements AutoCloseable {
    static final Topics TOPICS = new Topics("skerry");
    private static final InstantSource WALL = InstantSource.system();
    private static final Site.SiteContract ALWAYS_ON = new Site.SiteContract("always-on", 120_000, 180_000);

    private final CloseStack open = new CloseStack();
    private final FleetStore store;
    private final Arrivals arrivals;
    private final Ingest ingest;

    /** Gives the hub a broker. */
    private interface Place {
        BrokerAddress in(FleetStore store, CloseStack open) throws IOException;
    }

    private FleetHub(Path data, HubIdentity identity, long boot, Place place, Map<Uid, Integer> backlogs, int enough)
            throws IOException {
        FleetStore honest = open.push(new SqliteFleetStore(data, WALL, boot));
        arrivals = new Arrivals(honest.batches(), honest.present(), WALL.millis(), backlogs, enough);
        store = new ChangedStore(honest, _ -> arrivals);
        ingest = open.push(new Ingest(
                store,
                HubIdent.of(identity, boot),
                place.in(store, open),
                TOPICS,
                PieceSource.NONE,
                WALL,
                MonotonicClock.SYSTEM));
    }

    /**
     * A hub with its own broker.
     *
     * @param backlogs how many batches of history each agent has
     * @param enough of what each has, to note when it came
     */
    public static FleetHub withBroker(
            Path data, HubIdentity identity, long boot, int port, Map<Uid, Integer> backlogs, int enough)
            throws IOException {
        return new FleetHub(data, identity, boot, (store, open) -> embedded(store, open, port), backlogs, enough);
    }

    /** A hub that meets its agents at somebody else's broker. */
    static FleetHub at(BrokerUrl broker, Path data, HubIdentity identity, long boot) throws IOException {
        var address = new BrokerAddress(broker, "skerry-hub", "any", Optional.empty());
        return new FleetHub(data, identity, boot, (_, _) -> address, Map.of(), 0);
    }

    private static BrokerAddress embedded(FleetStore store, CloseStack open, int port) throws IOException {
        var broker = open.push(
                new EmbeddedBroker(BrokerSettings.loopback(port, TOPICS), store.registry(), MonotonicClock.SYSTEM));
        return new BrokerAddress(
                new BrokerUrl("127.0.0.1", broker.hubPort(), false),
                EmbeddedBroker.HUB_USER,
                broker.hubPassword(),
                Optional.empty());
    }

    /** Where a broker of a test is. */
    static BrokerUrl url(BrokerProcess broker) {
        return new BrokerUrl(broker.host(), broker.port(), false);
    }

    /** Makes agents part of the fleet. */
    public static void register(Path data, List<AgentCard> cards) throws IOException {
        enrol(data, cards).close();
    }

    /** Makes agents part of the fleet that were all in touch with the run of the hub before this one. */
    static void registerKnown(Path data, List<AgentCard> cards) throws IOException {
        try (var store = enrol(data, cards)) {
            long now = WALL.millis();
            for (AgentCard card : cards) {
                var live = new Live(1, now, ClockQuality.NTP, 0, "test", List.of(), 0, "ok", "", Map.of());
                store.present().live(card.uid(), live, now);
            }
        }
    }

    private static FleetStore enrol(Path data, List<AgentCard> cards) throws IOException {
        var store = new SqliteFleetStore(data, WALL, 1);
        store.registry().addSite(new Site("north", "North", "", Optional.empty(), "", ALWAYS_ON, List.of()));
        for (int i = 0; i < cards.size(); i++) {
            store.registry()
                    .addAgent(new Agent(cards.get(i), "north", "node-" + i, "node", false, true, WALL.millis()));
        }
        return store;
    }

    FleetStore store() {
        return store;
    }

    Ingest ingest() {
        return ingest;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** Batches of an agent that it holds, dictionaries left out. */
    long held(Uid uid) {
        return store.batches().holdings(uid).stream()
                .filter(holding -> holding.stream() != Stream.DICTIONARY)
                .mapToLong(holding -> holding.applied().count())
                .sum();
    }

    /** Batches of an agent that it takes for lost. */
    public long lost(Uid uid) {
        return store.batches().holdings(uid).stream()
                .map(Holding::lost)
                .mapToLong(lost -> lost.count())
                .sum();
    }

    /** Log lines of an agent that its batches cover. */
    public long lines(Uid uid) {
        return store.batches().account(uid).delivered().lines();
    }

    /** Starts of an agent that it has batches of. */
    public long epochs(Uid uid) {
        return batches(uid).keySet().stream().map(BatchKey::epoch).distinct().count();
    }

    /** All batches of an agent that it holds. */
    public Map<BatchKey, byte[]> batches(Uid uid) {
        Map<BatchKey, byte[]> batches = new HashMap<>();
        for (Holding holding : store.batches().holdings(uid)) {
            for (SeqRange range : holding.applied().all()) {
                for (long seq = range.first(); seq <= range.last(); seq++) {
                    var key = new BatchKey(uid, holding.epoch(), holding.stream(), seq);
                    store.batches().bytes(key).ifPresent(bytes -> batches.put(key, bytes));
                }
            }
        }
        return batches;
    }

    @Override
    public void close() {
        open.close();
    }
}
