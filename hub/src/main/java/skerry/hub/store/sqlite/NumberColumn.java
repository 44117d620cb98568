package skerry.hub.store.sqlite;

import skerry.protocol.ProtocolException;
import skerry.protocol.payload.ColumnReader;
import skerry.protocol.payload.ColumnWriter;
import skerry.protocol.payload.Decimal;

/**
 * Columns of numbers over time, without losing a bit: as they are, as steps from one to the next, or as changes of these
 * steps, whichever is shortest. Doubles are written as decimals where all of a column have that form, else by the bits
 * that differ from the one before.
 */
final class NumberColumn {
    private static final int PLAIN = 0;
    private static final int STEPS = 1;
    private static final int CHANGES = 2;
    private static final int CONSTANT = 3;

    private static final int BITS = 0xff;

    private NumberColumn() {}

    static void writeLongs(ColumnWriter out, long[] values) {
        int form = shortest(values);
        out.octet(form);
        if (values.length == 0) {
            return;
        }
        if (form == CONSTANT) {
            out.zigzag(values[0]);
            return;
        }
        long before = 0;
        long step = 0;
        for (long value : values) {
            long newStep = value - before;
            out.zigzag(form == PLAIN ? value : form == STEPS ? newStep : newStep - step);
            step = newStep;
            before = value;
        }
    }

    private static int shortest(long[] values) {
        boolean constant = true;
        long plain = 0;
        long steps = 0;
        long changes = 0;
        long before = 0;
        long step = 0;
        for (long value : values) {
            constant &= value == values[0];
            long newStep = value - before;
            plain += bytes(value);
            steps += bytes(newStep);
            changes += bytes(newStep - step);
            step = newStep;
            before = value;
        }
        if (constant) {
            return CONSTANT;
        }
        return plain <= steps && plain <= changes ? PLAIN : steps <= changes ? STEPS : CHANGES;
    }

    private static int bytes(long value) {
        return 1 + (63 - Long.numberOfLeadingZeros((value << 1 ^ value >> 63) | 1)) / 7;
    }

    static long[] readLongs(ColumnReader in, int size) throws ProtocolException {
        int form = in.octet();
        long[] values = new long[size];
        if (size == 0) {
            return values;
        }
        if (form == CONSTANT) {
            java.util.Arrays.fill(values, in.zigzag());
            return values;
        }
        long before = 0;
        long step = 0;
        for (int i = 0; i < size; i++) {
            long number = in.zigzag();
            long value = form == PLAIN ? number : form == STEPS ? before + number : before + step + number;
            step = value - before;
            before = value;
            values[i] = value;
        }
        return values;
    }

    static void writeDoubles(ColumnWriter out, double[] values) {
        int code = codeOf(values);
        if (code == Decimal.NONE) {
            out.octet(BITS);
            writeBits(out, values);
        } else {
            out.octet(code);
            writeLongs(out, integers(values, code));
        }
    }

    static double[] readDoubles(ColumnReader in, int size) throws ProtocolException {
        int code = in.octet();
        return code == BITS ? readBits(in, size) : doubles(readLongs(in, size), code);
    }

    /** The code that keeps all values of all columns and makes the shortest integers, or {@link Decimal#NONE}. */
    static int codeOf(double[]... columns) {
        return Decimal.codeFor(anyNotZero(columns), code -> fitAll(code, columns));
    }

    private static boolean fitAll(int code, double[]... columns) {
        for (double[] column : columns) {
            for (double value : column) {
                if (!Decimal.fits(value, code)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double anyNotZero(double[]... columns) {
        for (double[] column : columns) {
            for (double value : column) {
                if (value != 0) {
                    return value;
                }
            }
        }
        return 0;
    }

    static long[] integers(double[] values, int code) {
        long[] integers = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = Decimal.integer(values[i], code);
        }
        return integers;
    }

    static double[] doubles(long[] integers, int code) {
        double[] values = new double[integers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Decimal.value(integers[i], code);
        }
        return values;
    }

    /** Byte by byte over all values: neighbours have the same sign and exponent, which then compress well. */
    private static void writeBits(ColumnWriter out, double[] values) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            long before = 0;
            for (double value : values) {
                long bits = Double.doubleToRawLongBits(value);
                out.octet((int) ((bits ^ before) >>> shift & 0xff));
                before = bits;
            }
        }
    }

    private static double[] readBits(ColumnReader in, int size) throws ProtocolException {
        long[] bits = new long[size];
        for (int shift = 56; shift >= 0; shift -= 8) {
            for (int i = 0; i < size; i++) {
                bits[i] |= (long) in.octet() << shift;
            }
        }
        double[] values = new double[size];
        long before = 0;
        for (int i = 0; i < size; i++) {
            before ^= bits[i];
            values[i] = Double.longBitsToDouble(before);
        }
        return values;
    }
}
