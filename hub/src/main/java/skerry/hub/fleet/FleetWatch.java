package skerry.hub.fleet;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import skerry.hub.store.Agent;
import skerry.hub.store.AgentRegistry;
import skerry.hub.store.Site;
import skerry.hub.store.SiteStates;
import skerry.hub.store.StoreException;

/**
 * Judges the whole fleet again and again and remembers what changed. {@link #look} is called about once a second by one
 * thread; {@link #snapshot} answers from memory for any thread.
 */
public final class FleetWatch {
    private static final Duration CHANGES_KEPT = Duration.ofHours(1);
    private static final int MAX_CHANGES = 1000;

    private static final System.Logger LOG = System.getLogger(FleetWatch.class.getName());

    private final AgentRegistry registry;
    private final FleetFacts facts;
    private final InstantSource clock;
    private final SiteStates memory;
    private final long startedAt;
    /** As the run before left them. */
    private final Map<String, SiteStates.Entered> before;

    /** As they were read, so that a calendar is not read each second. */
    private final Map<Site.SiteContract, Contract> contracts = new HashMap<>();

    private final Map<String, Entered> entered = new HashMap<>();
    private final Map<String, SiteStates.Entered> unwritten = new HashMap<>();
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

    /** @param memory of the states that sites are in, over restarts */
    public FleetWatch(AgentRegistry registry, FleetFacts facts, InstantSource clock, SiteStates memory) {
        this.registry = registry;
        this.facts = facts;
        this.clock = clock;
        this.memory = memory;
        this.startedAt = clock.millis();
        this.before = memory.all();
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
        contracts
                .keySet()
                .retainAll(
                        sites.stream().map(status -> status.site().contract()).collect(Collectors.toSet()));
        entered.keySet().removeIf(id -> registry.site(id).isEmpty());
        while (!changes.isEmpty()
                && (changes.size() > MAX_CHANGES || now - changes.getLast().at() > CHANGES_KEPT.toMillis())) {
            changes.removeLast();
        }
        remember();
        snapshot = new Snapshot(now, sites, List.copyOf(changes), downtime);
        return snapshot;
    }

    private SiteStatus judge(Site site, Downtime downtime, long now) {
        Contract contract = contracts.computeIfAbsent(site.contract(), Contract::of);
        var nodes = new ArrayList<NodeStatus>();
        for (Agent agent : registry.agentsAt(site.id())) {
            nodes.add(facts.of(agent));
        }
        List<NodeFacts> known = nodes.stream().map(NodeStatus::facts).toList();
        Verdict verdict = Judge.site(contract, known, downtime, now);
        if (verdict.state() == SiteState.OFFLINE_EXPECTED && isComingBack(site, known, downtime, now)) {
            known = known.stream().map(NodeFacts::asConnected).toList();
            verdict = Judge.site(contract, known, downtime, now);
        }
        var judged = new ArrayList<SiteStatus.Judged>();
        for (int i = 0; i < nodes.size(); i++) {
            judged.add(new SiteStatus.Judged(nodes.get(i), Judge.node(contract, known.get(i), downtime, now)));
        }
        long seen = known.stream().mapToLong(NodeFacts::seen).max().orElse(0);
        return new SiteStatus(
                site,
                contract,
                verdict,
                since(site, verdict.state(), nodes, now),
                seen == 0 ? OptionalLong.empty() : contract.next(seen, now),
                judged);
    }

    /** Whether a site that was in contact when the hub ended may still find it again. */
    private boolean isComingBack(Site site, List<NodeFacts> nodes, Downtime downtime, long now) {
        SiteStates.Entered last = before.get(site.id());
        if (last == null || !downtime.isSearchedAt(now) || nodes.stream().anyMatch(node -> node.seen() >= startedAt)) {
            return false;
        }
        String word = last.state();
        return word.equals(SiteState.HEALTHY.word())
                || word.equals(SiteState.DEGRADED.word())
                || word.equals(SiteState.BACK_FILLING.word());
    }

    private long since(Site site, SiteState state, List<NodeStatus> nodes, long now) {
        Entered known = entered.get(site.id());
        if (known != null && known.state() == state) {
            return known.at();
        }
        Entered entering = known != null ? new Entered(state, now) : atStart(site, state, nodes, now);
        if (known != null) {
            changes.addFirst(new StateChange(site.id(), known.state(), state, now));
        }
        entered.put(site.id(), entering);
        unwritten.put(site.id(), new SiteStates.Entered(state.word(), entering.at()));
        return entering.at();
    }

    private Entered atStart(Site site, SiteState state, List<NodeStatus> nodes, long now) {
        SiteStates.Entered last = before.get(site.id());
        return last != null && last.state().equals(state.word())
                ? new Entered(state, last.since())
                : new Entered(state, sinceAtStart(state, nodes, now));
    }

    private void remember() {
        if (unwritten.isEmpty()) {
            return;
        }
        try {
            memory.put(unwritten);
            unwritten.clear();
        } catch (StoreException e) {
            LOG.log(DEBUG, "the states of sites are noted later: {0}", e.getMessage());
        }
    }

    /** In a state that the run before did not leave, only silence has a beginning that the hub still knows: the last contact. */
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
