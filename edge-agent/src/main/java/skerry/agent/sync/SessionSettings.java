package skerry.agent.sync;

import java.time.Duration;

/**
 * The times and limits of a session; {@link #DEFAULT} is what the protocol names.
 *
 * @param bytesPerSecond for all that goes after events, 0 for no limit; the hub may lower it
 * @param liveEvery how often the present state is told without a change
 * @param retryFirst first step of the back-off after failed attempts, which doubles up to {@code retryMost}
 * @param slowRetryLeast and {@code slowRetryMost}: between these two the next attempt lies while blocked
 * @param attemptLimit after which an attempt without an answer is given up
 * @param helloEvery how long a hello waits for its answer
 * @param rehelloEvery after which the hub is asked again what it holds
 * @param resendFirst how long a batch that the broker has waits for its receipt, doubling up to {@code resendMost}
 */
public record SessionSettings(
        long bytesPerSecond,
        Duration liveEvery,
        Duration retryFirst,
        Duration retryMost,
        Duration slowRetryLeast,
        Duration slowRetryMost,
        Duration attemptLimit,
        Duration helloEvery,
        Duration rehelloEvery,
        Duration resendFirst,
        Duration resendMost) {
    public static final SessionSettings DEFAULT = new SessionSettings(
            0,
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofMinutes(15),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofHours(6),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));

    /** @throws IllegalArgumentException if a time is not positive, or the rate is negative */
    public SessionSettings {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bytes per second must not be negative, was " + bytesPerSecond);
        }
        for (Duration time : new Duration[] {
            liveEvery,
            retryFirst,
            retryMost,
            slowRetryLeast,
            slowRetryMost,
            attemptLimit,
            helloEvery,
            rehelloEvery,
            resendFirst,
            resendMost
        }) {
            if (time.isZero() || time.isNegative()) {
                throw new IllegalArgumentException("a session's times must be positive, one was " + time);
            }
        }
    }

    public SessionSettings withBytesPerSecond(long rate) {
        return new SessionSettings(
                rate,
                liveEvery,
                retryFirst,
                retryMost,
                slowRetryLeast,
                slowRetryMost,
                attemptLimit,
                helloEvery,
                rehelloEvery,
                resendFirst,
                resendMost);
    }

    /** A longer or shorter longest pause between attempts, as a demonstration or a test wants it. */
    public SessionSettings withRetryMost(Duration most) {
        return new SessionSettings(
                bytesPerSecond,
                liveEvery,
                retryFirst,
                most,
                slowRetryLeast,
                slowRetryMost,
                attemptLimit,
                helloEvery,
                rehelloEvery,
                resendFirst,
                resendMost);
    }
}
