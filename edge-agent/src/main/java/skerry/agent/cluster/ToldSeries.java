package skerry.agent.cluster;

import java.util.Set;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleBuffer;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** The series of one object. Immutable and thread-safe. */
final class ToldSeries {
    /** Labels of which one value of a few applies: zero for the others says nothing that their absence does not. */
    private static final Set<String> ONE_OF = Set.of("phase", "condition", "status", "qos_class");

    private final MetricFamily[] families;
    private final Labels[] labels;
    private final double[] values;
    private final int leftOut;
    private final boolean well;
    private final int list;

    private ToldSeries(SampleBuffer samples, int leftOut, boolean well, int list) {
        int size = samples.size();
        this.families = new MetricFamily[size];
        this.labels = new Labels[size];
        this.values = new double[size];
        for (int i = 0; i < size; i++) {
            families[i] = samples.family(i);
            labels[i] = samples.labels(i);
            values[i] = samples.value(i);
        }
        this.leftOut = leftOut;
        this.well = well;
        this.list = list;
    }

    /**
     * @param leftOut how many the object has beside, beyond its bound or without a value that can be read
     * @param well whether nothing about it needs a look
     * @param list in which it was seen last, or after which
     */
    static ToldSeries of(SampleBuffer samples, int leftOut, boolean well, int list) {
        return new ToldSeries(samples, leftOut, well, list);
    }

    int size() {
        return values.length;
    }

    int leftOut() {
        return leftOut;
    }

    boolean isWell() {
        return well;
    }

    int list() {
        return list;
    }

    /** Hands over the series that say something, or those that only say which states it is not in. */
    void tell(boolean saysSomething, SampleSink sink) {
        for (int i = 0; i < values.length; i++) {
            boolean isOtherState = values[i] == 0 && isOneOf(families[i]);
            if (isOtherState != saysSomething) {
                sink.add(families[i], labels[i], values[i]);
            }
        }
    }

    private static boolean isOneOf(MetricFamily family) {
        for (String name : family.labelNames()) {
            if (ONE_OF.contains(name)) {
                return true;
            }
        }
        return false;
    }
}
