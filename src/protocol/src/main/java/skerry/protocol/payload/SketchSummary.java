package skerry.protocol.payload;

import skerry.protocol.series.Series;
import skerry.protocol.sketch.Sketch;

/**
 * How the values of a series are distributed over a window.
 *
 * @param series of the type of a gauge, since a dictionary's readers of before know no other that fits; it has no gauge of its
 *     own
 */
public record SketchSummary(Series series, Sketch sketch) {}
