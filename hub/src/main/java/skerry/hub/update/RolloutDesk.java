package skerry.hub.update;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.NodeFacts;
import skerry.hub.fleet.SiteState;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Order;
import skerry.hub.store.Release;
import skerry.hub.store.Road;
import skerry.hub.store.Rollout;
import skerry.hub.store.RolloutMember;
import skerry.hub.store.StoreException;
import skerry.hub.store.UpgradeWord;
import skerry.platform.Repeating;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.control.CommandType;
import skerry.protocol.update.UpgradeOrder;

/**
 * Carries rollouts out: looks at the fleet every few seconds, asks {@link Waves} what is next, writes that down, and gives the
 * commands. What was written and not done is done after a restart. Thread-safe.
 */
public final class RolloutDesk implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RolloutDesk.class.getName());
    private static final Duration STEP = Duration.ofSeconds(5);
    /** How often one that ended is looked at, for what its agents still tell. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(1);
    /** A site that is dark is asked at its next contact. */
    private static final Duration LIFE = Duration.ofDays(7);

    private final FleetStore store;
    private final ReleaseDesk releases;
    private final Supplier<FleetWatch.Snapshot> fleet;
    private final Consumer<Uid> waits;
    private final Audit audit;
    private final boolean simulated;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Repeating steps;
    private long lookedAfterwards;

    /** Takes note of what was done to a rollout, by whom and from where. */
    @FunctionalInterface
    public interface Audit {
        void note(String actor, String action, String target, String result, String from);
    }

    /** Who does something, and from which address. */
    public record By(String name, String from) {
        /** The hub itself. */
        static final By HUB = new By("hub", "local");
    }

    /** What a person asked for is not possible; the message is one sentence for people. */
    public static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private Refusal(String why) {
            super(why);
        }
    }

    /**
     * @param waits told that a command waits for an agent
     * @param simulated whether agents that are made up take part
     */
    public RolloutDesk(
            FleetStore store,
            ReleaseDesk releases,
            Supplier<FleetWatch.Snapshot> fleet,
            Consumer<Uid> waits,
            Audit audit,
            boolean simulated,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.releases = releases;
        this.fleet = fleet;
        this.waits = waits;
        this.audit = audit;
        this.simulated = simulated;
        this.clock = clock;
        this.random = random;
        this.steps = new Repeating("rollouts", () -> {
            stepSafely();
            return STEP;
        });
    }

    /** Begins to look; to be called once. */
    public void start() {
        steps.start();
    }

    /** Looks no more. */
    @Override
    public void close() {
        steps.close();
    }

    /** How an agent of the fleet is. */
    private record Seen(SiteStatus.Judged node) {
        Uid uid() {
            return node.status().agent().uid();
        }

        AgentFacts facts(Optional<UpgradeWord> told, Optional<Order> order) {
            NodeFacts facts = node.status().facts();
            return new AgentFacts(
                    true,
                    node.status().version(),
                    isLinked(),
                    facts.connected(),
                    facts.seen(),
                    isWell(),
                    isLost(),
                    told,
                    order);
        }

        boolean isWell() {
            SiteState state = node.verdict().state();
            return state != SiteState.DEGRADED && !isLost();
        }

        boolean isLost() {
            return node.verdict().state() == SiteState.OFFLINE_UNEXPECTED;
        }

        boolean isLinked() {
            return node.status().facts().connected() || !node.status().road().equals(Road.USB.word());
        }
    }

    private Map<Uid, Seen> seen() {
        var seen = new HashMap<Uid, Seen>();
        for (SiteStatus site : fleet.get().sites()) {
            site.nodes().forEach(node -> seen.put(node.status().agent().uid(), new Seen(node)));
        }
        return seen;
    }

    /**
     * Begins a rollout.
     *
     * @param canary who is asked first; empty for the one heard last of those that are well
     * @throws Refusal if there is no such release or agent, or a rollout is open
     */
    public synchronized Rollout begin(String version, Optional<Uid> canary, Rollout.Plan plan, By by) throws Refusal {
        Release release = store.releases()
                .find(version)
                .orElseThrow(() -> new Refusal("there is no release " + version + ": skerry-hub release add adds one"));
        if (!releases.isWhole(release)) {
            throw new Refusal("files of the release " + version + " are missing: add it again");
        }
        List<Agent> all = store.registry().agents().stream()
                .filter(agent -> !agent.retired() && (simulated || !agent.simulated()))
                .toList();
        Map<Uid, Seen> seen = seen();
        List<Uid> behind = all.stream()
                .map(Agent::uid)
                .filter(uid -> !version(seen, uid).equals(version))
                .toList();
        if (behind.isEmpty()) {
            throw new Refusal("no agent runs another version than " + version);
        }
        Uid first = canary.isPresent() ? checked(canary.get(), behind) : freshest(behind, seen);
        long now = clock.millis();
        List<RolloutMember> members = Waves.assign(behind, first, plan, now, now);
        Rollout made;
        try {
            made = store.rollouts()
                    .add(
                            new Rollout(
                                    0,
                                    version,
                                    release.manifest().sha256(),
                                    plan,
                                    by.name(),
                                    now,
                                    Rollout.State.RUNNING,
                                    "",
                                    now,
                                    0,
                                    now),
                            members);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.CONFLICT) {
                throw new Refusal(String.valueOf(e.getMessage()));
            }
            throw e;
        }
        audit.note(by.name(), "rollout.start", target(made), members.size() + " agents", by.from());
        step();
        return made;
    }

    private static String version(Map<Uid, Seen> seen, Uid uid) {
        return Optional.ofNullable(seen.get(uid))
                .map(one -> one.node().status().version())
                .orElse("");
    }

    private static Uid checked(Uid canary, List<Uid> behind) throws Refusal {
        if (!behind.contains(canary)) {
            throw new Refusal("the canary " + canary + " is no agent that runs another version: choose another");
        }
        return canary;
    }

    private static Uid freshest(List<Uid> behind, Map<Uid, Seen> seen) throws Refusal {
        return behind.stream()
                .flatMap(uid -> Optional.ofNullable(seen.get(uid)).stream())
                .filter(one -> one.isWell() && one.node().status().facts().connected())
                .max(Comparator.comparingLong(
                                (Seen one) -> one.node().status().facts().seen())
                        .thenComparing(one -> one.uid().toString()))
                .map(Seen::uid)
                .orElseThrow(() -> new Refusal("no agent that is well is in contact now: name the canary, or wait"));
    }

    /** Asks nobody more for now. */
    public synchronized Rollout pause(long no, By by) throws Refusal {
        Rollout rollout = open(no);
        if (rollout.state() != Rollout.State.RUNNING) {
            throw new Refusal("this rollout does not run now");
        }
        return hold(rollout, Rollout.State.PAUSED, "paused by " + by.name(), "rollout.pause", by);
    }

    /** Ends it; those that began go on. */
    public synchronized Rollout stop(long no, By by) throws Refusal {
        return hold(open(no), Rollout.State.STOPPED, "stopped by " + by.name(), "rollout.stop", by);
    }

    private Rollout hold(Rollout rollout, Rollout.State state, String reason, String action, By by) {
        apply(Waves.hold(rollout, store.rollouts().members(rollout.no()), state, reason, clock.millis()));
        audit.note(by.name(), action, target(rollout), "ok", by.from());
        return store.rollouts().find(rollout.no()).orElseThrow();
    }

    /** Lets it go on; failures until now count no more. */
    public synchronized Rollout resume(long no, By by) throws Refusal {
        Rollout rollout = open(no);
        if (rollout.state() == Rollout.State.RUNNING) {
            throw new Refusal("this rollout runs already");
        }
        Waves.Step step = Waves.resume(rollout, store.rollouts().members(no), clock.millis());
        apply(step);
        audit.note(
                by.name(), "rollout.resume", target(rollout), step.changed().size() + " failures accepted", by.from());
        step();
        return store.rollouts().find(no).orElseThrow();
    }

    private Rollout open(long no) throws Refusal {
        Rollout rollout = store.rollouts().find(no).orElseThrow(() -> new Refusal("there is no rollout " + no));
        if (!rollout.state().isOpen()) {
            throw new Refusal("this rollout is over");
        }
        return rollout;
    }

    /** Whatever fails, it is looked at again seconds later. */
    private void stepSafely() {
        try {
            step();
        } catch (StoreException e) {
            LOG.log(WARNING, "the rollout stands still for the time being: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(ERROR, "looking at the rollout failed and is tried again", e);
        }
    }

    /** Looks once. The last one that ended is followed as long as its commands may still be obeyed. */
    synchronized void step() {
        long now = clock.millis();
        Optional<Rollout> newest = store.rollouts().newest(1).stream()
                .filter(rollout -> rollout.state().isOpen() || now - rollout.since() < 2 * LIFE.toMillis())
                .findFirst();
        if (newest.isEmpty()) {
            return;
        }
        Rollout rollout = newest.get();
        if (!rollout.state().isOpen()) {
            if (Math.abs(now - lookedAfterwards) < AFTERWARDS.toMillis()) {
                return;
            }
            lookedAfterwards = now;
        }
        Waves.Step step = Waves.step(rollout, store.rollouts().members(rollout.no()), facts(rollout), now);
        apply(step);
        if (step.rollout().state() != rollout.state()) {
            By hub = By.HUB;
            audit.note(
                    hub.name(),
                    "rollout." + step.rollout().state().word(),
                    target(rollout),
                    step.rollout().reason().isEmpty() ? "ok" : step.rollout().reason(),
                    hub.from());
        }
    }

    private Function<Uid, AgentFacts> facts(Rollout rollout) {
        Map<Uid, Seen> seen = seen();
        Map<Uid, UpgradeWord> told = store.upgradeWords().all();
        Map<Bytes, Order> orders = store.orders().since(CommandType.UPGRADE, rollout.startedAt()).stream()
                .collect(Collectors.toMap(Order::id, order -> order));
        Map<Uid, Bytes> commands = store.rollouts().members(rollout.no()).stream()
                .filter(member -> member.command().isPresent())
                .collect(Collectors.toMap(
                        RolloutMember::uid, member -> member.command().orElseThrow()));
        return uid -> {
            Optional<Order> order =
                    Optional.ofNullable(commands.get(uid)).flatMap(id -> Optional.ofNullable(orders.get(id)));
            Optional<UpgradeWord> word = Optional.ofNullable(told.get(uid));
            return Optional.ofNullable(seen.get(uid))
                    .map(one -> one.facts(word, order))
                    .orElseGet(() -> isEnrolled(uid) ? AgentFacts.unseen(word, order) : AgentFacts.GONE);
        };
    }

    private boolean isEnrolled(Uid uid) {
        return store.registry().find(uid).filter(agent -> !agent.retired()).isPresent();
    }

    /** Writes down what is to be done, then does it. */
    private void apply(Waves.Step step) {
        var asked = new ArrayList<RolloutMember>();
        for (RolloutMember member : step.asked()) {
            byte[] id = new byte[16];
            random.nextBytes(id);
            asked.add(member.by(Bytes.of(id)));
        }
        var changed = new ArrayList<>(step.changed());
        changed.removeAll(step.asked());
        changed.addAll(asked);
        boolean moved = store.rollouts()
                .find(step.rollout().no())
                .filter(step.rollout()::equals)
                .isEmpty();
        if (moved || !changed.isEmpty()) {
            store.rollouts().put(step.rollout(), changed);
        }
        step.held()
                .forEach(member ->
                        member.command().ifPresent(id -> store.orders().cancel(id, clock.millis())));
        asked.forEach(member -> command(step.rollout(), member));
    }

    private void command(Rollout rollout, RolloutMember member) {
        Optional<Release> release = store.releases()
                .find(rollout.version())
                .filter(one -> one.manifest().sha256().equals(rollout.manifest()));
        if (release.isEmpty()) {
            return; // told as without a command, and given again once the release is back
        }
        long now = clock.millis();
        try {
            store.orders()
                    .add(Order.of(
                            member.command().orElseThrow(),
                            member.uid(),
                            CommandType.UPGRADE,
                            args(release.get()),
                            rollout.by(),
                            now,
                            now + LIFE.toMillis()));
            waits.accept(member.uid());
        } catch (StoreException e) {
            LOG.log(DEBUG, "agent {0} is not asked to upgrade for the time being: {1}", member.uid(), e.getMessage());
        }
    }

    private static Bytes args(Release release) {
        return Bytes.of(new UpgradeOrder(
                        release.version(),
                        release.manifest().sha256(),
                        (int) release.manifest().bytes(),
                        release.signatures().sha256(),
                        (int) release.signatures().bytes())
                .encode());
    }

    private static String target(Rollout rollout) {
        return "rollout " + rollout.no() + " of " + rollout.version();
    }
}
