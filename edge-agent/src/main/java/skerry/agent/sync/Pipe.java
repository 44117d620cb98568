package skerry.agent.sync;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the bytes handed to the carrier that the broker has not taken yet, so that a live message on a slow link waits
 * behind about two seconds of history and not behind a full window, and that a ping is answered in time: twice as many with
 * each answer while the broker is quick, fewer in proportion when it answers late, and one batch alone where that is what
 * the link carries in two seconds or more. Begins with one minute, because a link may be of 50 bytes a second. Not thread-safe.
 */
final class Pipe {
    private static final long ANSWER_MILLIS = 2_000;
    /** What a minute of a node with 300 series takes. */
    private static final int ONE_MINUTE = 2 * 1024;

    private final Map<Long, Sent> underWay = new HashMap<>();
    private int limit = ONE_MINUTE;
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
                ? Math.min(SendWindow.MOST_BYTES, Math.max(limit, sent.bytes()) + sent.bytes())
                : (int) (limit * ANSWER_MILLIS / took);
    }
}
