package skerry.agent.collect.targets;

import java.util.concurrent.atomic.AtomicLong;
import skerry.agent.collect.scrape.ByteRoom;

/** Bytes that the scrapes of all targets may hold together. Thread-safe. */
final class SharedRoom implements ByteRoom {
    private final AtomicLong left;

    SharedRoom(long bytes) {
        left = new AtomicLong(bytes);
    }

    @Override
    public boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    @Override
    public void give(int bytes) {
        left.addAndGet(bytes);
    }
}
