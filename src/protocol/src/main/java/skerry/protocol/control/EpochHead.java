package skerry.protocol.control;

import skerry.protocol.Limits;
import skerry.protocol.Stream;

/**
 * What the agent holds of one epoch and stream.
 *
 * @param head highest sequence number ever given
 * @param ringFrom lowest one still in the ring; {@code head + 1} if none is
 */
public record EpochHead(long epoch, long startNo, Stream stream, long head, long ringFrom) {
    /** @throws IllegalArgumentException if a number is negative or no sequence number */
    public EpochHead {
        if (startNo < 0 || head < 0 || head > Limits.MAX_SEQ || ringFrom < 0 || ringFrom > head + 1) {
            throw new IllegalArgumentException("not a head with what is held of it: " + head + " from " + ringFrom);
        }
    }
}
