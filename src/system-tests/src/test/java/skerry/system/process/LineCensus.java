package skerry.system.process;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.regex.Pattern;

/**
 * Which of the numbered lines a ring has.
 *
 * @param found different numbers
 * @param twice numbers found once more than they should
 * @param lost numbers that are missing
 */
public record LineCensus(long found, long twice, long lost) {
    private static final Pattern NUMBER = Pattern.compile("q(\\d{9})");

    /** Counts through {@code skerry-agent query logs}, as an operator would. */
    public static LineCensus of(Path data, long written) throws Exception {
        return of(data, 0, written);
    }

    /** As above, for the lines with numbers from {@code from} on; {@code found} and {@code twice} are of all lines. */
    public static LineCensus of(Path data, long from, long written) throws Exception {
        var seen = new BitSet();
        long[] twice = {0};
        AgentCommand query = AgentCommand.stream(
                line -> twice[0] += note(line, seen),
                "query",
                "logs",
                "--since",
                "all",
                "--json",
                "--data",
                data.toString());
        if (query.exitCode() != 0 || !query.err().isEmpty()) {
            throw new AssertionError("query logs ended with " + query.exitCode() + ": " + query.err());
        }
        return new LineCensus(
                seen.cardinality(),
                twice[0],
                written - from - seen.get((int) from, (int) written).cardinality());
    }

    private static long note(String line, BitSet seen) {
        var numbers = NUMBER.matcher(line);
        long twice = 0;
        while (numbers.find()) {
            int number = Integer.parseInt(numbers.group(1));
            twice += seen.get(number) ? 1 : 0;
            seen.set(number);
        }
        return twice;
    }
}
