package skerry.agent.collect.logs;

/**
 * Takes log records from the collectors, in order, together with the place in the source where reading goes on after
 * them. Records and place are stored in one transaction, so a crash at any moment neither loses nor repeats a record.
 *
 * <p>A transaction may end only right after a {@link #checkpoint}: records handed over since the last one come again
 * after a crash.
 */
public interface LogIntake {
    /** Takes a record; may wait while the ring is busy. */
    void record(LogRecord record) throws InterruptedException;

    /**
     * Says that every record of {@code checkpoint}'s source handed over so far lies before its position. Stored with
     * those records.
     */
    void checkpoint(Checkpoint checkpoint) throws InterruptedException;

    /**
     * Counts records of a source that are gone for ever, such as a file removed before it was read.
     *
     * @param records how many at least, when the exact number cannot be known
     */
    void lost(LogSource source, long records, String cause);
}
