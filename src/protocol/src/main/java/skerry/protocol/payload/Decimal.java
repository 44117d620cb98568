package skerry.protocol.payload;

import java.util.function.IntPredicate;
import skerry.protocol.ProtocolException;

/**
 * A way to write a double as an integer without losing a bit. A double that has none of these forms is written as it is.
 *
 * <pre>
 *  0 to 15  integer ÷ 10^code: 12.34 is 1234 with code 2
 * 16 to 18  integer × 0.001, × 0.000001, × 0.000000001: what a program that multiplies makes of milliseconds, which
 *           differs from a division in the last bit
 * 19 to 21  integer × 512, × 1,024, × 4,096, as counts of bytes mostly are
 * 22 to 31  left to later versions
 * </pre>
 */
public final class Decimal {
    /** No code keeps the value. */
    public static final int NONE = -1;

    /** A code has five bits. */
    static final int BITS = 5;

    private static final int MASK = (1 << BITS) - 1;
    private static final int FIRST_BLOCK = 19;

    private static final double[] DIVISORS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    /** Code 16 and those above multiply by these. */
    private static final double[] FACTORS = {1e-3, 1e-6, 1e-9, 512, 1024, 4096};

    private static final int CODES = DIVISORS.length + FACTORS.length;

    /** Beyond this neighbouring integers are no longer neighbouring doubles. */
    private static final double LARGEST = 1L << 53;

    private Decimal() {}

    /** The code in the low bits of a form, whose high bits say which columns an entry uses. */
    static int codeOf(int form) throws ProtocolException {
        int code = form & MASK;
        if (code >= CODES) {
            throw ColumnReader.malformed("a number is written in a way that is not known");
        }
        return code;
    }

    /** The double that an integer stands for. */
    public static double value(long integer, int code) {
        return code < DIVISORS.length ? integer / DIVISORS[code] : integer * FACTORS[code - DIVISORS.length];
    }

    /** The integer that stands for {@code value}, if {@link #fits} says that there is one, or else the nearest. */
    public static long integer(double value, int code) {
        return (long)
                Math.rint(code < DIVISORS.length ? value * DIVISORS[code] : value / FACTORS[code - DIVISORS.length]);
    }

    public static boolean fits(double value, int code) {
        return Math.abs(value) < LARGEST && same(value(integer(value, code), code), value);
    }

    /**
     * The code that keeps what {@code fits} asks for and makes the shortest integers, or {@link #NONE}.
     *
     * @param one of the values; blocks are tried only if it is not zero, which is a multiple of everything
     */
    public static int codeFor(double one, IntPredicate fits) {
        for (int code = CODES - 1; code >= FIRST_BLOCK && one != 0; code--) {
            if (fits.test(code)) {
                return code;
            }
        }
        for (int code = 0; code < FIRST_BLOCK; code++) {
            if (fits.test(code)) {
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
