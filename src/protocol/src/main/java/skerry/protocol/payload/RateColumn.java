package skerry.protocol.payload;

import skerry.protocol.ProtocolException;

/**
 * Doubles that have nothing to do with each other, with few digits each: an integer without trailing zeros in one column
 * and its power of ten in another. What needs more than 15 digits is kept as its eight bytes.
 */
final class RateColumn {
    private static final int RAW = 255;
    private static final int ZERO_POWER = 24;
    private static final int MOST = 22;

    private RateColumn() {}

    static void write(double value, ColumnWriter powers, ColumnWriter digits) {
        if (value == 0 && Decimal.same(value, 0)) {
            powers.octet(ZERO_POWER);
            digits.zigzag(0);
            return;
        }
        for (int power = MOST; power >= -MOST && Math.abs(value) < 1e22; power--) {
            double scaled = power < 0 ? value * ten(-power) : value / ten(power);
            if (Math.abs(scaled) >= 1e15) {
                break;
            }
            long integer = (long) Math.rint(scaled);
            if (Decimal.same(value(integer, power), value)) {
                powers.octet(ZERO_POWER + power);
                digits.zigzag(integer);
                return;
            }
        }
        powers.octet(RAW);
        digits.fixed(Double.doubleToRawLongBits(value));
    }

    static double read(ColumnReader powers, ColumnReader digits) throws ProtocolException {
        int power = powers.octet();
        if (power == RAW) {
            return Double.longBitsToDouble(digits.fixed());
        }
        if (power > ZERO_POWER + MOST || power < ZERO_POWER - MOST) {
            throw ColumnReader.malformed("a power of ten is beyond 22");
        }
        return value(digits.zigzag(), power - ZERO_POWER);
    }

    private static double value(long integer, int power) {
        return power < 0 ? integer / ten(-power) : integer * ten(power);
    }

    private static double ten(int power) {
        return TENS[power];
    }

    private static final double[] TENS = new double[MOST + 1];

    static {
        double ten = 1;
        for (int i = 0; i <= MOST; i++) {
            TENS[i] = ten;
            ten *= 10;
        }
    }
}
