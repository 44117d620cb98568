package skerry.agent.collect.targets;

import skerry.protocol.series.Labels;

/** A series as it is told apart from others: by name and labels. */
record ScrapedSeries(String name, Labels labels) {}
