package skerry.agent.collect;

import java.time.Instant;
import java.util.List;
import skerry.protocol.series.Labels;

/** What one round collected, in the order of the collectors. Immutable and thread-safe. */
public final class Samples {
    private final Instant at;
    private final SampleBuffer buffer;
    /** Sources by turns with the number of samples up to the end of each. */
    private final List<String> sources;

    private final int[] ends;

    /** Takes the buffer over: nobody may add to it any more. */
    public Samples(Instant at, SampleBuffer buffer) {
        this(at, buffer, List.of(), new int[0]);
    }

    /**
     * As the other, of several sources.
     *
     * @param sources in their order
     * @param ends where the samples of each end
     */
    Samples(Instant at, SampleBuffer buffer, List<String> sources, int[] ends) {
        this.at = at;
        this.buffer = buffer;
        this.sources = List.copyOf(sources);
        this.ends = ends.clone();
    }

    /** When the round began, by the machine's wall clock. */
    public Instant at() {
        return at;
    }

    public int size() {
        return buffer.size();
    }

    public MetricFamily family(int index) {
        return buffer.family(index);
    }

    public Labels labels(int index) {
        return buffer.labels(index);
    }

    public double value(int index) {
        return buffer.value(index);
    }

    public void forEach(SampleSink sink) {
        int source = 0;
        for (int i = 0; i < size(); i++) {
            while (source < ends.length && i >= (source == 0 ? 0 : ends[source - 1])) {
                sink.from(sources.get(source++));
            }
            sink.add(family(i), labels(i), value(i));
        }
    }
}
