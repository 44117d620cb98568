/**
 * Distributions as DDSketches (Masson, Rim, Lee: "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error
 * Guarantees", VLDB 2019): values are counted in bins whose bounds grow by two percent, so that a quantile is off by one
 * percent of itself at most.
 *
 * <p>There is one mapping from values to bins, for ever, and a bin's count is a whole number. So sketches are merged by adding
 * counts: the result is the same over any tree of minutes, hours, nodes and sites, to the last bit, and its bound is that of
 * one sketch. No bin is ever joined with another, since there are no more than 2,419 between the smallest and the largest
 * value that can be told (ADR 58).
 */
@NullMarked
package skerry.protocol.sketch;

import org.jspecify.annotations.NullMarked;
