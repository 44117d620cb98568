package skerry.agent.alert;

import java.time.Duration;
import skerry.platform.Repeating;

/** The thread that evaluates rules and takes what people at the site leave word of. */
public final class AlertRounds implements AutoCloseable {
    /** How soon an acknowledgement is taken. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Repeating rounds;

    public AlertRounds(AlertEngine engine, AckFolder words) {
        this.rounds = new Repeating("rules", () -> {
            words.take(engine);
            engine.round();
            return Duration.ofMillis(Math.clamp(engine.untilDue(), SHORTEST.toMillis(), LOOK_EVERY.toMillis()));
        });
    }

    public void start() {
        rounds.start();
    }

    /** Ends the thread after the rule it is at. */
    @Override
    public void close() {
        rounds.close();
    }
}
