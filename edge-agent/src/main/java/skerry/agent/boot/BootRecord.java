package skerry.agent.boot;

import java.util.Optional;
import skerry.protocol.Bytes;

/**
 * A boot that this agent has seen.
 *
 * @param bootId the kernel's
 * @param seenMillis when the agent first saw it, UTC epoch milliseconds by the node's clock, which may have been wrong then
 * @param verdict why the one before it ended; empty if nothing was known of one before
 */
public record BootRecord(Bytes bootId, long seenMillis, Optional<BootVerdict> verdict) {}
