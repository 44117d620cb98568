package skerry.agent.collect.targets;

import java.time.Duration;
import skerry.agent.collect.scrape.ScrapeLimits;
import skerry.protocol.Limits;

/**
 * How the targets of one job are scraped.
 *
 * @param interval between two scrapes of one target
 * @param timeout of one scrape in all, never more than the interval
 * @param honorLabels whether a sample's own label wins over the target's of the same name
 * @param honorTimestamps whether the time that a sample carries is looked at
 * @param endpoint what is known of what is scraped
 */
public record ScrapeJob(
        String name,
        Duration interval,
        Duration timeout,
        boolean honorLabels,
        boolean honorTimestamps,
        Login login,
        TlsFiles tls,
        Bounds bounds,
        Relabeling relabeling,
        KnownEndpoint endpoint) {
    /** @throws IllegalArgumentException if the name is blank or the times do not fit */
    public ScrapeJob {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a job needs a name");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) > 0) {
            throw new IllegalArgumentException("a timeout is positive and not above the interval");
        }
    }

    /** Of any targets. */
    public ScrapeJob(
            String name,
            Duration interval,
            Duration timeout,
            boolean honorLabels,
            boolean honorTimestamps,
            Login login,
            TlsFiles tls,
            Bounds bounds,
            Relabeling relabeling) {
        this(name, interval, timeout, honorLabels, honorTimestamps, login, tls, bounds, relabeling, KnownEndpoint.ANY);
    }

    /**
     * What one scrape may bring; a scrape that goes beyond is dropped whole.
     *
     * @param maxBytes of the text, inflated
     * @param maxSeries that are left after relabelling
     * @param maxLabels of one series, those of the target included
     * @param maxLabelBytes of a name or a label's value, in UTF-8
     */
    public record Bounds(int maxBytes, int maxSeries, int maxLabels, int maxLabelBytes) {
        /** For a heap of 24 MiB. */
        public static final Bounds USUAL = new Bounds(2 << 20, 5_000, 32, 1_024);

        private static final int MAX_LINE_BYTES = 64 << 10;

        /** Of the text itself: what relabelling drops costs no memory, so it does not count as series. */
        ScrapeLimits ofText() {
            return new ScrapeLimits(maxBytes, MAX_LINE_BYTES, Integer.MAX_VALUE, Limits.MAX_LABELS, maxLabelBytes);
        }
    }
}
