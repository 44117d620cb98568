package skerry.protocol.payload;

import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborWriter;

/**
 * Gauges of a window as columns. A gauge that did not move costs its value and a byte; one that moved is written as
 * distances from its lowest value, in the unit of {@link Decimal} that fits all of them.
 *
 * <pre>
 *  1  position     steps beyond the next position
 *  2  form         Decimal code + 32 × shape
 *  3  count        of samples
 *  4  low          the one value, or min                        (shapes STEADY, MOVING)
 *  5  range        max - min                                    (MOVING)
 *  6  last         last - min                                   (MOVING)
 *  7  sum          sum - count × min                            (MOVING)
 *  8  rest         of the sum in units of its last bit          (MOVING)
 *  9  raw          the one value, or min, max, sum, last        (RAW_STEADY, RAW)
 * </pre>
 */
final class GaugeColumns {
    private static final int STEADY = 0;
    private static final int MOVING = 1;
    private static final int RAW_STEADY = 2;
    private static final int RAW = 3;

    /** Above, a sum is taken for a product; below, it is added up as its maker did. */
    private static final int ADDED_UP = 64;

    /** Beyond, eight bytes are shorter. */
    private static final long LARGEST_REST = 1 << 20;

    private final ColumnWriter steps;
    private final PositionColumn.Writer positions;
    private final ColumnWriter forms;
    private final ColumnWriter counts;
    private final ColumnWriter lows;
    private final ColumnWriter ranges;
    private final ColumnWriter lasts;
    private final ColumnWriter sums;
    private final ColumnWriter rests;
    private final ColumnWriter raws = new ColumnWriter(0);
    private int rows;

    GaugeColumns(int expectedRows) {
        steps = new ColumnWriter(expectedRows);
        positions = new PositionColumn.Writer(steps);
        forms = new ColumnWriter(expectedRows);
        counts = new ColumnWriter(expectedRows);
        lows = new ColumnWriter(4 * expectedRows);
        ranges = new ColumnWriter(2 * expectedRows);
        lasts = new ColumnWriter(2 * expectedRows);
        sums = new ColumnWriter(2 * expectedRows);
        rests = new ColumnWriter(expectedRows);
    }

    /** Adds a gauge; positions ascend. */
    void add(int position, GaugeSummary gauge) {
        positions.add(position);
        rows++;
        counts.varint(gauge.count());
        int code = Decimal.codeFor(
                gauge.min(),
                any -> Decimal.fits(gauge.min(), any)
                        && Decimal.fits(gauge.max(), any)
                        && Decimal.fits(gauge.last(), any));
        if (isSteady(gauge)) {
            addSteady(code, gauge.last());
        } else if (code == Decimal.NONE || !addMoving(code, gauge)) {
            forms.octet(RAW << Decimal.BITS);
            raw(gauge.min());
            raw(gauge.max());
            raw(gauge.sum());
            raw(gauge.last());
        }
    }

    CborWriter chunk() {
        return Columns.write(rows, steps, forms, counts, lows, ranges, lasts, sums, rests, raws);
    }

    static void read(byte[] chunk, SummaryReader.GaugeVisitor visitor) throws ProtocolException {
        var columns = new Columns(chunk, Limits.MAX_SERIES);
        var positions = new PositionColumn.Reader(columns.column(1));
        var forms = columns.column(2);
        var counts = columns.column(3);
        var lows = columns.column(4);
        var ranges = columns.column(5);
        var lasts = columns.column(6);
        var sums = columns.column(7);
        var rests = columns.column(8);
        var raws = columns.column(9);
        for (int row = 0; row < columns.rows(); row++) {
            int position = positions.next();
            int form = forms.octet();
            int code = Decimal.codeOf(form);
            int count = counts.varint(1, Integer.MAX_VALUE);
            switch (form >> Decimal.BITS) {
                case STEADY -> {
                    double value = Decimal.value(lows.zigzag(), code);
                    visitor.gauge(position, count, value, value, sumOf(value, count), value);
                }
                case RAW_STEADY -> {
                    double value = Double.longBitsToDouble(raws.fixed());
                    visitor.gauge(position, count, value, value, sumOf(value, count), value);
                }
                case MOVING -> {
                    long low = lows.zigzag();
                    double max = Decimal.value(low + ranges.varint(), code);
                    double last = Decimal.value(low + lasts.varint(), code);
                    double sum = Decimal.value(sums.zigzag() + count * low, code);
                    sum = Double.longBitsToDouble(Double.doubleToRawLongBits(sum) + rests.zigzag());
                    visitor.gauge(position, count, Decimal.value(low, code), max, sum, last);
                }
                case RAW -> {
                    double min = Double.longBitsToDouble(raws.fixed());
                    double max = Double.longBitsToDouble(raws.fixed());
                    double sum = Double.longBitsToDouble(raws.fixed());
                    visitor.gauge(position, count, min, max, sum, Double.longBitsToDouble(raws.fixed()));
                }
                default -> throw ColumnReader.malformed("a gauge has a form that is not known");
            }
        }
    }

    private static boolean isSteady(GaugeSummary gauge) {
        return Decimal.same(gauge.min(), gauge.max())
                && Decimal.same(gauge.min(), gauge.last())
                && Decimal.same(gauge.sum(), sumOf(gauge.last(), gauge.count()));
    }

    private void addSteady(int code, double value) {
        if (code == Decimal.NONE) {
            forms.octet(RAW_STEADY << Decimal.BITS);
            raw(value);
        } else {
            forms.octet(STEADY << Decimal.BITS | code);
            lows.zigzag(Decimal.integer(value, code));
        }
    }

    /** Adds nothing and returns false where that would change a bit. */
    private boolean addMoving(int code, GaugeSummary gauge) {
        long low = Decimal.integer(gauge.min(), code);
        long high = Decimal.integer(gauge.max(), code);
        long last = Decimal.integer(gauge.last(), code);
        long sum = Decimal.integer(gauge.sum(), code);
        double wholeSum = Decimal.value(sum, code);
        long rest = Double.doubleToRawLongBits(gauge.sum()) - Double.doubleToRawLongBits(wholeSum);
        if (rest > LARGEST_REST || rest < -LARGEST_REST) {
            return false;
        }
        forms.octet(MOVING << Decimal.BITS | code);
        lows.zigzag(low);
        ranges.varint(high - low);
        lasts.varint(last - low);
        sums.zigzag(sum - gauge.count() * low);
        rests.zigzag(rest);
        return true;
    }

    private void raw(double value) {
        raws.fixed(Double.doubleToRawLongBits(value));
    }

    private static double sumOf(double value, int count) {
        if (count > ADDED_UP) {
            return value * count;
        }
        double sum = value;
        for (int i = 1; i < count; i++) {
            sum += value;
        }
        return sum;
    }
}
