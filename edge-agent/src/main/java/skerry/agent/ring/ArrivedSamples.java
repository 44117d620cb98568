package skerry.agent.ring;

import skerry.protocol.Bytes;
import skerry.protocol.series.Series;

/** Takes samples with the moments in which they arrived. */
public interface ArrivedSamples {
    /** What follows was recorded in this boot, the kernel's id of 16 bytes; empty if it is not known any more. */
    void boot(Bytes bootId);

    /**
     * Takes one sample.
     *
     * @param series the same instance for all samples of a series
     * @param timeMillis by the wall clock, UTC epoch milliseconds
     * @param monoMillis {@code CLOCK_MONOTONIC}
     * @return whether to go on
     */
    boolean sample(Series series, long timeMillis, long monoMillis, double value);
}
