package skerry.agent.collect.logs;

/**
 * The place in a source where reading goes on.
 *
 * @param sourceKey {@link LogSource#key()}
 * @param state what the collector of that source needs to go on, as one line of text that only it reads (for a file:
 *     device, inode, fingerprint and offset; for the journal: its cursor)
 */
public record Checkpoint(String sourceKey, String state) {}
