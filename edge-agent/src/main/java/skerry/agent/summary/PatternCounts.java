package skerry.agent.summary;

import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.Limits;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;

/**
 * Counts the lines of the open window by pattern and severity, with the first and the last line of each pattern as
 * examples. Bounded: lines of patterns beyond the limit count under {@link TemplateMiner#ANYTHING}, so that no line is
 * left out. Owned by one thread.
 */
public final class PatternCounts {
    private static final Severity[] SEVERITIES = Severity.values();

    private final PatternMiner miner;
    private final int mostPatterns;
    /** By identity, which is quick: a miner hands out one object for a pattern, but after it forgot it and learned it anew. */
    private final IdentityHashMap<Pattern, Tally> tallies = new IdentityHashMap<>();

    /** What is known of a pattern so far. */
    private static final class Tally {
        final long[] lines = new long[SEVERITIES.length];
        final String first;
        String last;

        Tally(String example) {
            first = example;
            last = example;
        }
    }

    /** @param mostPatterns that a window tells apart */
    public PatternCounts(PatternMiner miner, int mostPatterns) {
        this.miner = miner;
        this.mostPatterns = mostPatterns;
    }

    /**
     * Counts one line.
     *
     * @param pattern as {@link PatternMiner#mine} gave it
     * @param line redacted
     */
    public void add(Pattern pattern, Severity severity, String line) {
        String example = cut(line);
        Tally tally = tallies.get(pattern);
        if (tally == null) {
            Pattern counted = tallies.size() < mostPatterns ? pattern : TemplateMiner.ANYTHING;
            tally = tallies.computeIfAbsent(counted, _ -> new Tally(example));
        }
        tally.lines[severity.code()]++;
        tally.last = example;
    }

    /** Closes the window: its counts, under the patterns as they are now; counting starts again from nothing. */
    public List<PatternCount> close() {
        Map<Long, PatternCount> counts = new LinkedHashMap<>();
        tallies.forEach((pattern, tally) -> {
            Pattern now = miner.current(pattern);
            counts.merge(now.id(), count(now, tally), PatternCounts::together);
        });
        tallies.clear();
        return List.copyOf(counts.values());
    }

    private static PatternCount count(Pattern pattern, Tally tally) {
        var lines = new EnumMap<Severity, Long>(Severity.class);
        for (Severity severity : SEVERITIES) {
            if (tally.lines[severity.code()] > 0) {
                lines.put(severity, tally.lines[severity.code()]);
            }
        }
        return count(pattern, lines, tally.first, tally.last);
    }

    private static PatternCount together(PatternCount one, PatternCount other) {
        var lines = new EnumMap<Severity, Long>(one.summary().counts());
        other.summary().counts().forEach((severity, count) -> lines.merge(severity, count, Long::sum));
        String last = other.summary().lastExample();
        return count(
                one.pattern(),
                lines,
                one.summary().firstExample(),
                last.isEmpty() ? other.summary().firstExample() : last);
    }

    private static PatternCount count(Pattern pattern, Map<Severity, Long> lines, String first, String last) {
        return new PatternCount(
                pattern, new PatternSummary(pattern.id(), lines, first, last.equals(first) ? "" : last));
    }

    private static String cut(String line) {
        if (line.length() <= Limits.MAX_EXAMPLE_CHARS) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(Limits.MAX_EXAMPLE_CHARS - 1))
                ? Limits.MAX_EXAMPLE_CHARS - 1
                : Limits.MAX_EXAMPLE_CHARS;
        return line.substring(0, end);
    }
}
