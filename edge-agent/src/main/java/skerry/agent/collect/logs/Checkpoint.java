package skerry.agent.collect.logs;

/**
 * The place in a source where reading goes on.
 *
 * @param sourceKey the row to store it in: {@link LogSource#key()}, for a file followed by {@code #} and its inode, since
 *     a rotated log is several files for a while
 * @param state what the collector of that source needs to go on, as one line of text that only it reads (for a file:
 *     device, inode, fingerprint and offset; for the journal: its cursor); empty when the source is gone for good and
 *     its row can be deleted
 */
public record Checkpoint(String sourceKey, String state) {}
