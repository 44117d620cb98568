package skerry.protocol.sketch;

import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;

/** Which bin counts a value, and which value stands for a bin. What a bin's number means never changes. Thread-safe. */
public final class Bins {
    /** A quantile q is told as a value between {@code 0.99 q} and {@code 1.01 q}. */
    public static final double RELATIVE_ERROR = 0.01;

    /** What is smaller counts as zero: a nanosecond, where seconds are counted. */
    public static final double SMALLEST = 1e-9;

    /** What is larger is no value of a distribution: 31,700 years, a terabyte. */
    public static final double LARGEST = 1e12;

    /** A little less than is promised, for what the logarithm's last bits are off. */
    private static final double MAPPED_ERROR = 0.009_999_9;

    private static final LogarithmicMapping MAPPING = new LogarithmicMapping(MAPPED_ERROR);

    /** The bin of {@link #SMALLEST}. */
    public static final int FIRST = MAPPING.index(SMALLEST);

    /** The bin of {@link #LARGEST}. */
    public static final int LAST = MAPPING.index(LARGEST);

    private Bins() {}

    /** Whether a value can be counted: neither negative, nor above {@link #LARGEST}, nor no number. */
    public static boolean holds(double value) {
        return value >= 0 && value <= LARGEST;
    }

    /** @param value from {@link #SMALLEST} to {@link #LARGEST} */
    static int bin(double value) {
        return MAPPING.index(value);
    }

    /** The value that is off by the same share from both ends of a bin. */
    static double value(int bin) {
        return MAPPING.value(bin);
    }
}
