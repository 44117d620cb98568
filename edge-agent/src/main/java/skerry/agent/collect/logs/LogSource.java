package skerry.agent.collect.logs;

import skerry.protocol.series.Labels;

/**
 * Where log records come from: one file, container stream or journal.
 *
 * @param key stable name of the source, for its checkpoint and for queries, such as the path of a file or {@code journal}
 * @param labels what a reader filters by: {@code filename}, {@code unit}, or {@code namespace}, {@code pod}, {@code container}
 */
public record LogSource(String key, Labels labels) {}
