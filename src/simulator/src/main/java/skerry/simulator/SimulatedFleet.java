package skerry.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import skerry.platform.CloseStack;
import skerry.protocol.RecordCounts;
import skerry.protocol.identity.HubCard;
import skerry.protocol.payload.Event;

/** The simulated sites of a demo, each living its plot. Driven by one thread. */
final class SimulatedFleet implements AutoCloseable {
    /** How long those stay that come, deliver and go. */
    private static final long VISIT_MILLIS = Duration.ofSeconds(10).toMillis();

    private static final int CLUSTER_EVERY = 3;

    /** Of a thin link that needs minutes for its history, bytes a second. */
    private static final long THIN_LINK = 250;

    /** The first sites with a cluster tell of so much more, coarsely: under three days nothing is said of disks and requests. */
    private static final Duration COARSE_PAST = Duration.ofDays(5);
    /** So many sites do, as it takes its time. */
    private static final int WITH_PAST = 4;

    private final Path folder;
    private final String brokerUrl;
    private final HubCard hub;
    private final Duration history;
    private final InstantSource clock;
    private final List<Member> members = new ArrayList<>();
    private final Set<String> withPast = new HashSet<>();
    private final CloseStack open = new CloseStack();

    private static final class Member {
        final SiteLife site;
        final int index;
        final SimulatedNode node;
        long connectedAt = -1;

        Member(SiteLife site, int index, SimulatedNode node) {
            this.site = site;
            this.index = index;
            this.node = node;
        }
    }

    /**
     * @param folder of the nodes' own folders
     * @param history how much past a node brings
     */
    SimulatedFleet(Path folder, String brokerUrl, HubCard hub, Duration history, InstantSource clock) {
        this.folder = folder;
        this.brokerUrl = brokerUrl;
        this.hub = hub;
        this.history = history;
        this.clock = clock;
    }

    /** Makes sites and nodes, and registers at the hub those that it does not know. */
    void register(List<SiteLife> sites, HubApi api) throws IOException, InterruptedException {
        Set<String> known = new HashSet<>();
        api.get("/api/v1/agents")
                .path("agents")
                .forEach(agent -> known.add(agent.path("uid").asText()));
        api.get("/api/v1/fleet")
                .path("sites")
                .forEach(site -> known.add(site.path("id").asText()));
        for (SiteLife site : sites) {
            if (!known.contains(site.id())) {
                api.post("/api/v1/sites", registration(site));
            }
            for (int i = 0; i < site.nodes(); i++) {
                Path home = folder.resolve(site.id() + "-" + i);
                var identity = SimulatedNode.identity(home);
                if (!known.contains(identity.uid().value())) {
                    api.post(
                            "/api/v1/agents",
                            Map.of(
                                    "card",
                                    identity.card().text(),
                                    "site",
                                    site.id(),
                                    "node",
                                    "pi-" + (i + 1),
                                    "simulated",
                                    true));
                }
                if (site.plot() != SiteLife.Plot.NEVER_SEEN) {
                    members.add(new Member(site, i, open.push(node(site, i, home))));
                }
            }
        }
    }

    private static Map<String, ?> registration(SiteLife site) {
        return Map.of(
                "id", site.id(),
                "name", site.name(),
                "region", site.region(),
                "coordinates", Map.of("lat", site.latitude(), "lon", site.longitude()),
                "contract",
                        Map.of(
                                "kind", site.contract(),
                                "everyMs", site.everySeconds() * 1000,
                                "graceMs", site.graceSeconds() * 1000));
    }

    private SimulatedNode node(SiteLife site, int index, Path home) throws IOException {
        boolean late = site.plot() == SiteLife.Plot.BACK_FILLING;
        long seed = site.id().hashCode() * 31L + index;
        long start = clock.millis() - history.toMillis() * (late ? 3 : 1);
        Optional<ClusterModel> cluster = cluster(site, index);
        if (cluster.isPresent() && withPast.size() < WITH_PAST) {
            withPast.add(site.id());
        }
        var told = new ArrayList<>(NodeAlerts.of(seed, site.plot(), index, start));
        cluster.ifPresent(one -> told.addAll(one.events(start)));
        told.sort(Comparator.comparingLong(Event::wallMillis));
        return new SimulatedNode(
                home,
                seed,
                site.plot() == SiteLife.Plot.UNDERVOLTAGE,
                cluster,
                brokerUrl,
                hub,
                withPast.contains(site.id()) ? start - COARSE_PAST.toMillis() : start,
                start,
                told,
                late ? THIN_LINK : 0);
    }

    /** One site of three has a cluster, and those whose plot tells of a pod. */
    private static Optional<ClusterModel> cluster(SiteLife site, int index) {
        boolean crashing = site.plot() == SiteLife.Plot.UNDERVOLTAGE || site.plot() == SiteLife.Plot.HALF_DARK;
        long seed = site.id().hashCode();
        boolean thin = site.plot() == SiteLife.Plot.BACK_FILLING;
        return crashing || (Math.floorMod(seed, CLUSTER_EVERY) == 0 && !thin)
                ? Optional.of(new ClusterModel(seed, index, site.nodes(), crashing))
                : Optional.empty();
    }

    /** Nodes that come to life; those that are never seen are none. */
    int nodes() {
        return members.size();
    }

    /** Lets every node live up to the present, and connects each as soon as it has; those before it live on meanwhile. */
    void liveThroughHistory(Progress progress, BooleanSupplier stopping) throws InterruptedException {
        for (int i = 0; i < members.size() && !stopping.getAsBoolean(); i++) {
            for (Member member : members.subList(0, i + 1)) {
                step(member);
            }
            progress.step();
        }
    }

    /** Lives on up to the present; connects and leaves as the plots say. */
    void step() throws InterruptedException {
        for (Member member : members) {
            step(member);
        }
    }

    private void step(Member member) throws InterruptedException {
        long now = clock.millis();
        boolean away = leaves(member) && member.connectedAt >= 0 && now - member.connectedAt > VISIT_MILLIS;
        if (away) {
            member.node.disconnect();
            return;
        }
        member.node.liveUntil(now);
        if (member.connectedAt < 0) {
            member.connectedAt = clock.millis();
            member.node.connect();
        }
    }

    private static boolean leaves(Member member) {
        return switch (member.site.plot()) {
            case DARK_AS_AGREED, OVERDUE -> true;
            case HALF_DARK -> member.index == 0;
            case HEALTHY, UNDERVOLTAGE, BACK_FILLING, NEVER_SEEN -> false;
        };
    }

    /** Ids of the sites whose nodes came to life. */
    Set<String> sites() {
        return members.stream().map(member -> member.site.id()).collect(Collectors.toSet());
    }

    /** Has all nodes say good-bye, for good in this run. */
    void disconnect() {
        members.forEach(member -> member.node.disconnect());
    }

    /** Where all records of all nodes are: collected, delivered, held, dropped and refused. */
    List<RecordCounts> account() {
        var collected = RecordCounts.NONE;
        var delivered = RecordCounts.NONE;
        var held = RecordCounts.NONE;
        var dropped = RecordCounts.NONE;
        var refused = RecordCounts.NONE;
        for (Member member : members) {
            var account = member.node.account();
            collected = collected.plus(account.collected());
            delivered = delivered.plus(account.delivered());
            held = held.plus(account.held());
            dropped = dropped.plus(account.droppedInAll());
            refused = refused.plus(account.refused());
        }
        return List.of(collected, delivered, held, dropped, refused);
    }

    @Override
    public void close() {
        open.close();
    }
}
