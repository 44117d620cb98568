package skerry.agent.ticket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import skerry.protocol.Bytes;

/**
 * JSON objects, one a line, packed with gzip up to a bound: the bound is of what travels, and holds exactly. For one answer; not
 * thread-safe.
 */
final class TicketWriter implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    /** What a member of a gzip file adds, and what deflate adds to what it cannot pack. */
    private static final int FRAME = 96;
    /** Packing is asked how much it came to when this much waits in it. */
    private static final int ASK_EVERY = 16 << 10;

    private static final int PACK_LEAST = 2 << 10;

    private final long most;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream(4 << 10);
    private final ByteArrayOutputStream row = new ByteArrayOutputStream(512);
    private final GZIPOutputStream packing;
    private int waiting;

    /** Writes the fields of an object. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    /** @param most bytes, those of a head of {@code headBytes} unpacked included */
    TicketWriter(long most, int headBytes) throws IOException {
        this.most = most - headBytes - 2 * FRAME;
        this.packing = new GZIPOutputStream(packed, 512, true);
    }

    /** @return whether there was room for it */
    boolean add(Fields fields) throws IOException {
        object(row, fields);
        if (waiting >= ASK_EVERY || (!fits() && waiting >= PACK_LEAST)) {
            packing.flush();
            waiting = 0;
        }
        if (!fits()) {
            return false;
        }
        row.writeTo(packing);
        waiting += row.size();
        return true;
    }

    private boolean fits() {
        return packed.size() + waiting + row.size() <= most;
    }

    /** All that was added, behind a head of its own. */
    Bytes finish(Fields head) throws IOException {
        packing.close();
        var all = new ByteArrayOutputStream(packed.size() + 512);
        try (var first = new GZIPOutputStream(all)) {
            object(row, head);
            row.writeTo(first);
        }
        packed.writeTo(all);
        return Bytes.of(all.toByteArray());
    }

    static int length(Fields fields) throws IOException {
        var bytes = new ByteArrayOutputStream(512);
        object(bytes, fields);
        return bytes.size();
    }

    private static void object(ByteArrayOutputStream target, Fields fields) throws IOException {
        target.reset();
        try (JsonGenerator out = JSON.createGenerator(target)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
            out.writeRaw('\n');
        }
    }

    @Override
    public void close() throws IOException {
        packing.close();
    }
}
