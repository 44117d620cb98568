package skerry.agent.collect.targets;

import java.time.InstantSource;
import skerry.platform.time.MonotonicClock;

/**
 * What the scrapes of all targets share.
 *
 * @param bytes of answers under way
 * @param remembered of texts that were read, to know their lines again
 * @param series kept of all targets; also the lock under which one answer at a time becomes samples
 */
record TargetContext(
        ScrapeIntake intake,
        ScrapeTally tally,
        TlsContexts tls,
        SharedRoom bytes,
        SharedRoom remembered,
        SeriesRoom series,
        String userAgent,
        InstantSource wall,
        MonotonicClock mono) {}
