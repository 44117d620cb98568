package skerry.agent.alert;

import java.time.Duration;

/** The thread that evaluates rules and takes what people at the site leave word of. */
public final class AlertRounds implements AutoCloseable {
    /** How soon an acknowledgement is taken. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final AlertEngine engine;
    private final AckFolder words;
    private final Thread thread;

    public AlertRounds(AlertEngine engine, AckFolder words) {
        this.engine = engine;
        this.words = words;
        this.thread = Thread.ofPlatform().name("rules").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Ends the thread after the rule it is at. */
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
                words.take(engine);
                engine.round();
                Thread.sleep(Math.clamp(engine.untilDue(), SHORTEST.toMillis(), LOOK_EVERY.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
