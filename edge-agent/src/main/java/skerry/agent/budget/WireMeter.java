package skerry.agent.budget;

import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes through the sockets of this process. Thread-safe. */
public final class WireMeter {
    private final LongAdder bytes = new LongAdder();

    public void passed(long count) {
        bytes.add(count);
    }

    public long total() {
        return bytes.sum();
    }
}
