package skerry.hub.web;

import io.helidon.webserver.http.HttpService;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import skerry.hub.access.Access;
import skerry.hub.backup.BackupDesk;
import skerry.hub.fleet.Enrolment;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.ingest.Rollback;
import skerry.hub.ingest.stick.Desk;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Present;
import skerry.hub.update.ReleaseDesk;
import skerry.hub.update.RolloutDesk;
import skerry.protocol.Uid;

/** The resources of the hub, joined in one visible place. */
public final class HubApi implements AutoCloseable {
    private final List<HttpService> api;
    private final List<HttpService> open;
    private final LiveStream stream;

    /**
     * @param sticks takes in what sticks bring
     * @param backups makes backups
     * @param releases takes releases in
     * @param rollouts takes agents to them
     * @param commandWaits told that a command waits for an agent
     * @param rollback whether agents know more than this store
     * @param about version, run id and whether this is a demonstration
     * @param ownMetrics what the hub tells of itself
     * @param notReady why the hub takes no batches; empty if it does
     */
    public HubApi(
            Access access,
            FleetStore store,
            FleetWatch watch,
            Enrolment enrolment,
            InstantSource clock,
            Desk sticks,
            BackupDesk backups,
            ReleaseDesk releases,
            RolloutDesk rollouts,
            Consumer<Uid> commandWaits,
            Supplier<Optional<Rollback.Noticed>> rollback,
            About about,
            Supplier<List<Family>> ownMetrics,
            Supplier<Optional<String>> notReady) {
        this.stream = new LiveStream(watch, about.startedAt(), notReady);
        var orders = new OrderDesk(store, commandWaits, access, clock, new SecureRandom());
        this.api = List.of(
                new SessionResource(access, about),
                new TokensResource(access),
                new FleetResource(watch, about.startedAt(), notReady),
                new SiteResource(store, watch, clock),
                new WorkloadsResource(store, watch, clock),
                new ServicesResource(store, watch, clock),
                new DistributionsResource(store, watch, clock),
                new CapacityResource(store, watch, clock),
                new MachinesResource(store, watch, clock),
                new HappeningsResource(store, watch, clock),
                new UpgradesResource(store, clock),
                new ContractResource(watch, clock),
                new PolicyResource(store, watch),
                new LatestResource(store),
                new PatternsResource(store, access, backups::known, clock),
                new SyncResource(store, watch),
                new AlertsResource(store),
                new RegistryResource(
                        store.registry(),
                        access,
                        clock,
                        agent -> store.present()
                                .of(agent.uid())
                                .map(Present::seen)
                                .orElse(0L),
                        enrolment::certificateEnds),
                new EnrolResource(enrolment, access, clock),
                new ImportsResource(sticks, access),
                new BackupResource(backups, rollback, access),
                new ReleasesResource(store, releases, access),
                new UpdatesResource(store, watch, releases, rollouts, access),
                new CommandsResource(orders, store, access, clock),
                new TicketsResource(orders, store),
                stream,
                Health.openApi());
        this.open = List.of(Health.probes(notReady), new HubMetrics(watch, store, ownMetrics));
    }

    /**
     * What a page needs to know before anyone has logged in.
     *
     * @param tls whether pages are served over TLS
     */
    public record About(String version, String hubBoot, long startedAt, boolean demo, boolean tls) {}

    /** Services below {@code /api/v1}. */
    public List<HttpService> api() {
        return api;
    }

    /** Services at the root. */
    public List<HttpService> open() {
        return open;
    }

    /** Tells open pages what changed. */
    public void publish(FleetWatch.Snapshot snapshot) {
        stream.publish(snapshot);
    }

    /** Lets open pages go, so that the server can end. */
    @Override
    public void close() {
        stream.close();
    }
}
