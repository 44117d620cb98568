package skerry.agent.collect;

import java.io.IOException;

/**
 * One source of samples. It reads, parses and hands over; scheduling, limits and errors are the round's.
 * Called by one thread at a time.
 */
public interface Collector {
    /** Short and stable, as in node_exporter's {@code collector} label: {@code loadavg}. */
    String name();

    /**
     * Reads the present values. A source that this machine does not have adds nothing.
     *
     * @throws IOException if a source that exists cannot be read or understood; names the file
     */
    void collect(SampleSink sink) throws IOException;
}
