package skerry.hub.store;

import java.time.Duration;
import java.util.List;
import skerry.protocol.Bytes;

/**
 * A version that agents are taken to, wave by wave. Times are UTC epoch milliseconds by the hub's clock.
 *
 * @param no names it; rises
 * @param manifest SHA-256 of the release's manifest, which agents are told
 * @param by who started it
 * @param state whether more agents are asked
 * @param reason why it is in that state, one sentence; empty while it runs
 * @param since when it came into that state
 * @param wave the newest that has begun, from 0, which is the canary's
 * @param waveSince when that began
 */
public record Rollout(
        long no,
        String version,
        Bytes manifest,
        Plan plan,
        String by,
        long startedAt,
        State state,
        String reason,
        long since,
        int wave,
        long waveSince) {
    /** What becomes of a rollout. */
    public enum State {
        /** Agents are asked as their wave begins. */
        RUNNING("running"),
        /** A person wants no more to be asked for now. */
        PAUSED("paused"),
        /** It paused itself: too many failed. */
        HALTED("halted"),
        /** Ended by a person. */
        STOPPED("stopped"),
        /** Nothing is left to be done. */
        DONE("done");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** Whether it may still ask somebody, at once or after it was resumed. */
        public boolean isOpen() {
            return this == RUNNING || this == PAUSED || this == HALTED;
        }

        /** @throws IllegalArgumentException if there is none of that word */
        public static State of(String word) {
            for (State state : values()) {
                if (state.word.equals(word)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("no state of a rollout is called " + word);
        }
    }

    /**
     * How a rollout goes.
     *
     * @param percents what part of the agents each wave after the canary's reaches up to, 1 to 100, rising; the last is 100
     * @param healthyFor how long all of a wave must be well before the next begins, at most 30 days
     * @param failPercent how much of a wave may fail, 0 to 100; of the canary's nothing may
     * @param reachWithin how long a wave waits for an agent without contact, 1 minute to 30 days
     */
    public record Plan(List<Integer> percents, Duration healthyFor, int failPercent, Duration reachWithin) {
        private static final int MOST_WAVES = 10;
        private static final Duration LONGEST = Duration.ofDays(30);

        /** Where nobody says otherwise. */
        public static final Plan USUAL = new Plan(List.of(10, 50, 100), Duration.ofMinutes(30), 5, Duration.ofDays(1));

        /** @throws IllegalArgumentException in one sentence */
        public Plan {
            percents = List.copyOf(percents);
            int before = 0;
            for (int percent : percents) {
                require(percent > before && percent <= 100, "waves must rise, from 1 to 100 percent");
                before = percent;
            }
            require(before == 100 && percents.size() <= MOST_WAVES, "the last of at most 10 waves must be 100 percent");
            require(
                    !healthyFor.isNegative() && healthyFor.compareTo(LONGEST) <= 0,
                    "a wave is watched for 0 minutes to 30 days");
            require(failPercent >= 0 && failPercent <= 100, "0 to 100 percent of a wave may fail");
            require(
                    reachWithin.compareTo(Duration.ofMinutes(1)) >= 0 && reachWithin.compareTo(LONGEST) <= 0,
                    "an agent without contact is waited for between 1 minute and 30 days");
        }

        /** Waves, with the canary's. */
        public int waves() {
            return percents.size() + 1;
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException(rule);
            }
        }
    }

    /** In another state from now on. */
    public Rollout in(State now, String why, long at) {
        return new Rollout(no, version, manifest, plan, by, startedAt, now, why, at, wave, waveSince);
    }

    /** With another wave begun. */
    public Rollout atWave(int begun, long at) {
        return new Rollout(no, version, manifest, plan, by, startedAt, state, reason, since, begun, at);
    }
}
