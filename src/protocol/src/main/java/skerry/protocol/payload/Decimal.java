package skerry.protocol.payload;

/**
 * A way to write a double as an integer without losing a bit. Codes 0 to 12 are decimals ({@code integer ÷ 10^code}), so
 * 12.34 is 1234 with code 2; 13, 14 and 15 are multiples of 512, 1,024 and 4,096, as counts of bytes mostly are. A double
 * that has none of these forms is written as it is.
 */
public final class Decimal {
    /** The number of codes; they fit four bits. */
    public static final int CODES = 16;

    /** No code keeps the value. */
    public static final int NONE = -1;

    /** Codes up to this are decimals. */
    public static final int LAST_DECIMAL = 12;

    private static final int DECIMALS = LAST_DECIMAL + 1;
    private static final double[] TENS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};
    private static final long[] BLOCKS = {512, 1024, 4096};

    /** Beyond this neighbouring integers are no longer neighbouring doubles. */
    private static final double LARGEST = 1L << 53;

    private Decimal() {}

    /** The double that an integer stands for. */
    public static double value(long integer, int code) {
        return code < DECIMALS ? integer / TENS[code] : (double) integer * BLOCKS[code - DECIMALS];
    }

    /** The integer that stands for {@code value}, if {@link #fits} says that there is one. */
    public static long integer(double value, int code) {
        return code < DECIMALS ? (long) Math.rint(value * TENS[code]) : (long) value / BLOCKS[code - DECIMALS];
    }

    public static boolean fits(double value, int code) {
        return Math.abs(value) < LARGEST && same(value(integer(value, code), code), value);
    }

    /** The code that makes the shortest integers for three values, or {@link #NONE}. */
    public static int codeOf(double a, double b, double c) {
        for (int code = CODES - 1; code >= DECIMALS; code--) {
            if (a != 0 && fits(a, code) && fits(b, code) && fits(c, code)) {
                return code;
            }
        }
        for (int code = 0; code < DECIMALS; code++) {
            if (fits(a, code) && fits(b, code) && fits(c, code)) {
                return code;
            }
        }
        return NONE;
    }

    /** Equal to the last bit, for not-a-numbers and zeros of either sign too. */
    public static boolean same(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }
}
