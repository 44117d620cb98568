package skerry.hub.update;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import skerry.hub.store.Order;
import skerry.hub.store.Rollout;
import skerry.hub.store.RolloutMember;
import skerry.hub.store.UpgradeWord;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.control.CommandType;
import skerry.protocol.payload.Answer.Outcome;
import skerry.protocol.update.UpgradeState;

/** Agents as a rollout sees them, which do what a test tells them; time is a number that the test moves. */
final class ToldFleet {
    static final String OLD = "1.0";
    static final String NEW = "1.1";
    static final Duration DAY = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofDays(7);

    private final Map<Uid, Agent> agents = new LinkedHashMap<>();
    private final Map<Uid, RolloutMember> members = new LinkedHashMap<>();
    private final Map<Bytes, Order> orders = new HashMap<>();
    final List<Uid> asked = new ArrayList<>();
    final List<Uid> held = new ArrayList<>();
    long now = 1_000_000_000_000L;
    Rollout rollout;

    /** How one agent is. */
    private record Agent(
            String version,
            boolean linked,
            boolean connected,
            boolean well,
            boolean lost,
            Optional<UpgradeWord> told) {}

    ToldFleet(int count, Rollout.Plan plan) {
        for (int i = 0; i < count; i++) {
            agents.put(uid(i), new Agent(OLD, true, true, true, false, Optional.empty()));
        }
        rollout =
                new Rollout(1, NEW, Bytes.of(new byte[32]), plan, "admin", now, Rollout.State.RUNNING, "", now, 0, now);
        for (RolloutMember member : Waves.assign(List.copyOf(agents.keySet()), uid(0), plan, 7, now)) {
            members.put(member.uid(), member);
        }
    }

    static Uid uid(int i) {
        return Uid.of(Bytes.of(new byte[] {(byte) (i >> 8), (byte) i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    }

    List<RolloutMember> all() {
        return List.copyOf(members.values());
    }

    RolloutMember member(Uid uid) {
        return all().stream().filter(one -> one.uid().equals(uid)).findFirst().orElseThrow();
    }

    List<Uid> ofWave(int wave) {
        return all().stream()
                .filter(member -> member.wave() == wave)
                .map(RolloutMember::uid)
                .toList();
    }

    long count(RolloutMember.State state) {
        return all().stream().filter(member -> member.state() == state).count();
    }

    void step() {
        take(Waves.step(rollout, all(), this::facts, now));
    }

    /** Steps until nothing changes any more. */
    void settle() {
        List<RolloutMember> before;
        Rollout was;
        do {
            before = all();
            was = rollout;
            step();
        } while (!before.equals(all()) || !was.equals(rollout));
    }

    void pause() {
        take(Waves.hold(rollout, all(), Rollout.State.PAUSED, "", now));
    }

    void resume() {
        take(Waves.resume(rollout, all(), now));
    }

    private void take(Waves.Step step) {
        rollout = step.rollout();
        step.changed().forEach(member -> members.put(member.uid(), member));
        for (RolloutMember member : step.asked()) {
            asked.add(member.uid());
            Bytes id = Bytes.of(new byte[] {(byte) (orders.size() >> 8), (byte) orders.size()});
            orders.put(id, Order.of(id, member.uid(), CommandType.UPGRADE, "admin", now, now + LIFE.toMillis()));
            members.put(member.uid(), member(member.uid()).by(id));
        }
        step.held().forEach(member -> held.add(member.uid()));
    }

    AgentFacts facts(Uid uid) {
        Agent known = agents.get(uid);
        if (known == null) {
            return AgentFacts.GONE;
        }
        return new AgentFacts(
                true,
                known.version(),
                known.linked(),
                known.connected(),
                known.connected() ? now : 0,
                known.well(),
                known.lost(),
                known.told(),
                member(uid).command().flatMap(id -> Optional.ofNullable(orders.get(id))));
    }

    void pass(Duration span) {
        now += span.toMillis();
    }

    /** Says what becomes of its upgrade; one that has the new version on probation says so in its hello as well. */
    void tell(Uid uid, UpgradeState state) {
        String reason = state == UpgradeState.FAILED || state == UpgradeState.ROLLED_BACK ? "because" : "";
        var word = new UpgradeWord(uid, state.word(), NEW, OLD, reason, now, now);
        change(uid, agent -> {
            String version = switch (state) {
                case PROBATION, DONE -> NEW;
                case ROLLED_BACK -> OLD;
                case FETCHING, STAGED, FAILED -> agent.version();
            };
            return new Agent(version, agent.linked(), agent.connected(), agent.well(), agent.lost(), Optional.of(word));
        });
    }

    void runs(Uid uid, String version) {
        change(uid, a -> new Agent(version, a.linked(), a.connected(), a.well(), a.lost(), a.told()));
    }

    void comesByStick(Uid uid) {
        change(uid, a -> new Agent(a.version(), false, false, a.well(), a.lost(), a.told()));
    }

    void connected(Uid uid, boolean connected) {
        change(uid, a -> new Agent(a.version(), a.linked(), connected, a.well(), a.lost(), a.told()));
    }

    void well(Uid uid, boolean well) {
        change(uid, a -> new Agent(a.version(), a.linked(), a.connected(), well, a.lost(), a.told()));
    }

    void lost(Uid uid, boolean lost) {
        change(uid, a -> new Agent(a.version(), a.linked(), !lost, !lost, lost, a.told()));
    }

    private void change(Uid uid, UnaryOperator<Agent> change) {
        agents.computeIfPresent(uid, (_, agent) -> change.apply(agent));
    }

    void retire(Uid uid) {
        agents.remove(uid);
    }

    /** Answers the command of an agent. */
    void answer(Uid uid, Outcome outcome, String sentence) {
        Order order = Optional.ofNullable(orders.get(member(uid).command().orElseThrow()))
                .orElseThrow();
        orders.put(
                order.id(),
                new Order(
                        order.id(),
                        uid,
                        order.type(),
                        order.args(),
                        order.by(),
                        order.orderedAt(),
                        order.endsAt(),
                        1,
                        now,
                        false,
                        Optional.of(outcome),
                        sentence,
                        "",
                        0,
                        0,
                        Optional.empty(),
                        ""));
    }
}
