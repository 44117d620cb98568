package skerry.platform;

import java.time.Duration;

/**
 * A thread that does one step after another, with a rest after each, until it is closed. A step that throws ends it, so one that
 * may fail sees to that itself. Thread-safe.
 */
public final class Repeating implements AutoCloseable {
    private final Step step;
    private final Thread thread;

    /** What is done each time. */
    @FunctionalInterface
    public interface Step {
        /** @return how long to rest then */
        Duration run() throws InterruptedException;
    }

    /** @param name of the thread */
    public Repeating(String name, Step step) {
        this.step = step;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /** Begins; to be called once. */
    public void start() {
        thread.start();
    }

    /** Ends the thread after the step that it is at, and waits for that. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(step.run());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
