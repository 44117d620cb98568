package skerry.protocol.payload;

import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;

/** Ascending positions as steps: a run of neighbours is a run of zeros. */
final class PositionColumn {
    private PositionColumn() {}

    /** Writes positions. */
    static final class Writer {
        private final ColumnWriter steps;
        private int next;

        Writer(ColumnWriter steps) {
            this.steps = steps;
        }

        void add(int position) {
            steps.varint(position - next);
            next = position + 1;
        }
    }

    /** Reads positions; each is above the one before. */
    static final class Reader {
        private final ColumnReader steps;
        private int next;

        Reader(ColumnReader steps) {
            this.steps = steps;
        }

        int next() throws ProtocolException {
            int position = next + steps.varint(0, Limits.MAX_DICT_ENTRIES);
            if (position >= Limits.MAX_DICT_ENTRIES) {
                throw new ProtocolException(
                        Reason.SIZE, "In a payload a position is beyond " + Limits.MAX_DICT_ENTRIES + ".");
            }
            next = position + 1;
            return position;
        }
    }
}
