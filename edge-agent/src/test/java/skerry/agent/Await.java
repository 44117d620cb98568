package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does, as long as a busy machine may need for it. */
public final class Await {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Await() {}

    /** Returns when it is so; fails if that does not come. */
    public static void until(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean() && System.nanoTime() < until) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(condition.getAsBoolean()).as("in time").isTrue();
    }
}
