package skerry.agent.summary;

import org.jspecify.annotations.Nullable;
import skerry.agent.ring.LearnedPattern;

/** What a miner remembers of a pattern. */
final class Template {
    private static final int MOST_RECENT = 3;

    final Pattern pattern;
    final Tokens tokens;
    final String source;
    /** Places that became variables by a merge. */
    final long grown;

    private int recent;
    private boolean forgotten;
    private @Nullable Template mergedInto;

    Template(Pattern pattern, Tokens tokens, String source, long grown) {
        this.pattern = pattern;
        this.tokens = tokens;
        this.source = source;
        this.grown = grown;
    }

    void used() {
        recent = Math.min(MOST_RECENT, recent + 1);
    }

    LearnedPattern learned() {
        return new LearnedPattern(pattern.id(), grown, source, pattern.template());
    }

    /** Takes one off its use of late; false if there was none left, so that it may go. */
    boolean spared() {
        return recent-- > 0;
    }

    void forget() {
        forgotten = true;
    }

    boolean isForgotten() {
        return forgotten;
    }

    void mergeInto(Template other) {
        mergedInto = other;
        other.recent = MOST_RECENT;
    }

    boolean isMerged() {
        return mergedInto != null;
    }

    /** What this has become by merges; itself if nothing. */
    Template current() {
        Template now = this;
        while (now.mergedInto != null) {
            now = now.mergedInto;
        }
        return now;
    }
}
