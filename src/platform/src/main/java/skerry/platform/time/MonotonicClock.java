package skerry.platform.time;

/**
 * Milliseconds of a clock that never jumps and is not set by anyone; comparable within one boot only.
 *
 * <p>On Linux {@link System#nanoTime()} reads {@code CLOCK_MONOTONIC} without a change of origin, so the values agree
 * with those of the kernel and of other processes of the same boot.
 */
@FunctionalInterface
public interface MonotonicClock {
    /** The clock of this machine. */
    MonotonicClock SYSTEM = () -> System.nanoTime() / 1_000_000;

    long millis();
}
