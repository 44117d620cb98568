package skerry.agent.ring;

import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Event;
import skerry.protocol.series.Series;

/**
 * The last minutes of a boot that is over, as a ring has them. Monotonic times are those of that boot, in milliseconds.
 *
 * @param bootId the kernel's
 * @param wallLast of the newest round of samples, UTC epoch milliseconds by the node's clock
 * @param monoLast of the same round
 * @param samples in order of time for each series
 * @param events in the order in which they came
 */
public record BootEnd(Bytes bootId, long wallLast, long monoLast, List<Point> samples, List<Event> events) {
    public BootEnd {
        samples = List.copyOf(samples);
        events = List.copyOf(events);
    }

    /** One sample. */
    public record Point(Series series, long monoMillis, double value) {}
}
