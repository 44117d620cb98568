package skerry.agent.summary;

import org.jspecify.annotations.Nullable;

/** What a miner remembers of a pattern. */
final class Template {
    private static final int MOST_RECENT = 3;

    final Pattern pattern;
    final Tokens tokens;
    final String source;
    /** Places that became variables by a merge. */
    final long grown;

    private long lines;
    private int recent;
    private boolean forgotten;
    private @Nullable Template mergedInto;

    Template(Pattern pattern, Tokens tokens, String source, long grown, long lines) {
        this.pattern = pattern;
        this.tokens = tokens;
        this.source = source;
        this.grown = grown;
        this.lines = lines;
    }

    void used() {
        lines++;
        recent = Math.min(MOST_RECENT, recent + 1);
    }

    /** Messages seen, those of merged patterns included. */
    long lines() {
        return lines;
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
        other.lines += lines;
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
