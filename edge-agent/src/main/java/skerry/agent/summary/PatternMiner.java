package skerry.agent.summary;

import java.util.List;
import skerry.agent.ring.LearnedPattern;

/** Groups log messages by their template. Bounded in memory; owned by one thread. */
public interface PatternMiner {
    /** Finds or makes the pattern of a redacted message, in which tokens count as what they stand for. The result stays valid until {@link #current} says otherwise. */
    Pattern mine(String source, String message);

    /** The pattern that {@code pattern} has become through merges; itself if none. */
    Pattern current(Pattern pattern);

    /** The aliases made after the one with this number, in order; 0 for all that are remembered. */
    List<PatternAlias> aliasesAfter(long sequence);

    /**
     * What must be kept, and what no more, so that {@link #restore} gives the same patterns after a restart.
     *
     * @param forgotten ids
     */
    record Changes(List<LearnedPattern> learned, List<Long> forgotten) {
        public Changes {
            learned = List.copyOf(learned);
            forgotten = List.copyOf(forgotten);
        }
    }

    /** What was learned and forgotten since this was asked last; whoever asks keeps it. */
    Changes changes();

    /** As {@link #changes}, for one who has lost what was kept before. */
    Changes everything();

    /**
     * Takes up what was kept, in the order of learning and as far as there is room; for a miner that has seen nothing yet.
     *
     * @return how many could not be used
     */
    int restore(List<LearnedPattern> learned);
}
