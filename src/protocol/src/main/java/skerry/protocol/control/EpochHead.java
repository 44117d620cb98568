package skerry.protocol.control;

import skerry.protocol.Stream;

/**
 * What the agent holds of one epoch and stream.
 *
 * @param head highest sequence number ever given
 * @param ringFrom lowest one still in the ring; {@code head + 1} if none is
 */
public record EpochHead(long epoch, long startNo, Stream stream, long head, long ringFrom) {}
