package skerry.agent.collect.logs;

import java.time.Duration;
import java.util.List;

/**
 * Drives {@link LogTail}s from the one thread that runs it, so that the records between two checkpoints are always those
 * of one source. Sleeps when nothing is due.
 */
public final class LogPump implements Runnable {
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(5);

    private final List<LogTail> tails;

    public LogPump(List<LogTail> tails) {
        this.tails = List.copyOf(tails);
    }

    /**
     * Runs until its thread is interrupted, then closes the tails.
     *
     * @throws RuntimeException if the intake fails; what was handed over without a checkpoint is then in doubt, so go on
     *     with new tails from the stored checkpoints, not with these
     */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!poll()) {
                    Thread.sleep(sleep());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tails.forEach(LogTail::close);
        }
    }

    /** One step of every tail; whether more is waiting in any. */
    public boolean poll() throws InterruptedException {
        boolean more = false;
        for (LogTail tail : tails) {
            more |= tail.poll();
        }
        return more;
    }

    private Duration sleep() {
        var shortest = LONGEST_SLEEP;
        for (LogTail tail : tails) {
            Duration due = tail.untilDue();
            shortest = due.compareTo(shortest) < 0 ? due : shortest;
        }
        return shortest.compareTo(SHORTEST_SLEEP) < 0 ? SHORTEST_SLEEP : shortest;
    }
}
