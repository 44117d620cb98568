package skerry.protocol.payload;

import java.util.TreeMap;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * A chunk's content: a CBOR map from a column's number to its bytes, with the number of rows under 0. Columns without
 * bytes are left out, and those of a later version are passed over.
 */
final class Columns {
    private static final int ROWS = 0;

    private final int rows;
    private final TreeMap<Integer, ColumnReader> columns = new TreeMap<>();

    /**
     * @param maxRows refused beyond
     * @throws ProtocolException if the chunk is malformed
     */
    Columns(byte[] chunk, int maxRows) throws ProtocolException {
        var in = new CborReader("a payload's chunk", chunk);
        int found = 0;
        var fields = in.fields();
        while (fields.next()) {
            if (fields.key() == ROWS) {
                found = in.natural(0, maxRows);
            } else {
                if (columns.size() == Limits.MAX_COLUMNS) {
                    throw new ProtocolException(
                            Reason.SIZE, "A payload's chunk has more than " + Limits.MAX_COLUMNS + " columns.");
                }
                columns.put(fields.key(), new ColumnReader(in.slice(chunk.length)));
            }
        }
        fields.require(ROWS, ROWS);
        in.end();
        rows = found;
    }

    int rows() {
        return rows;
    }

    ColumnReader column(int key) {
        return columns.getOrDefault(key, ColumnReader.EMPTY);
    }

    /** @param columns numbered from 1 in this order */
    static CborWriter write(int rows, ColumnWriter... columns) {
        int present = 0;
        int bytes = 16;
        for (ColumnWriter column : columns) {
            present += column.size() > 0 ? 1 : 0;
            bytes += column.size() + 4;
        }
        var out = new CborWriter(bytes).map(1 + present);
        out.key(ROWS).unsigned(rows);
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].size() > 0) {
                columns[i].writeTo(out, i + 1);
            }
        }
        return out;
    }
}
