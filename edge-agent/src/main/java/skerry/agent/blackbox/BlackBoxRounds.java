package skerry.agent.blackbox;

import java.time.Duration;

/** The thread that fills boxes. */
public final class BlackBoxRounds implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final BlackBox box;
    private final Thread thread;

    public BlackBoxRounds(BlackBox box) {
        this.box = box;
        this.thread = Thread.ofPlatform().name("blackbox").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Ends the thread after the box it is at. */
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
                box.round();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
