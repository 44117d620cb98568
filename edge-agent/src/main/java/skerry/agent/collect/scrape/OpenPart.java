package skerry.agent.collect.scrape;

import skerry.agent.collect.MetricFamily;

/**
 * The samples of one name in a family of OpenMetrics.
 *
 * @param sample their name
 * @param suffix what it has behind that of the family
 * @param number which of the family's parts it is, from 0
 * @param label the one that tells the samples of one point apart; empty for a sample that stands alone
 * @param family as the same metrics would be called in text 0.0.4
 */
record OpenPart(String sample, String suffix, int number, String label, MetricFamily family) {}
