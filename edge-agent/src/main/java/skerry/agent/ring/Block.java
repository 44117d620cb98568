package skerry.agent.ring;

import skerry.protocol.RecordCounts;

/**
 * What is known of a raw block without its body.
 *
 * @param id rises with age
 * @param classCode {@link BlockClass#code()}
 * @param partFrom it replaces the blocks of its class from this id on; 0 for none
 * @param boot row of table {@code boot}
 * @param wallFirst lowest wall time of its records, UTC epoch milliseconds
 * @param wallLast highest one
 * @param records those that a batch has to cover
 * @param siteOnly samples that never leave the site
 * @param rawBytes before packing
 * @param bodyBytes as stored
 * @param pinned pins that hold it
 */
record Block(
        long id,
        int classCode,
        long partFrom,
        long boot,
        long monoFirst,
        long monoLast,
        long wallFirst,
        long wallLast,
        int clockQuality,
        long clockErrorMillis,
        RecordCounts records,
        long siteOnly,
        long rawBytes,
        long bodyBytes,
        long pinned) {
    /** Records in the block, whether they leave the site or not. */
    long size() {
        return records.total() + siteOnly;
    }

    boolean is(BlockClass wanted) {
        return classCode == wanted.code();
    }

    boolean overlaps(long fromMillis, long toMillis) {
        return wallLast >= fromMillis && wallFirst <= toMillis;
    }
}
