package skerry.agent.ring;

import skerry.protocol.Bytes;

/** Takes log lines block by block, with what is known of when these arrived. */
public interface ArrivedLines {
    /** @return whether to go on */
    boolean line(LineView line);

    /**
     * Ends a block.
     *
     * @param bootId the kernel's id of the boot, 16 bytes; empty if it is not known any more
     * @param monoFirst and {@code monoLast}: when its first and its last line arrived, {@code CLOCK_MONOTONIC}
     * @param lines that it has, wanted or not
     */
    void block(Bytes bootId, long monoFirst, long monoLast, long lines);
}
