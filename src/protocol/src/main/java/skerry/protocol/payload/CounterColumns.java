package skerry.protocol.payload;

import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborWriter;

/**
 * Counters of a window as columns. One that stood still costs its total and a byte. One that grew is written as what it
 * grew within the window and between the windows: with these, the total before the window is known, and the increase
 * follows.
 *
 * <pre>
 *  1  position     steps beyond the next position
 *  2  form         Decimal code + 16 × shape
 *  3  count        of samples
 *  4  first        total                                        (shapes STILL, GROWN, RESET)
 *  5  growth       last - first                                 (GROWN, RESET)
 *  6  before       first - total before the window              (GROWN)
 *  7  resets       how many                                     (RESET, RAW)
 *  8  power        of ten, of increase (RESET), of peak rate    (GROWN, RESET)
 *  9  digits       of the same
 * 10  raw          first, last, increase, peak rate             (RAW)
 * </pre>
 */
final class CounterColumns {
    private static final int STILL = 0;
    private static final int GROWN = 1;
    private static final int RESET = 2;
    private static final int RAW = 3;

    private final ColumnWriter steps;
    private final PositionColumn.Writer positions;
    private final ColumnWriter forms;
    private final ColumnWriter counts;
    private final ColumnWriter firsts;
    private final ColumnWriter growths;
    private final ColumnWriter befores;
    private final ColumnWriter resets = new ColumnWriter(0);
    private final ColumnWriter powers;
    private final ColumnWriter digits;
    private final ColumnWriter raws = new ColumnWriter(0);
    private int rows;

    CounterColumns(int expectedRows) {
        steps = new ColumnWriter(expectedRows);
        positions = new PositionColumn.Writer(steps);
        forms = new ColumnWriter(expectedRows);
        counts = new ColumnWriter(expectedRows);
        firsts = new ColumnWriter(5 * expectedRows);
        growths = new ColumnWriter(3 * expectedRows);
        befores = new ColumnWriter(2 * expectedRows);
        powers = new ColumnWriter(expectedRows);
        digits = new ColumnWriter(2 * expectedRows);
    }

    /** Adds a counter; positions ascend. */
    void add(int position, CounterSummary counter) {
        positions.add(position);
        rows++;
        counts.varint(counter.count());
        int code = Decimal.codeOf(counter.first(), counter.last(), counter.first());
        if (code == Decimal.NONE || counter.first() < 0 || !addDecimal(code, counter)) {
            forms.octet(RAW << 4);
            resets.varint(counter.resets());
            raw(counter.first());
            raw(counter.last());
            raw(counter.increase());
            raw(counter.peakRate());
        }
    }

    CborWriter chunk() {
        return Columns.write(rows, steps, forms, counts, firsts, growths, befores, resets, powers, digits, raws);
    }

    static void read(byte[] chunk, SummaryReader.CounterVisitor visitor) throws ProtocolException {
        var columns = new Columns(chunk, Limits.MAX_SERIES);
        var positions = new PositionColumn.Reader(columns.column(1));
        var forms = columns.column(2);
        var counts = columns.column(3);
        var firsts = columns.column(4);
        var growths = columns.column(5);
        var befores = columns.column(6);
        var resets = columns.column(7);
        var powers = columns.column(8);
        var digits = columns.column(9);
        var raws = columns.column(10);
        for (int row = 0; row < columns.rows(); row++) {
            int position = positions.next();
            int form = forms.octet();
            int code = form & 0xf;
            int count = counts.varint(1, Integer.MAX_VALUE);
            switch (form >> 4) {
                case STILL -> {
                    double total = Decimal.value(firsts.varint(), code);
                    visitor.counter(position, count, total, total, 0, 0, 0);
                }
                case GROWN -> {
                    long first = firsts.varint();
                    double last = Decimal.value(first + growths.zigzag(), code);
                    double before = Decimal.value(first - befores.zigzag(), code);
                    double peakRate = RateColumn.read(powers, digits);
                    visitor.counter(position, count, Decimal.value(first, code), last, 0, last - before, peakRate);
                }
                case RESET -> {
                    long first = firsts.varint();
                    double last = Decimal.value(first + growths.zigzag(), code);
                    int fell = resets.varint(0, Integer.MAX_VALUE);
                    double increase = RateColumn.read(powers, digits);
                    double peakRate = RateColumn.read(powers, digits);
                    visitor.counter(position, count, Decimal.value(first, code), last, fell, increase, peakRate);
                }
                case RAW -> {
                    int fell = resets.varint(0, Integer.MAX_VALUE);
                    double first = Double.longBitsToDouble(raws.fixed());
                    double last = Double.longBitsToDouble(raws.fixed());
                    double increase = Double.longBitsToDouble(raws.fixed());
                    visitor.counter(
                            position, count, first, last, fell, increase, Double.longBitsToDouble(raws.fixed()));
                }
                default -> throw ColumnReader.malformed("a counter has a form that is not known");
            }
        }
    }

    /** Adds nothing and returns false where that would change a bit. */
    private boolean addDecimal(int code, CounterSummary counter) {
        long first = Decimal.integer(counter.first(), code);
        long last = Decimal.integer(counter.last(), code);
        boolean sameRun = counter.resets() == 0;
        if (sameRun && first == last && Decimal.same(counter.increase(), 0) && Decimal.same(counter.peakRate(), 0)) {
            forms.octet(STILL << 4 | code);
            firsts.varint(first);
            return true;
        }
        long before = Decimal.integer(counter.last() - counter.increase(), code);
        if (sameRun && Decimal.same(counter.last() - Decimal.value(before, code), counter.increase())) {
            forms.octet(GROWN << 4 | code);
            firsts.varint(first);
            growths.zigzag(last - first);
            befores.zigzag(first - before);
        } else {
            forms.octet(RESET << 4 | code);
            firsts.varint(first);
            growths.zigzag(last - first);
            resets.varint(counter.resets());
            RateColumn.write(counter.increase(), powers, digits);
        }
        RateColumn.write(counter.peakRate(), powers, digits);
        return true;
    }

    private void raw(double value) {
        raws.fixed(Double.doubleToRawLongBits(value));
    }
}
