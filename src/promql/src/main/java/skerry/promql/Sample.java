package skerry.promql;

import skerry.protocol.series.Labels;

/**
 * The value of a series at a moment.
 *
 * @param labels with the metric's name under {@link LabelSets#NAME}, if it still has one
 */
public record Sample(Labels labels, double value) {}
