package skerry.hub.store;

import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

/**
 * An agent in a rollout. Times are UTC epoch milliseconds by the hub's clock.
 *
 * @param wave in which it is asked, from 0
 * @param since when it came into its state
 * @param sentence what is to be said of its state; empty if the state says it all
 * @param command by which it was asked last; empty before the first
 * @param askedAt when that was first; 0 before
 * @param tries how often it was asked
 * @param from the version it ran when it was asked; empty if unknown
 * @param wasWell whether it was well when it was asked: who was not need not be afterwards
 * @param accepted whether a person resumed the rollout in spite of its failure
 */
public record RolloutMember(
        Uid uid,
        int wave,
        State state,
        long since,
        String sentence,
        Optional<Bytes> command,
        long askedAt,
        int tries,
        String from,
        boolean wasWell,
        boolean accepted) {
    /** How far an agent is. */
    public enum State {
        /** Not asked. */
        WAITING("waiting", false, false),
        /** Asked, and has said nothing yet. */
        ASKED("asked", false, false),
        /** Gets the release, piece by piece. */
        FETCHING("fetching", false, false),
        /** Has it whole. */
        STAGED("staged", false, false),
        /** Runs it, and the version before stands by. */
        PROBATION("probation", false, false),
        /** Runs it for good. */
        DONE("done", false, false),
        /** Did not run well with it, and went back to the version before. */
        ROLLED_BACK("rolled-back", true, true),
        /** Did not get as far as to run it. */
        FAILED("failed", true, true),
        /** Was to run it, and has not been heard of when it should have been. */
        SILENT("silent", true, true),
        /** Cannot be updated over the link. */
        BY_HAND("by-hand", true, false),
        /** Has no contact; asked at its next. */
        UNREACHABLE("unreachable", true, false),
        /** Retired meanwhile. */
        GONE("gone", true, false);

        private final String word;
        private final boolean settled;
        private final boolean failure;

        State(String word, boolean settled, boolean failure) {
            this.word = word;
            this.settled = settled;
            this.failure = failure;
        }

        public String word() {
            return word;
        }

        /** Whether no wave waits for it any more. One that is done is waited for until it was well for a time. */
        public boolean isSettled() {
            return settled;
        }

        public boolean isFailure() {
            return failure;
        }

        /** @throws IllegalArgumentException if there is none of that word */
        public static State of(String word) {
            for (State state : values()) {
                if (state.word.equals(word)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("no state of an agent in a rollout is called " + word);
        }
    }

    /** One that is not asked yet. */
    public static RolloutMember waiting(Uid uid, int wave, long now) {
        return new RolloutMember(uid, wave, State.WAITING, now, "", Optional.empty(), 0, 0, "", false, false);
    }

    /** In a state, since now if it is another one. */
    public RolloutMember in(State now, String why, long at) {
        return new RolloutMember(
                uid, wave, now, now == state ? since : at, why, command, askedAt, tries, from, wasWell, accepted);
    }

    /** To be asked, by a command that is still to be made. */
    public RolloutMember asked(String version, boolean well, long now) {
        return new RolloutMember(
                uid,
                wave,
                State.ASKED,
                now,
                "",
                Optional.empty(),
                now,
                tries + 1,
                from.isEmpty() ? version : from,
                tries == 0 ? well : wasWell,
                accepted);
    }

    /** Not to be asked for now, though it may have been. */
    public RolloutMember held(long now) {
        return new RolloutMember(
                uid, wave, State.WAITING, now, "", Optional.empty(), askedAt, 0, from, wasWell, accepted);
    }

    /** Asked by this command. */
    public RolloutMember by(Bytes order) {
        return new RolloutMember(
                uid, wave, state, since, sentence, Optional.of(order), askedAt, tries, from, wasWell, accepted);
    }

    /** In another wave. */
    public RolloutMember inWave(int other) {
        return new RolloutMember(uid, other, state, since, sentence, command, askedAt, tries, from, wasWell, accepted);
    }

    /** Its failure does not count any more. */
    public RolloutMember withAccepted() {
        return new RolloutMember(uid, wave, state, since, sentence, command, askedAt, tries, from, wasWell, true);
    }
}
