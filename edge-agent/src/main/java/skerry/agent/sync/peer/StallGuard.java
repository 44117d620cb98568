package skerry.agent.sync.peer;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import skerry.platform.time.MonotonicClock;

/** Cuts a connection on which nothing was finished within a limit, whether it reads or writes. Thread-safe. */
final class StallGuard implements AutoCloseable {
    private final Socket socket;
    private final MonotonicClock clock;
    private long deadline;
    private boolean over;
    private boolean stalled;

    /** @param first limit of what is done first */
    StallGuard(Socket socket, MonotonicClock clock, Duration first) {
        this.socket = socket;
        this.clock = clock;
        this.deadline = clock.millis() + first.toMillis();
        Thread.ofVirtual().name("peer-guard").start(this::watch);
    }

    /** Something was finished; the next is to be within a limit from now. */
    synchronized void moved(Duration next) {
        deadline = clock.millis() + next.toMillis();
        notifyAll();
    }

    /** Whether the connection was cut for standing still. */
    synchronized boolean stalled() {
        return stalled;
    }

    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
    }

    private synchronized void watch() {
        try {
            while (!over) {
                long left = deadline - clock.millis();
                if (left <= 0) {
                    over = true;
                    stalled = true;
                    socket.close();
                } else {
                    wait(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
