package skerry.system.storm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.broker.BrokerSettings;
import skerry.hub.broker.EmbeddedBroker;
import skerry.hub.ingest.BrokerAddress;
import skerry.hub.ingest.HubIdent;
import skerry.hub.ingest.Ingest;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Site;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.platform.CloseStack;
import skerry.platform.net.BrokerUrl;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Topics;
import skerry.protocol.Uid;
import skerry.protocol.identity.AgentCard;
import skerry.protocol.identity.HubIdentity;
import skerry.system.model.ChangedStore;

/** One run of a hub without pages: its store, its broker and its ingest, with an eye on what comes in. */
final class StormHub implements AutoCloseable {
    static final Topics TOPICS = new Topics("skerry");
    private static final InstantSource WALL = InstantSource.system();
    private static final Site.SiteContract ALWAYS_ON = new Site.SiteContract("always-on", 120_000, 180_000);

    private final CloseStack open = new CloseStack();
    private final FleetStore store;
    private final Ingest ingest;
    private final Arrivals arrivals;

    /** @param backlogs how many batches of history each agent has */
    StormHub(Path data, HubIdentity identity, long boot, int port, Map<Uid, Integer> backlogs) throws IOException {
        FleetStore honest = open.push(new SqliteFleetStore(data, WALL, boot));
        arrivals = new Arrivals(honest.batches(), honest.present(), WALL.millis(), backlogs);
        store = new ChangedStore(honest, _ -> arrivals);
        var broker = open.push(
                new EmbeddedBroker(BrokerSettings.loopback(port, TOPICS), store.registry(), MonotonicClock.SYSTEM));
        var address = new BrokerAddress(
                new BrokerUrl("127.0.0.1", broker.hubPort(), false),
                EmbeddedBroker.HUB_USER,
                broker.hubPassword(),
                Optional.empty());
        ingest =
                open.push(new Ingest(store, HubIdent.of(identity, boot), address, TOPICS, WALL, MonotonicClock.SYSTEM));
    }

    /** Makes agents part of the fleet. */
    static void register(Path data, List<AgentCard> cards) throws IOException {
        try (var store = new SqliteFleetStore(data, WALL, 1)) {
            store.registry().addSite(new Site("north", "North", "", Optional.empty(), "", ALWAYS_ON, List.of()));
            for (int i = 0; i < cards.size(); i++) {
                store.registry()
                        .addAgent(new Agent(cards.get(i), "north", "node-" + i, "node", false, true, WALL.millis()));
            }
        }
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

    @Override
    public void close() {
        open.close();
    }
}
