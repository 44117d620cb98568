package skerry.hub.store;

import java.util.Optional;

/**
 * Takes texts of log patterns out of all that is stored, for good, and keeps them out when agents tell them again. Headers,
 * signatures, ids and counts stay. Thread-safe.
 */
public interface Erasures {
    /**
     * That a pattern was erased.
     *
     * @param examplesOnly whether its text stays
     * @param at UTC epoch milliseconds
     */
    record Erased(long pattern, boolean examplesOnly, String by, long at) {}

    /**
     * What was taken out.
     *
     * @param patterns the one that was asked for, and those that had become it
     * @param batches stored ones that are not what was signed any more
     * @param examples rows of the read models
     */
    record Outcome(int patterns, int batches, int examples) {}

    /**
     * Erases the text and the examples of a pattern, known or still to come, and of all that were merged into it. There is no way back. Asking again does no
     * harm, and finishes what was interrupted.
     *
     * @throws StoreException if not all could be erased, for instance since the disk is full; a start of the hub goes on with it
     */
    Outcome erase(Erased what);

    /** Whether, when and by whom a pattern was erased. */
    Optional<Erased> of(long pattern);
}
