package skerry.protocol.payload;

import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.sketch.Bins;
import skerry.protocol.sketch.Sketch;

/**
 * Sketches of a window as columns. Most values lie in neighbouring bins, so most steps are zero and cost next to nothing once
 * they are compressed.
 *
 * <pre>
 * 1  position     steps beyond the next position
 * 2  zeros        values that count as zero
 * 3  size         bins with a value
 * 4  first        number of the first bin, above {@link Bins#FIRST}
 * 5  step         of each other bin beyond the next one
 * 6  count        of values, for each bin
 * </pre>
 */
final class SketchColumns {
    private static final int MOST_BINS = Bins.LAST - Bins.FIRST + 1;

    private final ColumnWriter steps = new ColumnWriter(16);
    private final PositionColumn.Writer positions = new PositionColumn.Writer(steps);
    private final ColumnWriter zeros = new ColumnWriter(16);
    private final ColumnWriter sizes = new ColumnWriter(16);
    private final ColumnWriter firsts = new ColumnWriter(32);
    private final ColumnWriter binSteps = new ColumnWriter(256);
    private final ColumnWriter counts = new ColumnWriter(256);
    private int rows;

    /** Adds a sketch; positions ascend. */
    void add(int position, Sketch sketch) {
        positions.add(position);
        rows++;
        zeros.varint(sketch.zeros());
        sizes.varint(sketch.size());
        for (int i = 0; i < sketch.size(); i++) {
            if (i == 0) {
                firsts.varint(sketch.bin(0) - Bins.FIRST);
            } else {
                binSteps.varint(sketch.bin(i) - sketch.bin(i - 1) - 1);
            }
            counts.varint(sketch.count(i));
        }
    }

    CborWriter chunk() {
        return Columns.write(rows, steps, zeros, sizes, firsts, binSteps, counts);
    }

    static void read(byte[] chunk, SummaryReader.SketchVisitor visitor) throws ProtocolException {
        var columns = new Columns(chunk, Limits.MAX_SKETCHES);
        var positions = new PositionColumn.Reader(columns.column(1));
        var zeros = columns.column(2);
        var sizes = columns.column(3);
        var firsts = columns.column(4);
        var binSteps = columns.column(5);
        var counts = columns.column(6);
        for (int row = 0; row < columns.rows(); row++) {
            int position = positions.next();
            visitor.sketch(position, sketch(zeros, sizes, firsts, binSteps, counts));
        }
    }

    private static Sketch sketch(
            ColumnReader zeros, ColumnReader sizes, ColumnReader firsts, ColumnReader binSteps, ColumnReader counts)
            throws ProtocolException {
        long zero = count(zeros, 0);
        // Each bin has a byte at least, so that no more is allocated than came.
        int size = sizes.varint(0, Math.min(MOST_BINS, counts.remaining()));
        int[] bins = new int[size];
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            bins[i] = i == 0
                    ? Bins.FIRST + firsts.varint(0, MOST_BINS - 1)
                    : bins[i - 1] + 1 + binSteps.varint(0, Bins.LAST - bins[i - 1] - 1);
            values[i] = count(counts, 1);
        }
        try {
            var sketch = new Sketch(zero, bins, values);
            check(sketch.count(), 1);
            return sketch;
        } catch (IllegalArgumentException e) {
            throw ProtocolException.outOfRange("a summary's sketch", e);
        }
    }

    private static long count(ColumnReader column, long min) throws ProtocolException {
        long count = column.varint();
        check(count, min);
        return count;
    }

    private static void check(long count, long min) throws ProtocolException {
        if (count < min || count > Limits.MAX_RECORDS) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "In a sketch " + count + " values are counted where " + min + " to " + Limits.MAX_RECORDS
                            + " are allowed.");
        }
    }
}
