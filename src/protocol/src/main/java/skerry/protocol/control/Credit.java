package skerry.protocol.control;

/**
 * How much an agent may send.
 *
 * @param bytesPerSecond for all below events, lowers the agent's own rate, never raises it; 0 for no limit
 * @param window batches in flight
 * @param validForMillis after that the agent sends one probe per RTO until a new credit comes
 */
public record Credit(long bytesPerSecond, int window, long validForMillis) {
    /** @throws IllegalArgumentException if a number is negative */
    public Credit {
        if (bytesPerSecond < 0 || window < 0 || validForMillis < 0) {
            throw new IllegalArgumentException("a credit is not negative");
        }
    }
}
