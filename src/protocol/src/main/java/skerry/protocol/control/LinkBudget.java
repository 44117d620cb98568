package skerry.protocol.control;

/**
 * The byte budget of an agent's link, as its live message tells it.
 *
 * @param step one word for what is sent now: {@code full}, {@code new-data}, {@code outlines} or {@code present}
 * @param limitBytes of the present period
 * @param spentBytes so far in it
 * @param expectedBytes at its end if all new data is sent; -1 while that is not known
 * @param endsMillis end of the period by the agent's own time, UTC epoch milliseconds
 */
public record LinkBudget(String step, long limitBytes, long spentBytes, long expectedBytes, long endsMillis) {}
