package skerry.agent.privacy;

import java.util.Locale;
import java.util.Set;

/** What programs count and measure, which is nobody's number: told by the last part of a name, or by a unit after a number. */
final class Measure {
    private static final int LONGEST_NAME = 48;
    private static final int LONGEST_UNIT = 12;

    /** Last parts of names, as Prometheus has them and as programmers call what they count. */
    private static final Set<String> NAMES = Set.of(
            ("total count counts sum size bytes seconds ms ns us ratio rate percent max min avg length len offset "
                            + "latency duration requests errors hits misses rounds bucket depth usage")
                    .split(" ", -1));

    private static final Set<String> UNITS = Set.of(
            ("ns us ms s sec secs seconds b bytes kb mb gb kib mib gib rows lines items records entries requests times "
                            + "cycles ops packets blocks pages ticks hz khz mhz rpm pa hpa mbar bar w kw kwh v mv a ma")
                    .split(" ", -1));

    private Measure() {}

    /** Whether the name in which {@code at} lies ends with a word for something counted or measured. */
    static boolean isNamed(Text text, int at) {
        int end = text.skip(at, CharClass.ALNUM | CharClass.DASH | CharClass.UNDERSCORE, LONGEST_NAME);
        int start = text.skipBack(end, CharClass.LETTER, LONGEST_NAME);
        return start >= at && NAMES.contains(text.part(start, end).toLowerCase(Locale.ROOT));
    }

    /** Whether a number that ends at {@code end} has a unit. */
    static boolean hasUnit(Text text, int end) {
        int start = text.at(end) == ' ' ? end + 1 : end;
        int last = text.skip(start, CharClass.LETTER, LONGEST_UNIT);
        return last > start
                && !CharClass.word(text.at(last))
                && UNITS.contains(text.part(start, last).toLowerCase(Locale.ROOT));
    }
}
