package skerry.agent.ring;

/**
 * How raw blocks lie on the disk.
 *
 * @param unreadable sealed under a key that is not here
 * @param plain not sealed: written while there was no key
 * @param sealed under a key that is here
 */
public record SealedBlocks(long unreadable, long plain, long sealed) {}
