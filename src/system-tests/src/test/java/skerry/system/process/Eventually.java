package skerry.system.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Waits for what comes by itself; a deadline only ends a test that would fail. */
public final class Eventually {
    private static final long SHORTEST_REST_MILLIS = 50;
    private static final long LONGEST_REST_MILLIS = 3000;
    /** A look that starts a program takes a second of a processor, which the program that is waited for needs as well. */
    private static final int REST_PER_LOOK = 3;

    private Eventually() {}

    /** Waits until {@code condition} holds; fails with {@code what} if it does not within {@code limit}. */
    public static void until(String what, Duration limit, Callable<Boolean> condition) throws Exception {
        get(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /** Waits until {@code source} has a value. */
    public static <T> T get(String what, Duration limit, Callable<Optional<T>> source) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            long began = System.nanoTime();
            Optional<T> value = source.call();
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
            }
            long took = (System.nanoTime() - began) / 1_000_000;
            Thread.sleep(Math.clamp(REST_PER_LOOK * took, SHORTEST_REST_MILLIS, LONGEST_REST_MILLIS));
        }
    }
}
