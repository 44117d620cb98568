package skerry.agent.collect.scrape;

import java.util.Optional;

/**
 * Takes the samples of a text. What it makes of a series it may have remembered, so that the same series costs less when the next
 * text has it again.
 *
 * @param <R> what is made of a series
 */
public interface SampleIntake<R> {
    /** Instead of a time, where a sample carries none. */
    long NO_TIME = Long.MIN_VALUE;

    /**
     * Takes a sample of a series that is not remembered.
     *
     * @return what {@link #again} is to be given when the series comes again; empty if nothing is to be remembered of it
     */
    Optional<R> sample(ParsedSample sample);

    /**
     * Takes a sample of a series that was remembered under the same family and labels.
     *
     * @param timestampMillis the time it carries, in Unix milliseconds, or {@link #NO_TIME}
     */
    void again(R series, double value, long timestampMillis);
}
