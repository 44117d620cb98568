package skerry.agent.collect.logs;

import java.time.Duration;

/**
 * Follows log sources in small steps, so that one thread serves all of them and a test can step through every state.
 * Owned by one thread.
 */
public interface LogTail extends AutoCloseable {
    /**
     * Does a bounded piece of work: looks for news, hands over what it found.
     *
     * @return whether more is waiting right now
     * @throws InterruptedException if asked to stop; what was handed over without a checkpoint will come again
     */
    boolean poll() throws InterruptedException;

    /** How long nothing needs to be done; meaningful after {@link #poll} said that nothing is waiting. */
    Duration untilDue();

    /** Lets go of files and processes. What is held back and not yet handed over is read again at the next start. */
    @Override
    void close();
}
