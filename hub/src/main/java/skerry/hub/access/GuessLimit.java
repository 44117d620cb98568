package skerry.hub.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing down: after five wrong guesses from one source the next must wait, a minute at first and twice as long
 * each time, an hour at most. Bounded in memory. Thread-safe.
 */
public final class GuessLimit {
    private static final int FREE_GUESSES = 5;
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int MAX_SOURCES = 10_000;

    private final Map<String, Failures> bySource = new LinkedHashMap<>();

    private record Failures(int count, long until, boolean asked) {}

    /** How long {@code source} must wait before it may guess; zero if it may now. {@code now} is in milliseconds of any steady clock. */
    public synchronized Duration wait(String source, long now) {
        Failures failures = bySource.get(source);
        return failures == null ? Duration.ZERO : Duration.ofMillis(Math.max(0, failures.until() - now));
    }

    /** Whether nobody asked before during the present wait of {@code source}. */
    public synchronized boolean isFirstAsk(String source, long now) {
        Failures failures = bySource.get(source);
        if (failures == null || failures.asked() || failures.until() <= now) {
            return false;
        }
        bySource.put(source, new Failures(failures.count(), failures.until(), true));
        return true;
    }

    public synchronized void failed(String source, long now) {
        Failures before = bySource.remove(source);
        int count = before == null ? 1 : before.count() + 1;
        int doublings = Math.min(count - FREE_GUESSES, 6);
        long wait = doublings < 0 ? 0 : Math.min(FIRST_WAIT.toMillis() << doublings, LONGEST_WAIT.toMillis());
        bySource.put(source, new Failures(count, now + wait, false));
        if (bySource.size() > MAX_SOURCES) {
            bySource.remove(bySource.keySet().iterator().next());
        }
    }

    public synchronized void succeeded(String source) {
        bySource.remove(source);
    }
}
