package skerry.agent.collect;

import java.util.Arrays;
import skerry.protocol.series.Labels;

/** A growing list of samples without an object per sample, bounded: samples beyond the bound are only counted. */
final class SampleBuffer implements SampleSink {
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
    SampleBuffer(int bound, int expected) {
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

    int size() {
        return size;
    }

    /** How many samples the bound kept out since the last {@link #clear}. */
    int refused() {
        return refused;
    }

    MetricFamily family(int index) {
        return families[index];
    }

    Labels labels(int index) {
        return labels[index];
    }

    double value(int index) {
        return values[index];
    }

    void clear() {
        size = 0;
        refused = 0;
    }
}
