package skerry.agent.ring;

/**
 * What a pin holds.
 *
 * @param bytes of the blocks, as stored
 * @param whole whether that is all of the window; the older part has no room otherwise
 */
public record Pinned(long bytes, boolean whole) {}
