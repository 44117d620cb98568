package skerry.agent.sync;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands what happens from the carrier's threads to the one that drives the session. Messages are bounded in number and
 * bytes, and those too many are dropped and counted: the hub repeats what matters. News of the ring and of the node wait
 * once at most, and the few other inputs always fit, because what is under way is bounded. Thread-safe; {@link #put}
 * never waits.
 */
final class Mailbox implements Carrier.Inbox {
    private static final int MOST_MESSAGES = 128;
    private static final int MOST_BYTES = 256 * 1024;

    private final BlockingQueue<SessionInput> inputs = new LinkedBlockingQueue<>();
    private int messages;
    private int bytes;
    private long dropped;
    private boolean hasNewBatches;
    private boolean hasLiveChanged;

    @Override
    public void put(SessionInput input) {
        if (fits(input)) {
            inputs.add(input);
        }
    }

    /** Waits for an input until {@code millis} have passed; null then. */
    @Nullable
    SessionInput take(long millis) throws InterruptedException {
        var input = inputs.poll(millis, TimeUnit.MILLISECONDS);
        if (input != null) {
            taken(input);
        }
        return input;
    }

    /** Messages that came faster than they were read. */
    synchronized long dropped() {
        return dropped;
    }

    private synchronized boolean fits(SessionInput input) {
        return switch (input) {
            case SessionInput.Received message -> {
                int size = message.payload().size();
                if (messages == MOST_MESSAGES || bytes + size > MOST_BYTES) {
                    dropped++;
                    yield false;
                }
                messages++;
                bytes += size;
                yield true;
            }
            case SessionInput.NewBatches() -> {
                boolean first = !hasNewBatches;
                hasNewBatches = true;
                yield first;
            }
            case SessionInput.LiveChanged() -> {
                boolean first = !hasLiveChanged;
                hasLiveChanged = true;
                yield first;
            }
            default -> true;
        };
    }

    private synchronized void taken(SessionInput input) {
        switch (input) {
            case SessionInput.Received message -> {
                messages--;
                bytes -= message.payload().size();
            }
            case SessionInput.NewBatches() -> hasNewBatches = false;
            case SessionInput.LiveChanged() -> hasLiveChanged = false;
            default -> {}
        }
    }
}
