package skerry.agent.ring;

/**
 * The values of one series over the rounds of a block, exactly to the bit, in the shortest of four forms: one value that
 * stays; whole numbers as differences; decimal fractions as whole numbers of 10⁻ᵏ; or the bits of each double against
 * those before it (after "Gorilla", Pelkonen et al., VLDB 2015, byte-wise). The forms of all series stand together in
 * front of their numbers, so that deflate sees like beside like.
 */
final class ValueColumn {
    /** Forms 0 to 4 are whole numbers of 10⁻ᵏ with these k. */
    private static final double[] POWERS = {1, 1e2, 1e3, 1e6, 1e9};

    private static final double EXACT = 1L << 53;
    private static final int BITS = 15;
    /** Set when the value is the same in all rounds: then it is written once. */
    private static final int STEADY = 16;

    private ValueColumn() {}

    static void write(double[] values, ByteColumn modes, ByteColumn numbers) {
        boolean steady = true;
        for (double value : values) {
            steady &= same(value, values[0]);
        }
        int mode = 0;
        while (mode < POWERS.length && !fits(values, POWERS[mode])) {
            mode++;
        }
        if (mode == POWERS.length) {
            mode = BITS;
        }
        modes.put(steady ? mode | STEADY : mode);
        int count = steady ? Math.min(1, values.length) : values.length;
        long before = 0;
        for (int i = 0; i < count; i++) {
            if (mode == BITS) {
                long bits = Double.doubleToRawLongBits(values[i]);
                // What changes between neighbours is rarely the exponent: turned round, the zeros come last.
                numbers.varint(Long.reverse(bits ^ before));
                before = bits;
            } else {
                long scaled = Math.round(values[i] * POWERS[mode]);
                numbers.zigzag(scaled - before);
                before = scaled;
            }
        }
    }

    /** Reads what {@link #write} wrote into {@code values}, one per round. */
    static void read(int mode, ByteCursor numbers, double[] values, int rounds) throws DamagedException {
        int form = mode & ~STEADY;
        if (form >= POWERS.length && form != BITS) {
            throw new DamagedException("a series has values of the unknown form " + mode);
        }
        int count = (mode & STEADY) != 0 ? Math.min(1, rounds) : rounds;
        long before = 0;
        for (int i = 0; i < count; i++) {
            if (form == BITS) {
                before ^= Long.reverse(numbers.varint());
                values[i] = Double.longBitsToDouble(before);
            } else {
                before += numbers.zigzag();
                values[i] = before / POWERS[form];
            }
        }
        for (int i = count; i < rounds; i++) {
            values[i] = values[0];
        }
    }

    private static boolean fits(double[] values, double power) {
        for (double value : values) {
            double scaled = value * power;
            if (!(Math.abs(scaled) < EXACT) || !same(Math.round(scaled) / power, value)) {
                return false;
            }
        }
        return true;
    }

    /** Tells -0.0 from 0.0 and finds one NaN like itself. */
    private static boolean same(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }
}
