package skerry.agent.summary;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.agent.privacy.Token;
import skerry.protocol.Limits;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;

/**
 * Counts the lines of the open window by pattern and severity, with the first and the last line of each pattern as
 * examples, and tells what is known of a pattern with which values it was seen. Bounded: lines of patterns beyond the limit
 * count under {@link TemplateMiner#ANYTHING}, so that no line is left out. Owned by one thread.
 */
final class PatternCounts {
    private static final Severity[] SEVERITIES = Severity.values();

    private final PatternMiner miner;
    private final KnownPatterns known;
    private final PatternTexts texts;
    private final int mostPatterns;
    private final MessagePart messages = new MessagePart();
    private final Canonical canonical = new Canonical();
    /** By identity, which is quick: a miner hands out one object for a pattern, but after it forgot it and learned it anew. */
    private final IdentityHashMap<Pattern, Tally> tallies = new IdentityHashMap<>();

    /** What is known of a pattern so far. */
    private static final class Tally {
        final long[] lines = new long[SEVERITIES.length];
        final KnownPattern known;
        final String source;
        final String first;
        final boolean values;
        String last;

        Tally(KnownPattern known, String source, String example, boolean values) {
            this.known = known;
            this.source = source;
            this.first = example;
            this.last = example;
            this.values = values;
        }

        void include(Tally later) {
            for (int i = 0; i < lines.length; i++) {
                lines[i] += later.lines[i];
            }
            last = later.last;
        }
    }

    /** @param mostPatterns that a window tells apart */
    PatternCounts(PatternMiner miner, KnownPatterns known, PatternTexts texts, int mostPatterns) {
        this.miner = miner;
        this.known = known;
        this.texts = texts;
        this.mostPatterns = mostPatterns;
    }

    /**
     * Counts one line.
     *
     * @param pattern as {@link PatternMiner#mine} gave it
     * @param line redacted
     */
    void add(Pattern pattern, Severity severity, String source, String line) {
        String example = cut(line);
        Tally tally = tallies.get(pattern);
        if (tally == null) {
            Pattern counted = tallies.size() < mostPatterns ? pattern : TemplateMiner.ANYTHING;
            tally = tallies.get(counted);
            if (tally == null) {
                tally = new Tally(known.of(counted.id()), source, example, hasValues(counted, line));
                tallies.put(counted, tally);
            }
        }
        tally.lines[severity.code()]++;
        tally.last = example;
        if (!texts.isSeenOften(tally.known)) {
            int evidence = Evidence.of(messages.of(line));
            if (tally.values) {
                tally.known.line(evidence);
            } else {
                tally.known.sameLine(evidence);
            }
        }
    }

    /** Whether lines of the pattern can be told apart by more than their times and masks. */
    private boolean hasValues(Pattern pattern, String line) {
        if (pattern.template().indexOf(Canonical.VARIABLE) < 0) {
            return false;
        }
        String message = messages.of(line);
        canonical.write(messages.of(Token.withoutTokens(line)));
        if (!canonical.toString().equals(pattern.template())) {
            return true;
        }
        canonical.write(Evidence.withoutTimes(message));
        return canonical.toString().indexOf(Canonical.VARIABLE) >= 0;
    }

    /** Closes the window: its counts, under the patterns as they are now; counting starts again from nothing. */
    List<PatternCount> close() {
        Map<Pattern, Tally> present = new LinkedHashMap<>();
        tallies.forEach((pattern, tally) -> {
            Tally before = present.putIfAbsent(miner.current(pattern), tally);
            if (before != null) {
                before.include(tally);
            }
        });
        tallies.clear();
        var counts = new ArrayList<PatternCount>(present.size());
        present.forEach((pattern, tally) -> counts.add(count(pattern, tally)));
        return counts;
    }

    private PatternCount count(Pattern pattern, Tally tally) {
        var lines = new EnumMap<Severity, Long>(Severity.class);
        for (Severity severity : SEVERITIES) {
            if (tally.lines[severity.code()] > 0) {
                lines.put(severity, tally.lines[severity.code()]);
            }
        }
        String first = cut(texts.example(pattern, tally.first));
        String last = cut(texts.example(pattern, tally.last));
        return new PatternCount(
                pattern, tally.source, new PatternSummary(pattern.id(), lines, first, last.equals(first) ? "" : last));
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
