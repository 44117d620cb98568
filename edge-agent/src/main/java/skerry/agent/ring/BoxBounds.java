package skerry.agent.ring;

/**
 * How many boxes are kept; the oldest give way, the newest never does.
 *
 * @param boxes at least 1
 * @param bytes of all bodies together
 */
public record BoxBounds(int boxes, long bytes) {}
