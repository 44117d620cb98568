package skerry.hub.update;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import skerry.hub.store.Rollout;
import skerry.hub.store.RolloutMember;
import skerry.protocol.Uid;

/**
 * The rules of a rollout, without clock, store or network: given how the agents are, who is asked next, and whether it goes on.
 * A wave begins when everybody of the waves before was done and well for a time, or is told as not to be waited for. Any failure
 * in the canary, or too many in another wave, halts it.
 */
public final class Waves {
    /** Agents that are asked in one step; the next step is seconds away. */
    static final int ASKED_AT_ONCE = 100;

    private Waves() {}

    /**
     * What a step comes to.
     *
     * @param rollout as it stands now
     * @param changed members that are not as they were
     * @param asked those of them for whom a command is to be made
     * @param held those of them whose command is to be withdrawn
     */
    public record Step(
            Rollout rollout, List<RolloutMember> changed, List<RolloutMember> asked, List<RolloutMember> held) {
        public Step {
            changed = List.copyOf(changed);
            asked = List.copyOf(asked);
            held = List.copyOf(held);
        }
    }

    /**
     * Spreads agents over waves.
     *
     * @param uids in any order, with the canary
     * @param seed makes another order for another rollout, so that not the same agents are the first each time
     */
    public static List<RolloutMember> assign(List<Uid> uids, Uid canary, Rollout.Plan plan, long seed, long now) {
        List<Uid> others = uids.stream()
                .filter(uid -> !uid.equals(canary))
                .sorted(Comparator.comparingLong((Uid uid) -> mixed(uid, seed)).thenComparing(Uid::toString))
                .toList();
        var members = new ArrayList<RolloutMember>();
        members.add(RolloutMember.waiting(canary, 0, now));
        int total = uids.size();
        int next = 0;
        for (int i = 0; i < plan.percents().size(); i++) {
            long upTo = (total * (long) plan.percents().get(i) + 99) / 100 - 1; // the canary is one of them
            while (next < Math.min(upTo, others.size())) {
                members.add(RolloutMember.waiting(others.get(next++), i + 1, now));
            }
        }
        return members;
    }

    /** Scatters what looks alike (splitmix64). */
    private static long mixed(Uid uid, long seed) {
        long z = uid.toString().hashCode() * 0x9E3779B97F4A7C15L + seed * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Looks at all members and decides. */
    public static Step step(Rollout rollout, List<RolloutMember> members, Function<Uid, AgentFacts> facts, long now) {
        return new Round(rollout, members, facts, now).step();
    }

    /** A person lets it go on: what failed so far does not count any more. */
    public static Step resume(Rollout rollout, List<RolloutMember> members, long now) {
        List<RolloutMember> forgiven = members.stream()
                .filter(member -> member.state().isFailure() && !member.accepted())
                .map(RolloutMember::withAccepted)
                .toList();
        return new Step(rollout.in(Rollout.State.RUNNING, "", now), forgiven, List.of(), List.of());
    }

    /** Nobody who has not begun is asked any more, until it is resumed. */
    public static Step hold(
            Rollout rollout, List<RolloutMember> members, Rollout.State state, String reason, long now) {
        List<RolloutMember> held = members.stream().filter(Waves::hasNotBegun).toList();
        return new Step(
                rollout.in(state, reason, now),
                held.stream().map(member -> member.held(now)).toList(),
                List.of(),
                held);
    }

    private static boolean hasNotBegun(RolloutMember member) {
        return member.state() == RolloutMember.State.ASKED
                || (member.state() == RolloutMember.State.UNREACHABLE
                        && member.command().isPresent());
    }

    /** One look at everybody. */
    private static final class Round {
        private final Rollout rollout;
        private final List<RolloutMember> before;
        private final Function<Uid, AgentFacts> facts;
        private final long now;
        private final List<RolloutMember> members = new ArrayList<>();
        private final List<RolloutMember> asked = new ArrayList<>();

        Round(Rollout rollout, List<RolloutMember> before, Function<Uid, AgentFacts> facts, long now) {
            this.rollout = rollout;
            this.before = before;
            this.facts = facts;
            this.now = now;
        }

        Step step() {
            for (RolloutMember member : before) {
                members.add(
                        member.wave() <= rollout.wave()
                                ? Progress.of(member, rollout, facts.apply(member.uid()), now)
                                : member);
            }
            if (rollout.state() != Rollout.State.RUNNING) {
                return result(rollout);
            }
            Optional<String> halt = halt();
            if (halt.isPresent()) {
                Step held = hold(rollout, members, Rollout.State.HALTED, halt.get(), now);
                for (RolloutMember member : held.changed()) {
                    put(member);
                }
                return new Step(held.rollout(), changed(), List.of(), held.held());
            }
            askWaiting();
            if (!isOver(rollout.wave())) {
                return result(rollout);
            }
            if (rollout.wave() == 0 && lacksProof()) {
                return result(
                        anotherCanary()
                                ? rollout
                                : rollout.in(Rollout.State.DONE, "nobody could be updated over the link", now));
            }
            if (rollout.wave() + 1 == rollout.plan().waves()) {
                return result(rollout.in(Rollout.State.DONE, "", now));
            }
            return result(rollout.atWave(rollout.wave() + 1, now));
        }

        private Step result(Rollout then) {
            return new Step(then, changed(), asked, List.of());
        }

        private List<RolloutMember> changed() {
            var changed = new ArrayList<RolloutMember>();
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).equals(members.get(i))) {
                    changed.add(members.get(i));
                }
            }
            return changed;
        }

        private void put(RolloutMember member) {
            for (int i = 0; i < members.size(); i++) {
                if (members.get(i).uid().equals(member.uid())) {
                    members.set(i, member);
                }
            }
        }

        private Optional<String> halt() {
            for (int wave = 0; wave <= rollout.wave(); wave++) {
                int number = wave;
                List<RolloutMember> all = members.stream()
                        .filter(member -> member.wave() == number)
                        .toList();
                List<RolloutMember> failed = all.stream()
                        .filter(member -> member.state().isFailure() && !member.accepted())
                        .toList();
                boolean tooMany = wave == 0
                        ? !failed.isEmpty()
                        : failed.size() * 100L > (long) rollout.plan().failPercent() * all.size();
                if (tooMany) {
                    return Optional.of(
                            wave == 0
                                    ? "the canary failed"
                                    : failed.size() + " of " + all.size() + " agents of wave " + wave
                                            + " failed, and at most "
                                            + rollout.plan().failPercent() + " % may");
                }
            }
            return Optional.empty();
        }

        private void askWaiting() {
            for (int i = 0; i < members.size() && asked.size() < ASKED_AT_ONCE; i++) {
                RolloutMember member = members.get(i);
                if (member.wave() > rollout.wave() || member.state() != RolloutMember.State.WAITING) {
                    continue;
                }
                AgentFacts known = facts.apply(member.uid());
                RolloutMember next;
                if (known.version().equals(rollout.version())) {
                    next = member.in(RolloutMember.State.DONE, "ran it already", now);
                } else if (!known.linked()) {
                    next = member.in(RolloutMember.State.BY_HAND, "comes by stick: update it by one", now);
                } else {
                    next = member.asked(known.version(), known.well(), now);
                    asked.add(next);
                }
                members.set(i, next);
            }
        }

        /** Whether nobody of a wave, or one before, is waited for any more. */
        private boolean isOver(int wave) {
            return members.stream().filter(member -> member.wave() <= wave).allMatch(this::isOver);
        }

        private boolean isOver(RolloutMember member) {
            if (member.state() != RolloutMember.State.DONE) {
                return member.state().isSettled();
            }
            boolean longEnough =
                    now - member.since() >= rollout.plan().healthyFor().toMillis();
            return longEnough && (!member.wasWell() || facts.apply(member.uid()).well());
        }

        /** A canary that could not be updated has shown nothing. */
        private boolean lacksProof() {
            return members.stream()
                    .filter(member -> member.wave() == 0)
                    .noneMatch(member -> member.state() == RolloutMember.State.DONE || member.accepted());
        }

        /** The next in line, one in contact first. */
        private boolean anotherCanary() {
            int best = -1;
            for (int i = 0; i < members.size(); i++) {
                RolloutMember member = members.get(i);
                if (member.wave() == 0 || member.state() != RolloutMember.State.WAITING) {
                    continue;
                }
                AgentFacts known = facts.apply(member.uid());
                if (known.connected() && known.well()) {
                    best = i;
                    break;
                }
                if (best < 0 && known.enrolled()) {
                    best = i;
                }
            }
            if (best < 0) {
                return false;
            }
            members.set(best, members.get(best).inWave(0));
            return true;
        }
    }
}
