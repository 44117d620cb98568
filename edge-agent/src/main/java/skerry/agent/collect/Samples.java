package skerry.agent.collect;

import java.time.Instant;
import skerry.protocol.series.Labels;

/** What one round collected, in the order of the collectors. Immutable and thread-safe. */
public final class Samples {
    private final Instant at;
    private final SampleBuffer buffer;

    /** Takes the buffer over: nobody may add to it any more. */
    public Samples(Instant at, SampleBuffer buffer) {
        this.at = at;
        this.buffer = buffer;
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
        for (int i = 0; i < size(); i++) {
            sink.add(family(i), labels(i), value(i));
        }
    }
}
