package skerry.agent.left;

/** Takes note of a message without batches that is about to leave, before it does. Thread-safe. */
@FunctionalInterface
public interface LeftMessages {
    /** @param example what it looked like; kept if it is the day's first */
    void message(LeftRoad road, LeftKind kind, long bytes, String example);
}
