package skerry.agent.wear;

import skerry.protocol.Bytes;

/**
 * A card and what was written to it since its first use by this agent.
 *
 * @param key a print of the card's own number; what it is put into may change
 * @param sinceMillis when it was first seen, UTC epoch milliseconds
 * @param written bytes, by all programs
 * @param own bytes, by this agent
 * @param firstLife the eMMC's own estimate of its life used when it was first seen, in tenths, 0 if it gives none
 * @param bootId of the boot that {@code counted} belongs to
 * @param counted bytes of the kernel's counter that are in {@code written}
 */
record Card(String key, long sinceMillis, long written, long own, int firstLife, Bytes bootId, long counted) {

    /**
     * Adds what the kernel has counted since. Its counter begins with each boot; what was written between the last look of a boot and its
     * end is not known.
     */
    Card counted(Bytes boot, long counter) {
        long before = boot.equals(bootId) && counter >= counted ? counted : 0;
        return new Card(key, sinceMillis, written + counter - before, own, firstLife, boot, counter);
    }

    Card withOwn(long more) {
        return new Card(key, sinceMillis, written, own + more, firstLife, bootId, counted);
    }

    Card since(long millis) {
        return new Card(key, millis, written, own, firstLife, bootId, counted);
    }
}
