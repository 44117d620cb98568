package skerry.agent.summary;

import java.util.List;

/** Groups log messages by their template. Bounded in memory; owned by one thread. */
public interface PatternMiner {
    /** Finds or makes the pattern of a redacted message. The result stays valid until {@link #current} says otherwise. */
    Pattern mine(String source, String message);

    /** The pattern that {@code pattern} has become through merges; itself if none. */
    Pattern current(Pattern pattern);

    /** The aliases made after the one with this number, in order; 0 for all that are remembered. */
    List<PatternAlias> aliasesAfter(long sequence);
}
