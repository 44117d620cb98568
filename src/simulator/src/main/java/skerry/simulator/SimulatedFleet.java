package skerry.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skerry.protocol.RecordCounts;
import skerry.protocol.identity.HubCard;

/** The simulated sites of a demo, each living its plot. Driven by one thread. */
final class SimulatedFleet implements AutoCloseable {
    private static final long LEAVES_AFTER = Duration.ofSeconds(25).toMillis();

    private final List<Member> members = new ArrayList<>();
    private final long startedAt;

    private record Member(SiteLife site, int index, SimulatedNode node) {}

    /** Registers the fleet at the hub and lets every node live through its history. */
    SimulatedFleet(
            Path folder, List<SiteLife> sites, HubApi api, String brokerUrl, HubCard hub, Duration history, long now)
            throws IOException, InterruptedException {
        startedAt = now;
        Set<String> known = new HashSet<>();
        api.get("/api/v1/agents")
                .path("agents")
                .forEach(agent -> known.add(agent.path("uid").asText()));
        Set<String> knownSites = new HashSet<>();
        api.get("/api/v1/fleet")
                .path("sites")
                .forEach(site -> knownSites.add(site.path("id").asText()));
        for (SiteLife site : sites) {
            if (!knownSites.contains(site.id())) {
                api.post(
                        "/api/v1/sites",
                        Map.of(
                                "id", site.id(),
                                "name", site.name(),
                                "region", site.region(),
                                "coordinates", Map.of("lat", site.latitude(), "lon", site.longitude()),
                                "contract",
                                        Map.of(
                                                "kind", site.contract(),
                                                "everyMs", site.everySeconds() * 1000,
                                                "graceMs", site.graceSeconds() * 1000)));
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
                    boolean lateHistory = site.plot() == SiteLife.Plot.BACK_FILLING;
                    long since = now - (lateHistory ? history.toMillis() * 3 : history.toMillis());
                    members.add(new Member(
                            site,
                            i,
                            new SimulatedNode(
                                    home,
                                    site.id().hashCode() * 31L + i,
                                    site.plot() == SiteLife.Plot.UNDERVOLTAGE,
                                    brokerUrl,
                                    hub,
                                    since)));
                }
            }
        }
    }

    int nodes() {
        return members.size();
    }

    /** Lives on until {@code now}; connects and leaves as the plots say. */
    void step(long now) throws InterruptedException {
        for (Member member : members) {
            boolean gone = leaves(member) && now - startedAt > LEAVES_AFTER;
            if (gone) {
                member.node().disconnect();
            } else {
                member.node().liveUntil(now);
                member.node().connect();
            }
        }
    }

    private static boolean leaves(Member member) {
        return switch (member.site().plot()) {
            case DARK_AS_AGREED, OVERDUE -> true;
            case HALF_DARK -> member.index() == 0;
            case HEALTHY, UNDERVOLTAGE, BACK_FILLING, NEVER_SEEN -> false;
        };
    }

    /** Where all records of all nodes are: collected, delivered, held, dropped and refused. */
    List<RecordCounts> account() {
        var collected = RecordCounts.NONE;
        var delivered = RecordCounts.NONE;
        var held = RecordCounts.NONE;
        var dropped = RecordCounts.NONE;
        var refused = RecordCounts.NONE;
        for (Member member : members) {
            var account = member.node().account();
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
        members.forEach(member -> member.node().close());
    }
}
