package skerry.agent.blackbox;

import java.time.Duration;
import skerry.agent.ring.BoxBounds;

/**
 * What is kept of crashes.
 *
 * @param span how long before a crash a box begins
 * @param boxes how many are kept; 0 for none
 * @param maxBytes of all boxes together, packed
 */
public record BlackBoxSettings(Duration span, int boxes, long maxBytes) {
    public static final BlackBoxSettings USUAL = new BlackBoxSettings(Duration.ofMinutes(5), 16, 4 << 20);

    /** Of the ring, whose budget the boxes are part of. */
    private static final int LARGEST_PART = 16;

    /** The bounds within a ring of {@code ringBytes}. */
    BoxBounds bounds(long ringBytes) {
        return new BoxBounds(Math.max(1, boxes), Math.min(maxBytes, ringBytes / LARGEST_PART));
    }
}
