package skerry.agent.summary;

import skerry.protocol.payload.PatternSummary;

/**
 * What a window saw of one pattern.
 *
 * @param pattern for the dictionary
 * @param source that showed it first in the window
 * @param summary for the batch
 */
public record PatternCount(Pattern pattern, String source, PatternSummary summary) {
    /** @throws IllegalArgumentException if the two are not of the same pattern */
    public PatternCount {
        if (pattern.id() != summary.patternId()) {
            throw new IllegalArgumentException("a summary of another pattern");
        }
    }
}
