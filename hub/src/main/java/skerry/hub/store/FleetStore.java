package skerry.hub.store;

import java.util.List;

/**
 * All that the hub keeps. Thread-safe.
 *
 * <p>Upkeep ({@link #flush}, {@link #compact}, {@link #retain}) is called from time to time by one thread; nothing is
 * lost if it is not, but restarts take longer and files grow.
 */
public interface FleetStore extends AutoCloseable {
    /** Sites and agents. */
    AgentRegistry registry();

    /** By which agents join. */
    JoinCodes joinCodes();

    /** What agents were asked to do. */
    Orders orders();

    /** Versions that agents may be taken to. */
    Releases releases();

    /** How they are taken there. */
    Rollouts rollouts();

    /** What they say of it. */
    UpgradeWords upgradeWords();

    /** What agents show to the broker. */
    Certificates certificates();

    /** Batches and which numbers are held. */
    BatchLog batches();

    /** Where decoded batches go. */
    ReadModels models();

    /** The present state of all agents. */
    FleetPresent present();

    /** All log patterns. */
    PatternBook patterns();

    /** Which of their texts were erased. */
    Erasures erasures();

    /** What was stored, by time. */
    History history();

    /** What agents raised alarm about. */
    Alerts alerts();

    /** Since when each site is in its state. */
    SiteStates states();

    /**
     * Finds out whether batches can be stored now, by a small durable commit; for after that failed.
     *
     * @throws StoreException why they cannot
     */
    void probe();

    /** Writes what is only in memory and can be found again at start, so that the start is quick; marks the hub as alive. */
    void flush();

    /**
     * Joins windows into segments, and closes days that are over.
     *
     * @param now UTC epoch milliseconds by the hub's clock
     */
    void compact(long now);

    /**
     * Deletes whole days of arrival, the oldest first, until both bounds hold; the present day is never deleted. Headers
     * and signatures stay.
     *
     * @return the begins of the days that were deleted
     */
    List<Long> retain(Retention bounds, long now);

    /**
     * How much is kept.
     *
     * @param days of arrival, at least 1
     * @param bytes of all day files together, positive
     */
    record Retention(int days, long bytes) {
        /** @throws IllegalArgumentException if a bound is not positive */
        public Retention {
            if (days < 1 || bytes < 1) {
                throw new IllegalArgumentException("retention needs at least one day and one byte");
            }
        }
    }

    /** What the store takes. */
    StoreSize size();

    /**
     * What the store takes on the disk and is behind with.
     *
     * @param days how many days of arrival are kept
     * @param bytes of their files
     * @param undecoded batches stored and not yet decoded
     * @param waiting batches that wait for a dictionary chunk
     * @param refused batches that cannot be decoded
     */
    record StoreSize(int days, long bytes, long undecoded, long waiting, long refused) {}

    /** Flushes and closes. */
    @Override
    void close();
}
