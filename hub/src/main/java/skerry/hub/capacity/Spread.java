package skerry.hub.capacity;

import java.util.TreeMap;

/** How values are spread, in little memory: percentiles are at most 2 % too high, the most is exact. Not thread-safe. */
public final class Spread {
    private static final double STEP = Math.log(1.02);
    /** What is smaller counts as nothing: a millionth of a core, or a byte. */
    private static final double NOTHING = 1e-6;

    private final TreeMap<Integer, Integer> counts = new TreeMap<>();
    private int size;
    private double most;

    /** @param value not less than 0; what is no number is left out */
    public void add(double value) {
        if (!Double.isFinite(value) || value < 0) {
            return;
        }
        int place = value < NOTHING ? Integer.MIN_VALUE : (int) Math.ceil(Math.log(value) / STEP);
        counts.merge(place, 1, Integer::sum);
        size++;
        most = Math.max(most, value);
    }

    public int size() {
        return size;
    }

    /** The largest value; 0 without any. */
    public double most() {
        return most;
    }

    /**
     * The value that a part of all does not exceed; 0 without any.
     *
     * @param part more than 0, at most 1
     */
    public double percentile(double part) {
        long wanted = (long) Math.ceil(part * size);
        long passed = 0;
        for (var place : counts.entrySet()) {
            passed += place.getValue();
            if (passed >= wanted) {
                return place.getKey() == Integer.MIN_VALUE ? 0 : Math.min(most, Math.exp(place.getKey() * STEP));
            }
        }
        return most;
    }
}
