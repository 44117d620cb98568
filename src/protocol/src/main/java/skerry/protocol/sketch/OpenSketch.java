package skerry.protocol.sketch;

import com.datadoghq.sketch.ddsketch.store.BinAcceptor;
import com.datadoghq.sketch.ddsketch.store.PaginatedStore;
import java.util.Arrays;

/** A distribution that values and other sketches come into. Not thread-safe. */
public final class OpenSketch {
    /** Of 32 bins each, made where a value falls; kept when the sketch is closed, as the next values fall alike. */
    private final PaginatedStore store = new PaginatedStore();

    private long zeros;

    public boolean isEmpty() {
        return zeros == 0 && store.isEmpty();
    }

    /**
     * Counts a value.
     *
     * @param times how often it came
     * @return false if it is none that can be counted, see {@link Bins#holds}; then nothing changes
     */
    public boolean add(double value, long times) {
        if (!Bins.holds(value)) {
            return false;
        }
        if (value < Bins.SMALLEST) {
            zeros += times;
        } else {
            store.add(Bins.bin(value), times);
        }
        return true;
    }

    /** Adds all of another sketch, exactly. */
    public void add(Sketch other) {
        zeros += other.zeros();
        for (int i = 0; i < other.size(); i++) {
            store.add(other.bin(i), other.count(i));
        }
    }

    /**
     * Hands out what was counted and starts anew.
     *
     * @throws IllegalArgumentException if nothing was
     */
    public Sketch close() {
        var taken = new Taken();
        store.forEach(taken);
        var sketch = new Sketch(zeros, Arrays.copyOf(taken.bins, taken.size), Arrays.copyOf(taken.counts, taken.size));
        store.clear();
        zeros = 0;
        return sketch;
    }

    private static final class Taken implements BinAcceptor {
        private int[] bins = new int[64];
        private long[] counts = new long[64];
        private int size;

        @Override
        public void accept(int bin, double count) {
            if (size == bins.length) {
                bins = Arrays.copyOf(bins, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            bins[size] = bin;
            counts[size++] = (long) count;
        }
    }
}
