package skerry.agent.collect.targets;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all scrapes under way may hold together. Thread-safe. */
final class SharedRoom {
    private final AtomicLong left;

    SharedRoom(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** @return false if there is not so much left; then nothing is taken */
    boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void give(int bytes) {
        left.addAndGet(bytes);
    }
}
