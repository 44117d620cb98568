package skerry.hub.update;

import static skerry.hub.store.RolloutMember.State.ASKED;
import static skerry.hub.store.RolloutMember.State.BY_HAND;
import static skerry.hub.store.RolloutMember.State.DONE;
import static skerry.hub.store.RolloutMember.State.FAILED;
import static skerry.hub.store.RolloutMember.State.FETCHING;
import static skerry.hub.store.RolloutMember.State.GONE;
import static skerry.hub.store.RolloutMember.State.PROBATION;
import static skerry.hub.store.RolloutMember.State.ROLLED_BACK;
import static skerry.hub.store.RolloutMember.State.SILENT;
import static skerry.hub.store.RolloutMember.State.STAGED;
import static skerry.hub.store.RolloutMember.State.UNREACHABLE;
import static skerry.hub.store.RolloutMember.State.WAITING;

import java.time.Duration;
import java.util.Optional;
import skerry.hub.store.Order;
import skerry.hub.store.Rollout;
import skerry.hub.store.RolloutMember;
import skerry.hub.store.UpgradeWord;
import skerry.protocol.payload.Answer.Outcome;
import skerry.protocol.update.UpgradeState;

/** How far one agent is, from what the hub knows of it: a pure function, so that what comes late or twice changes nothing. */
final class Progress {
    /** An agent that runs the version and does not tell how its probation ended is taken at its word after this. */
    static final Duration PROBATION_AT_MOST = Duration.ofMinutes(30);

    /** An agent that ended while it was asked is asked again, so often in all. */
    static final int MOST_TRIES = 3;

    private Progress() {}

    static RolloutMember of(RolloutMember member, Rollout rollout, AgentFacts facts, long now) {
        if (!facts.enrolled()) {
            return member.in(GONE, "retired since the rollout began", now);
        }
        if (member.state() == WAITING) {
            return member;
        }
        boolean runs = facts.version().equals(rollout.version());
        Optional<UpgradeWord> told = facts.told()
                .filter(word -> word.version().equals(rollout.version()) && word.heardAt() >= member.askedAt());
        RolloutMember known = told.flatMap(word -> told(member, word, runs, now))
                .or(() -> runs ? Optional.of(running(member, now)) : Optional.empty())
                .or(() -> facts.order().flatMap(order -> answered(member, order, now)))
                .or(() -> isWithoutCommand(member, facts) ? Optional.of(member.held(now)) : Optional.empty())
                .orElseGet(() -> member.in(asStill(member), "", now));
        return overdue(known, member, rollout, facts, now);
    }

    /** The hub ended between writing down that it asks and asking. */
    private static boolean isWithoutCommand(RolloutMember member, AgentFacts facts) {
        return member.state() == ASKED && facts.order().isEmpty();
    }

    private static Optional<RolloutMember> told(RolloutMember member, UpgradeWord word, boolean runs, long now) {
        return UpgradeState.of(word.state()).map(state -> switch (state) {
            case FETCHING -> runs ? running(member, now) : member.in(FETCHING, word.reason(), now);
            case STAGED -> runs ? running(member, now) : member.in(STAGED, word.reason(), now);
            case PROBATION -> runs ? running(member, now) : member.in(PROBATION, word.reason(), now);
            case DONE -> member.in(DONE, "", now);
            case ROLLED_BACK -> member.in(ROLLED_BACK, word.reason(), now);
            case FAILED -> member.in(FAILED, word.reason(), now);
        });
    }

    private static RolloutMember running(RolloutMember member, long now) {
        if (member.state() == DONE) {
            return member;
        }
        boolean enough = member.state() == PROBATION && now - member.since() >= PROBATION_AT_MOST.toMillis();
        return enough
                ? member.in(DONE, "runs it; how its probation ended was not told", now)
                : member.in(PROBATION, "runs it", now);
    }

    private static Optional<RolloutMember> answered(RolloutMember member, Order order, long now) {
        return order.outcome().map(outcome -> answered(member, outcome, order.sentence(), now));
    }

    private static RolloutMember answered(RolloutMember member, Outcome outcome, String sentence, long now) {
        return switch (outcome) {
            case DONE -> member.in(member.state() == ASKED ? STAGED : asStill(member), sentence, now);
            case REFUSED -> member.in(BY_HAND, sentence, now);
            case FAILED -> member.in(FAILED, sentence, now);
            case INTERRUPTED, OTHER, WAITS ->
                member.tries() < MOST_TRIES
                        ? member.in(WAITING, "", now)
                        : member.in(FAILED, "asked " + MOST_TRIES + " times, and ended each time: " + sentence, now);
        };
    }

    /** What it was before it could not be heard; one that was never asked with effect is asked. */
    private static RolloutMember.State asStill(RolloutMember member) {
        return member.state() == UNREACHABLE || member.state() == SILENT ? ASKED : member.state();
    }

    /** What its silence says. */
    private static RolloutMember overdue(
            RolloutMember known, RolloutMember before, Rollout rollout, AgentFacts facts, long now) {
        switch (known.state()) {
            case STAGED, PROBATION -> {
                if (facts.lost()) {
                    return before.in(SILENT, "not heard of since it was to run " + rollout.version(), now);
                }
            }
            case DONE -> {
                boolean watched =
                        now - known.since() < rollout.plan().healthyFor().toMillis();
                if (facts.lost() && (watched || before.state() == SILENT)) {
                    return before.in(SILENT, "not heard of since it runs " + rollout.version(), now);
                }
            }
            case ASKED, FETCHING -> {
                if (facts.order().filter(order -> ended(order, now)).isPresent() && known.state() == ASKED) {
                    return before.in(UNREACHABLE, "had no contact as long as it was asked", now);
                }
                long silent = now - Math.max(facts.seen(), before.askedAt());
                if (!facts.connected() && silent > rollout.plan().reachWithin().toMillis()) {
                    return before.in(UNREACHABLE, "without contact; it is asked at its next", now);
                }
            }
            default -> {
                // Nothing is waited for.
            }
        }
        return known;
    }

    private static boolean ended(Order order, long now) {
        return order.outcome().isEmpty() && now >= order.endsAt();
    }
}
