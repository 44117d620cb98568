package skerry.agent.collect.scrape;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A histogram in place of a value, {@code {count:24,sum:100,schema:0,…}}, as Prometheus' clients write it beyond
 * OpenMetrics 1.0. Count and sum are kept, which is what a summary can use; the rest is checked for its form.
 */
record NativeHistogram(double count, double sum) {
    private static final Set<String> NUMBERS = Set.of("count", "sum", "schema", "zero_threshold", "zero_count");
    private static final Set<String> SPANS = Set.of("positive_spans", "negative_spans");
    private static final Set<String> LISTS =
            Set.of("positive_deltas", "negative_deltas", "positive_buckets", "negative_buckets");

    /** Reads from the opening brace to behind the closing one. */
    static NativeHistogram read(TextLine line) throws TextFormatException {
        var seen = new HashSet<String>();
        Map<String, Double> numbers = new HashMap<>();
        expect(line, '{');
        do {
            String field = line.labelName();
            expect(line, ':');
            if (!seen.add(field)) {
                throw line.error("a histogram has " + field + " twice");
            }
            if (NUMBERS.contains(field)) {
                numbers.put(field, line.numberBefore(",}"));
            } else if (LISTS.contains(field) || SPANS.contains(field)) {
                skipList(line, SPANS.contains(field));
            } else {
                throw line.error("a histogram has no field " + field);
            }
        } while (line.take(','));
        expect(line, '}');
        for (String needed : new String[] {"count", "sum", "schema"}) {
            if (!numbers.containsKey(needed)) {
                throw line.error("this histogram has no " + needed);
            }
        }
        return new NativeHistogram(numbers.getOrDefault("count", 0.0), numbers.getOrDefault("sum", 0.0));
    }

    private static void skipList(TextLine line, boolean pairs) throws TextFormatException {
        expect(line, '[');
        if (line.take(']')) {
            return;
        }
        do {
            if (pairs) {
                line.numberBefore(":");
                expect(line, ':');
            }
            line.numberBefore(",]");
        } while (line.take(','));
        expect(line, ']');
    }

    private static void expect(TextLine line, char c) throws TextFormatException {
        if (!line.take(c)) {
            throw line.error("in a histogram there should be '" + c + "' before '" + line.rest() + "'");
        }
    }
}
