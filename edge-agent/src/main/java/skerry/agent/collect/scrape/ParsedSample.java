package skerry.agent.collect.scrape;

import java.util.OptionalLong;
import skerry.agent.collect.MetricFamily;
import skerry.protocol.series.Labels;

/**
 * One sample of metrics text.
 *
 * @param line where it stands, counted from 1
 * @param timestampMillis the time it carries, in Unix milliseconds
 * @param exemplar whether an exemplar stands behind it
 */
public record ParsedSample(
        int line, MetricFamily family, Labels labels, double value, OptionalLong timestampMillis, boolean exemplar) {}
