package skerry.agent.collect.scrape;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads numbers from bytes of ASCII without making objects. A number with up to 19 digits is exact by one of two ways: whole digits
 * and a power of ten that a double holds, in one operation (Clinger, "How to read floating point numbers accurately"); or the upper
 * bits of a product with a power of five of 128 bits, where these decide (Lemire, "Number parsing at a gigabyte per second"). What
 * neither decides is left to the JDK. Not thread-safe.
 */
final class DecimalBytes {
    private static final int MOST_DIGITS = 19;
    private static final long MOST_WHOLE = 1L << 53;
    private static final double[] TENS = tens();

    /** Powers of five from this one to its opposite, 128 bits of each from its highest on, cut off. */
    private static final int LEAST_POWER = -64;

    private static final long[] FIVES_HIGH = new long[1 - 2 * LEAST_POWER];
    private static final long[] FIVES_LOW = new long[1 - 2 * LEAST_POWER];

    static {
        for (int power = LEAST_POWER; power <= -LEAST_POWER; power++) {
            BigInteger five = BigInteger.valueOf(5).pow(Math.abs(power));
            BigInteger bits =
                    power < 0 ? BigInteger.ONE.shiftLeft(five.bitLength() + 128).divide(five) : five.shiftLeft(128);
            bits = bits.shiftRight(bits.bitLength() - 128);
            FIVES_HIGH[power - LEAST_POWER] = bits.shiftRight(64).longValue();
            FIVES_LOW[power - LEAST_POWER] = bits.longValue();
        }
    }

    private static final int HALF_PLACES = 0x1ff;
    private static final int BIAS = 1023;

    private double value;
    private long whole;
    private int end;

    private static double[] tens() {
        double[] tens = new double[23];
        tens[0] = 1;
        for (int i = 1; i < tens.length; i++) {
            tens[i] = tens[i - 1] * 10; // each is a double
        }
        return tens;
    }

    /** What {@link #readNumber} read. */
    double value() {
        return value;
    }

    /** What {@link #readWhole} read. */
    long whole() {
        return whole;
    }

    /** Behind what was read. */
    int end() {
        return end;
    }

    /**
     * Reads a sample's value up to a blank or the end.
     *
     * @return false if it is none, or one that is rare; then nothing is read
     */
    boolean readNumber(byte[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative || (at < to && text[at] == '+')) {
            at++;
        }
        long digits = 0;
        int start = at;
        int leading = 0;
        int point = -1;
        for (; at < to; at++) {
            int c = text[at];
            if (c >= '0' && c <= '9') {
                if (digits == 0 && c == '0') {
                    leading++;
                }
                digits = digits * 10 + (c - '0'); // beyond 19 digits it is not used
            } else if (c == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        int count = at - start - (point < 0 ? 0 : 1);
        if (count == 0) {
            return readWord(text, from, to);
        }
        if (count - leading > MOST_DIGITS) {
            return readLong(text, from, to);
        }
        int exponent = point < 0 ? 0 : point + 1 - at;
        if (at < to && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            boolean down = at < to && text[at] == '-';
            if (down || (at < to && text[at] == '+')) {
                at++;
            }
            int given = 0;
            int first = at;
            while (at < to && text[at] >= '0' && text[at] <= '9' && at - first < 4) {
                given = given * 10 + (text[at++] - '0');
            }
            if (at == first) {
                return false;
            }
            exponent += down ? -given : given;
        }
        if (at < to && !isBlank(text[at])) {
            return false;
        }
        double number = number(digits, exponent);
        if (Double.isNaN(number)) {
            return readLong(text, from, to);
        }
        value = negative ? -number : number;
        end = at;
        return true;
    }

    /** The number, or NaN if neither way decides. */
    private static double number(long digits, int exponent) {
        if (digits == 0) {
            return 0;
        }
        if (digits > 0 && digits <= MOST_WHOLE && exponent >= -22 && exponent <= 22) {
            return exponent < 0 ? digits / TENS[-exponent] : digits * TENS[exponent];
        }
        if (exponent < LEAST_POWER || exponent > -LEAST_POWER) {
            return Double.NaN;
        }
        return product(digits, exponent);
    }

    private static double product(long digits, int exponent) {
        int shift = Long.numberOfLeadingZeros(digits);
        long places = digits << shift;
        long high = Math.unsignedMultiplyHigh(places, FIVES_HIGH[exponent - LEAST_POWER]);
        long low = places * FIVES_HIGH[exponent - LEAST_POWER];
        if ((high & HALF_PLACES) == HALF_PLACES && Long.compareUnsigned(low + places, places) < 0) {
            // The part of the power that was left out may carry into the places that decide.
            long more = Math.unsignedMultiplyHigh(places, FIVES_LOW[exponent - LEAST_POWER]);
            long rest = places * FIVES_LOW[exponent - LEAST_POWER];
            long sum = low + more;
            if (Long.compareUnsigned(sum, low) < 0) {
                high++;
            }
            if ((high & HALF_PLACES) == HALF_PLACES && sum == -1 && Long.compareUnsigned(rest + places, places) < 0) {
                return Double.NaN;
            }
            low = sum;
        }
        int top = (int) (high >>> 63);
        long mantissa = high >>> (top + 9);
        if (low == 0 && (high & HALF_PLACES) == 0 && (mantissa & 3) == 1) {
            return Double.NaN; // It may be half way between two.
        }
        // log2(10) as 217706 / 2^16: exact for these powers.
        int binary = ((217706 * exponent) >> 16) + 64 + BIAS - shift - (1 - top);
        mantissa = (mantissa + (mantissa & 1)) >>> 1;
        if (mantissa == MOST_WHOLE) {
            mantissa >>>= 1;
            binary++;
        }
        return binary <= 0 || binary >= 2 * BIAS + 1
                ? Double.NaN
                : Double.longBitsToDouble(((long) binary << 52) | (mantissa & (MOST_WHOLE / 2 - 1)));
    }

    /** What is spelled as most programs spell it; the rest is rare. */
    private boolean readWord(byte[] text, int from, int to) {
        int at = from;
        if (to - from >= 4 && (text[at] == '+' || text[at] == '-')) {
            at++;
        }
        end = at + 3;
        if (end > to || (end < to && !isBlank(text[end]))) {
            return false;
        }
        if (text[at] == 'N' && text[at + 1] == 'a' && text[at + 2] == 'N') {
            value = Double.NaN;
            return at == from;
        }
        if (text[at] == 'I' && text[at + 1] == 'n' && text[at + 2] == 'f') {
            value = text[from] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            return true;
        }
        return false;
    }

    private boolean readLong(byte[] text, int from, int to) {
        int at = from;
        while (at < to && !isBlank(text[at])) {
            at++;
        }
        String word = new String(text, from, at - from, StandardCharsets.ISO_8859_1);
        if (!TextLine.isNumber(word)) {
            return false;
        }
        value = TextLine.parse(word);
        end = at;
        return !TextLine.isTooLarge(word, value);
    }

    /**
     * Reads a whole number of up to 18 digits, up to a blank or the end.
     *
     * @return false if it is none; then nothing is read
     */
    boolean readWhole(byte[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative) {
            at++;
        }
        long number = 0;
        int start = at;
        while (at < to && text[at] >= '0' && text[at] <= '9' && at - start < MOST_DIGITS - 1) {
            number = number * 10 + (text[at++] - '0');
        }
        if (at == start || (at < to && !isBlank(text[at]))) {
            return false;
        }
        whole = negative ? -number : number;
        end = at;
        return true;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
