package skerry.agent.blackbox;

import java.time.Duration;
import skerry.platform.Repeating;

/** The thread that fills boxes. */
public final class BlackBoxRounds implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Repeating rounds;

    public BlackBoxRounds(BlackBox box) {
        this.rounds = new Repeating("blackbox", () -> {
            box.round();
            return EVERY;
        });
    }

    public void start() {
        rounds.start();
    }

    /** Ends the thread after the box it is at. */
    @Override
    public void close() {
        rounds.close();
    }
}
