package skerry.system.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skerry.hub.store.Agent;
import skerry.hub.store.Site;
import skerry.hub.store.sqlite.SqliteFleetStore;

/** A hub's store in which the agent is enrolled and nothing has happened, made once and copied. */
final class StartStore {
    private StartStore() {}

    static void make(Path folder, Instant when) {
        try (var store = new SqliteFleetStore(folder, InstantSource.fixed(when), 1)) {
            var contract = new Site.SiteContract("always-on", 60_000, 60_000);
            store.registry().addSite(new Site("skerry", "Skerry", "", Optional.empty(), "", contract, List.of()));
            store.registry()
                    .addAgent(
                            new Agent(Keys.AGENT.card(), "skerry", "pi-1", "node", false, false, when.toEpochMilli()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
