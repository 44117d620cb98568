package skerry.agent.collect.scrape;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The numbers that are values of labels, such as the bounds of buckets: few, and each comes often. Not thread-safe. */
final class LabelNumbers {
    private static final int MOST = 512;

    private final Map<String, OptionalDouble> known = new HashMap<>();

    /** The number that the value of a label is; empty if it is none. */
    OptionalDouble number(String value) {
        OptionalDouble number = known.get(value);
        if (number == null) {
            number = read(value);
            if (known.size() == MOST) {
                known.clear();
            }
            known.put(value, number);
        }
        return number;
    }

    /** How many are known. */
    int size() {
        return known.size();
    }

    private static OptionalDouble read(String value) {
        if (!TextLine.isNumber(value)) {
            return OptionalDouble.empty();
        }
        double number = TextLine.parse(value);
        return TextLine.isTooLarge(value, number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
