package skerry.protocol.payload;

import java.util.Map;

/**
 * A log pattern over a window.
 *
 * @param patternId hash of the canonical template
 * @param counts lines per severity; severities without lines are absent
 * @param firstExample redacted, at most 256 characters; empty if none may leave
 * @param lastExample redacted, at most 256 characters; empty if it is the first
 */
public record PatternSummary(long patternId, Map<Severity, Long> counts, String firstExample, String lastExample) {
    public PatternSummary {
        counts = Map.copyOf(counts);
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
