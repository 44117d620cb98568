package skerry.agent.collect.targets;

import java.time.Instant;
import java.util.function.Consumer;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** Takes the samples of a scrape. */
@FunctionalInterface
public interface ScrapeIntake {
    /**
     * @param at when the scrape began
     * @param target its labels, in the site's own words
     * @param samples hands them over
     */
    void samples(Instant at, Labels target, Consumer<SampleSink> samples);
}
