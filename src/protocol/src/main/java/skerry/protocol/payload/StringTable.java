package skerry.protocol.payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;

/**
 * Strings that many entries share. Each is written when it first comes, as what differs from the one before it; an entry
 * refers to it by how long ago it was new: 0 is the next new one, 1 the newest so far.
 */
final class StringTable {
    private StringTable() {}

    /** Writes a table and the references to it. */
    static final class Writer {
        private final Map<String, Integer> places = new HashMap<>();
        private byte[] previous = {};
        final ColumnWriter references = new ColumnWriter(256);
        final ColumnWriter shared = new ColumnWriter(64);
        final ColumnWriter lengths = new ColumnWriter(64);
        final ColumnWriter text = new ColumnWriter(1024);

        void add(String string) {
            Integer place = places.get(string);
            if (place != null) {
                references.varint(places.size() - place);
                return;
            }
            references.varint(0);
            places.put(string, places.size());
            byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
            int same = Arrays.mismatch(previous, utf8);
            same = same < 0 ? utf8.length : same;
            shared.varint(same);
            lengths.varint(utf8.length - same);
            text.bytes(utf8, same, utf8.length);
            previous = utf8;
        }
    }

    /** Reads a table, string by string, as the references come. */
    static final class Reader {
        private final List<String> strings = new ArrayList<>();
        private final Budget budget;
        private final ColumnReader references;
        private final ColumnReader shared;
        private final ColumnReader lengths;
        private final ColumnReader text;
        private byte[] previous = {};

        /** @param first the number of the table's first column; references, shared, lengths and text follow each other */
        Reader(Columns columns, int first, Budget budget) {
            this.budget = budget;
            references = columns.column(first);
            shared = columns.column(first + 1);
            lengths = columns.column(first + 2);
            text = columns.column(first + 3);
        }

        String next() throws ProtocolException {
            int reference = references.varint(0, strings.size());
            if (reference > 0) {
                return strings.get(strings.size() - reference);
            }
            int same = shared.varint(0, previous.length);
            int length = lengths.varint(0, Limits.MAX_NAME_BYTES - same);
            budget.take(same + length);
            byte[] utf8 = Arrays.copyOf(previous, same + length);
            text.bytes(utf8, same);
            previous = utf8;
            String string = ColumnReader.utf8(utf8, 0, utf8.length);
            strings.add(string);
            return string;
        }
    }

    /** What all strings of a chunk may have once they are written out: a shared start costs the wire nothing. */
    static final class Budget {
        private int left = Limits.MAX_DICT_TEXT_BYTES;

        void take(int bytes) throws ProtocolException {
            left -= bytes;
            if (left < 0) {
                throw new ProtocolException(
                        Reason.SIZE,
                        "The strings of a dictionary chunk have more than " + Limits.MAX_DICT_TEXT_BYTES + " bytes.");
            }
        }
    }
}
