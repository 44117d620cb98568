package skerry.agent.ring;

/**
 * What the ring remembers of a pattern that was seen, also after the miner has forgotten its words.
 *
 * @param pattern its id
 * @param valuesLow one bit for each value that was told from others, with {@code valuesHigh}: no value can be found by it
 * @param lines of a pattern without values, as far as they are counted
 * @param minutes since its first line
 * @param lastMinute to which this is true, in minutes that the agent counts
 * @param mean lines a minute
 * @param deviation from that, on the mean
 * @param peak the most lines of a minute, faded
 */
public record PatternNote(
        long pattern,
        long valuesLow,
        long valuesHigh,
        int lines,
        int minutes,
        long lastMinute,
        double mean,
        double deviation,
        double peak) {
    /** Bytes that it takes in the file, about. */
    static final int BYTES = 80;
}
