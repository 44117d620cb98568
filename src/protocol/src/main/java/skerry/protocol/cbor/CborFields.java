package skerry.protocol.cbor;

import skerry.protocol.ProtocolException;

/**
 * The entries of a map with integer keys, one after the other. Keys must ascend, so none comes twice; the caller skips
 * those it does not know.
 *
 * <pre>{@code
 * var fields = reader.fields();
 * while (fields.next()) {
 *     switch (fields.key()) {
 *         case 1 -> conn = reader.unsigned();
 *         default -> reader.skip();
 *     }
 * }
 * fields.require(1);
 * }</pre>
 */
public final class CborFields {
    private final CborReader reader;
    private int left;
    private int key = -1;
    private long seen;

    CborFields(CborReader reader, int entries) {
        this.reader = reader;
        this.left = entries;
    }

    /** Moves on to the next entry, whose value the caller then reads or skips. */
    public boolean next() throws ProtocolException {
        if (left == 0) {
            return false;
        }
        left--;
        int next = reader.natural(0, Integer.MAX_VALUE);
        if (next <= key) {
            throw reader.malformed("a field that is out of order or comes twice");
        }
        key = next;
        if (key < Long.SIZE) {
            seen |= 1L << key;
        }
        return true;
    }

    public int key() {
        return key;
    }

    /** @throws ProtocolException if one of the fields {@code from} to {@code to} (below 64) was absent */
    public void require(int from, int to) throws ProtocolException {
        for (int field = from; field <= to; field++) {
            if ((seen & 1L << field) == 0) {
                throw reader.malformed("no field " + field);
            }
        }
    }
}
