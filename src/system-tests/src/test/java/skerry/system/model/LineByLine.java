package skerry.system.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skerry.agent.ring.LearnedPattern;
import skerry.agent.summary.Pattern;
import skerry.agent.summary.PatternAlias;
import skerry.agent.summary.PatternMiner;

/** Takes each numbered line for a pattern of its own, whose id is the number, so that the hub counts lines one by one. */
final class LineByLine implements PatternMiner {
    private static final Changes NOTHING = new Changes(List.of(), List.of());

    private final Map<Long, Pattern> patterns = new HashMap<>();

    @Override
    public Pattern mine(String source, String message) {
        return patterns.computeIfAbsent(NumberedLog.numberOf(message), number -> new Pattern(number, "item " + number));
    }

    @Override
    public Pattern current(Pattern pattern) {
        return pattern;
    }

    @Override
    public List<PatternAlias> aliasesAfter(long sequence) {
        return List.of();
    }

    @Override
    public Changes changes() {
        return NOTHING;
    }

    @Override
    public Changes everything() {
        return NOTHING;
    }

    @Override
    public int restore(List<LearnedPattern> learned) {
        return 0;
    }
}
