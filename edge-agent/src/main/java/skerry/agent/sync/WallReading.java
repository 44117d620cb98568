package skerry.agent.sync;

import skerry.protocol.ClockQuality;

/** What a node's wall clock shows, and how far it can be trusted; UTC epoch milliseconds. */
public record WallReading(long wallMillis, ClockQuality quality) {}
