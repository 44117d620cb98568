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
 *  2  form         Decimal code + 32 × shape
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
        if (counter.first() < 0 || !(addStill(counter) || addGrown(counter) || addReset(counter))) {
            forms.octet(RAW << Decimal.BITS);
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
            int code = Decimal.codeOf(form);
            int count = counts.varint(1, Integer.MAX_VALUE);
            switch (form >> Decimal.BITS) {
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

    private boolean addStill(CounterSummary counter) {
        boolean still = counter.resets() == 0
                && Decimal.same(counter.first(), counter.last())
                && Decimal.same(counter.increase(), 0)
                && Decimal.same(counter.peakRate(), 0);
        int code = still ? Decimal.codeFor(counter.first(), any -> fits(counter, any)) : Decimal.NONE;
        if (code == Decimal.NONE) {
            return false;
        }
        forms.octet(STILL << Decimal.BITS | code);
        firsts.varint(Decimal.integer(counter.first(), code));
        return true;
    }

    private boolean addGrown(CounterSummary counter) {
        int code = counter.resets() == 0
                ? Decimal.codeFor(counter.first(), any -> fits(counter, any) && keepsIncrease(counter, any))
                : Decimal.NONE;
        if (code == Decimal.NONE) {
            return false;
        }
        forms.octet(GROWN << Decimal.BITS | code);
        totals(counter, code);
        befores.zigzag(Decimal.integer(counter.first(), code) - before(counter, code));
        RateColumn.write(counter.peakRate(), powers, digits);
        return true;
    }

    private boolean addReset(CounterSummary counter) {
        int code = Decimal.codeFor(counter.first(), any -> fits(counter, any));
        if (code == Decimal.NONE) {
            return false;
        }
        forms.octet(RESET << Decimal.BITS | code);
        totals(counter, code);
        resets.varint(counter.resets());
        RateColumn.write(counter.increase(), powers, digits);
        RateColumn.write(counter.peakRate(), powers, digits);
        return true;
    }

    private static boolean fits(CounterSummary counter, int code) {
        return Decimal.fits(counter.first(), code) && Decimal.fits(counter.last(), code);
    }

    /** The total before the window. */
    private static long before(CounterSummary counter, int code) {
        return Decimal.integer(counter.last() - counter.increase(), code);
    }

    private static boolean keepsIncrease(CounterSummary counter, int code) {
        return Decimal.same(counter.last() - Decimal.value(before(counter, code), code), counter.increase());
    }

    private void totals(CounterSummary counter, int code) {
        long first = Decimal.integer(counter.first(), code);
        firsts.varint(first);
        growths.zigzag(Decimal.integer(counter.last(), code) - first);
    }

    private void raw(double value) {
        raws.fixed(Double.doubleToRawLongBits(value));
    }
}
