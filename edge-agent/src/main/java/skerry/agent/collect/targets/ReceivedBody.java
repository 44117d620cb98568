package skerry.agent.collect.targets;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import skerry.agent.collect.targets.ScrapeFailure.Reason;
import skerry.agent.http.HttpAnswer;
import skerry.agent.http.HttpFailure;

/** The bytes of an answer as they come: bounded for itself and together with those of other targets, before they are kept. */
final class ReceivedBody implements AutoCloseable {
    private static final int FIRST = 8 << 10;

    private final SharedRoom room;
    private final int most;
    private byte[] bytes = new byte[0];
    private int size;

    /** @param most bytes that it may have */
    ReceivedBody(SharedRoom room, int most) {
        this.room = room;
        this.most = most;
    }

    /** Reads it all. */
    void add(HttpAnswer answer) throws ScrapeFailure, HttpFailure {
        var buffer = new byte[FIRST];
        for (int count = answer.read(buffer, 0, FIRST); count >= 0; count = answer.read(buffer, 0, FIRST)) {
            add(buffer, count);
        }
    }

    void add(byte[] from, int length) throws ScrapeFailure {
        if (length > most - size) {
            throw new ScrapeFailure(Reason.LIMIT, "it sends more than max-bytes, " + most);
        }
        if (size + length > bytes.length) {
            int capacity = Math.min(most, Math.max(FIRST, Math.max(size + length, bytes.length * 2)));
            if (!room.take(capacity - bytes.length)) {
                throw new ScrapeFailure(
                        Reason.ROOM, "what all targets send at once is more than the agent has memory for");
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
        System.arraycopy(from, 0, bytes, size, length);
        size += length;
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes, 0, size);
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        room.give(bytes.length);
        bytes = new byte[0];
        size = 0;
    }
}
