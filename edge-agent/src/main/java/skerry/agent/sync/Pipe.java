package skerry.agent.sync;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the bytes handed to the carrier that the broker has not taken yet, so that a live message on a slow link waits
 * behind about two seconds of history and not behind a full window: more while the broker answers fast, less in
 * proportion when it answers late. Not thread-safe.
 */
final class Pipe {
    private static final long ANSWER_MILLIS = 2_000;
    private static final int LEAST = 8 * 1024;
    private static final int START = 16 * 1024;

    private final Map<Long, Sent> underWay = new HashMap<>();
    private int limit = START;
    private int bytesUnderWay;

    private record Sent(int bytes, long atMillis) {}

    /** Whether another {@code bytes} fit; a lone batch always does. */
    boolean hasRoom(int bytes) {
        return bytesUnderWay == 0 || bytesUnderWay + bytes <= limit;
    }

    void handedOver(long token, int bytes, long nowMillis) {
        underWay.put(token, new Sent(bytes, nowMillis));
        bytesUnderWay += bytes;
    }

    /** The broker has it. */
    void taken(long token, long nowMillis) {
        var sent = underWay.remove(token);
        if (sent == null) {
            return;
        }
        bytesUnderWay -= sent.bytes();
        long took = nowMillis - sent.atMillis();
        limit = took <= ANSWER_MILLIS
                ? Math.min(SendWindow.MOST_BYTES, limit + sent.bytes())
                : (int) Math.max(LEAST, limit * ANSWER_MILLIS / took);
    }
}
