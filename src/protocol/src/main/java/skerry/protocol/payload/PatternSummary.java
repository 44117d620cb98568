package skerry.protocol.payload;

import java.util.Map;
import skerry.protocol.Limits;

/**
 * A log pattern over a window.
 *
 * @param patternId hash of the canonical template
 * @param counts lines per severity; severities without lines are absent
 * @param firstExample redacted, at most 256 characters; empty if none may leave
 * @param lastExample redacted, at most 256 characters; empty if it is the first
 */
public record PatternSummary(long patternId, Map<Severity, Long> counts, String firstExample, String lastExample) {
    /** @throws IllegalArgumentException if a count is not positive or an example too long */
    public PatternSummary {
        counts = Map.copyOf(counts);
        if (counts.values().stream().anyMatch(count -> count < 1 || count > Limits.MAX_RECORDS)) {
            throw new IllegalArgumentException("severities without lines are absent");
        }
        if (firstExample.length() > Limits.MAX_EXAMPLE_CHARS || lastExample.length() > Limits.MAX_EXAMPLE_CHARS) {
            throw new IllegalArgumentException("an example has at most " + Limits.MAX_EXAMPLE_CHARS + " characters");
        }
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
