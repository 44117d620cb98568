package skerry.platform;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import skerry.platform.time.MonotonicClock;

/**
 * When to try again what failed, soon at first and ever more rarely, and what people are told of it: each trouble once. Owned by
 * one thread; {@link #trouble} is for any.
 */
public final class Attempts {
    private final System.Logger log;
    private final MonotonicClock mono;
    private final Duration first;
    private final Duration longest;
    private long next;
    private Duration pause;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * @param log of who tries
     * @param first pause after a failure; each is twice the one before
     * @param longest pause
     */
    public Attempts(System.Logger log, MonotonicClock mono, Duration first, Duration longest) {
        this.log = log;
        this.mono = mono;
        this.first = first;
        this.longest = longest;
        this.next = mono.millis();
        this.pause = first;
    }

    /** Whether it is time to try. */
    public boolean isDue() {
        return mono.millis() >= next;
    }

    /** It went, or needs no trying. */
    public void worked() {
        pause = first;
        trouble = Optional.empty();
    }

    /** Nothing is tried for so long. */
    public void rest(Duration span) {
        next = mono.millis() + span.toMillis();
    }

    /** It failed, with a message that is a sentence. */
    public void failed(IOException e) {
        tell(String.valueOf(e.getMessage()));
        rest(pause);
        pause = pause.multipliedBy(2).compareTo(longest) > 0 ? longest : pause.multipliedBy(2);
    }

    /** There is a trouble that is no reason to wait. */
    public void tell(String sentence) {
        if (!trouble.equals(Optional.of(sentence))) {
            log.log(Level.WARNING, "{0}", sentence);
        }
        trouble = Optional.of(sentence);
    }

    /** What keeps it from working, as one sentence. Any thread. */
    public Optional<String> trouble() {
        return trouble;
    }
}
