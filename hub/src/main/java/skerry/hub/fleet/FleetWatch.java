package skerry.hub.fleet;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.Agent;
import skerry.hub.store.AgentRegistry;
import skerry.hub.store.Site;

/**
 * Judges the whole fleet again and again and remembers what changed. {@link #look} is called about once a second by one
 * thread; {@link #snapshot} answers from memory for any thread.
 */
public final class FleetWatch {
    private static final Duration CHANGES_KEPT = Duration.ofHours(1);
    private static final int MAX_CHANGES = 1000;

    private final AgentRegistry registry;
    private final FleetFacts facts;
    private final InstantSource clock;
    private final Map<String, Entered> entered = new HashMap<>();
    private final Deque<StateChange> changes = new ArrayDeque<>();
    private volatile Snapshot snapshot = new Snapshot(0, List.of(), List.of(), Downtime.NONE);

    private record Entered(SiteState state, long at) {}

    /**
     * The fleet at one moment.
     *
     * @param asOf UTC epoch milliseconds
     * @param sites ordered by id
     * @param changed of the last hour, the newest first
     */
    public record Snapshot(long asOf, List<SiteStatus> sites, List<StateChange> changed, Downtime downtime) {
        public Snapshot {
            sites = List.copyOf(sites);
            changed = List.copyOf(changed);
        }

        public Optional<SiteStatus> site(String id) {
            return sites.stream()
                    .filter(status -> status.site().id().equals(id))
                    .findFirst();
        }
    }

    public FleetWatch(AgentRegistry registry, FleetFacts facts, InstantSource clock) {
        this.registry = registry;
        this.facts = facts;
        this.clock = clock;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** Judges every site now. */
    public Snapshot look() {
        long now = clock.millis();
        Downtime downtime = facts.downtime();
        var sites = new ArrayList<SiteStatus>();
        for (Site site : registry.sites()) {
            sites.add(judge(site, downtime, now));
        }
        entered.keySet().removeIf(id -> registry.site(id).isEmpty());
        while (!changes.isEmpty()
                && (changes.size() > MAX_CHANGES || now - changes.getLast().at() > CHANGES_KEPT.toMillis())) {
            changes.removeLast();
        }
        snapshot = new Snapshot(now, sites, List.copyOf(changes), downtime);
        return snapshot;
    }

    private SiteStatus judge(Site site, Downtime downtime, long now) {
        Contract contract = Contract.of(site.contract());
        var nodes = new ArrayList<NodeStatus>();
        for (Agent agent : registry.agentsAt(site.id())) {
            nodes.add(facts.of(agent));
        }
        Verdict verdict =
                Judge.site(contract, nodes.stream().map(NodeStatus::facts).toList(), downtime, now);
        Entered before = entered.get(site.id());
        if (before == null) {
            before = new Entered(verdict.state(), sinceAtStart(verdict.state(), nodes, now));
            entered.put(site.id(), before);
        } else if (before.state() != verdict.state()) {
            changes.addFirst(new StateChange(site.id(), before.state(), verdict.state(), now));
            before = new Entered(verdict.state(), now);
            entered.put(site.id(), before);
        }
        return new SiteStatus(
                site,
                contract,
                verdict,
                before.at(),
                nodes.stream()
                        .map(node -> new SiteStatus.Judged(node, Judge.node(contract, node.facts(), downtime, now)))
                        .toList());
    }

    /** After a start only silence has a beginning that the hub still knows: the last contact. */
    private static long sinceAtStart(SiteState state, List<NodeStatus> nodes, long now) {
        return switch (state) {
            case OFFLINE_EXPECTED, OFFLINE_UNEXPECTED ->
                nodes.stream().mapToLong(node -> node.facts().seen()).max().orElse(now);
            case NEVER_SEEN ->
                nodes.stream()
                        .mapToLong(node -> node.agent().enrolledAt())
                        .min()
                        .orElse(now);
            case HEALTHY, DEGRADED, BACK_FILLING -> now;
        };
    }
}
