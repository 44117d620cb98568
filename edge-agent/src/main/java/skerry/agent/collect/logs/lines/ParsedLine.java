package skerry.agent.collect.logs.lines;

/** What one physical line says, as a range of the bytes it was read from. Reused for every line; owned by one thread. */
final class ParsedLine {
    /** Place among a file's lanes: lines of one lane follow each other, lanes interleave freely. */
    int lane;

    /** The text, without its line end. */
    int from;

    int to;

    /** UTC epoch milliseconds, or {@link Long#MIN_VALUE} if the line does not tell. */
    long timeMillis;

    /** Whether the text goes on in the next line of the lane. */
    boolean partial;
}
