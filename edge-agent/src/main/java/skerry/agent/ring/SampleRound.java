package skerry.agent.ring;

import java.util.Arrays;

/**
 * The samples of one collection round, all of one moment: series ids from {@link Ring#seriesId} and exact values. Made
 * once and filled again for every round. Not thread-safe.
 */
public final class SampleRound {
    private long wallMillis;
    private long monoMillis;
    private int[] seriesIds = new int[512];
    private double[] values = new double[512];
    private int size;

    /**
     * Forgets the samples and begins a new round.
     *
     * @param newWallMillis UTC epoch milliseconds
     * @param newMonoMillis the same moment on {@code CLOCK_MONOTONIC}
     */
    public void begin(long newWallMillis, long newMonoMillis) {
        wallMillis = newWallMillis;
        monoMillis = newMonoMillis;
        size = 0;
    }

    public void add(int seriesId, double value) {
        if (size == values.length) {
            seriesIds = Arrays.copyOf(seriesIds, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        seriesIds[size] = seriesId;
        values[size] = value;
        size++;
    }

    public long wallMillis() {
        return wallMillis;
    }

    public long monoMillis() {
        return monoMillis;
    }

    public int size() {
        return size;
    }

    public int seriesId(int index) {
        return seriesIds[index];
    }

    public double value(int index) {
        return values[index];
    }

    boolean sameSeries(int[] ids) {
        return Arrays.equals(ids, 0, ids.length, seriesIds, 0, size);
    }

    int[] copyOfIds() {
        return Arrays.copyOf(seriesIds, size);
    }

    void copyValues(double[] target, int at) {
        System.arraycopy(values, 0, target, at, size);
    }
}
