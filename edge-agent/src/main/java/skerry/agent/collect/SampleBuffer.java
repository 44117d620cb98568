package skerry.agent.collect;

import java.util.Arrays;
import skerry.protocol.series.Labels;

/** A growing list of samples without an object per sample, bounded: samples beyond the bound are only counted. */
public final class SampleBuffer implements SampleSink {
    private final int bound;
    private MetricFamily[] families;
    private Labels[] labels;
    private double[] values;
    private int size;
    private int refused;

    /**
     * @param bound how many samples fit at most
     * @param expected how many are likely
     */
    public SampleBuffer(int bound, int expected) {
        this.bound = bound;
        this.families = new MetricFamily[expected];
        this.labels = new Labels[expected];
        this.values = new double[expected];
    }

    @Override
    public void add(MetricFamily family, Labels sampleLabels, double value) {
        if (size == bound) {
            refused++;
            return;
        }
        if (size == values.length) {
            int capacity = Math.min(bound, size * 2 + 1);
            families = Arrays.copyOf(families, capacity);
            labels = Arrays.copyOf(labels, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        families[size] = family;
        labels[size] = sampleLabels;
        values[size] = value;
        size++;
    }

    public int size() {
        return size;
    }

    /** How many samples the bound kept out since the last {@link #clear}. */
    public int refused() {
        return refused;
    }

    public MetricFamily family(int index) {
        return families[index];
    }

    public Labels labels(int index) {
        return labels[index];
    }

    public double value(int index) {
        return values[index];
    }

    public void clear() {
        size = 0;
        refused = 0;
    }
}
