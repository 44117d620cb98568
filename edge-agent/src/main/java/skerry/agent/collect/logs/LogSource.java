package skerry.agent.collect.logs;

import skerry.protocol.series.Labels;

/**
 * Where log records come from: one file, container stream or journal.
 *
 * @param key stable name of the source, for its checkpoint and for queries, such as the path of a file or {@code journal}
 * @param labels what a reader filters by: {@code filename}, {@code unit}, or {@code namespace}, {@code pod}, {@code container}
 */
public record LogSource(String key, Labels labels) {
    // Written out, as it is asked with every line: what a record has of its own goes by method handles, which a node's
    // Java
    // interprets.
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof LogSource that && key.equals(that.key) && labels.equals(that.labels));
    }

    @Override
    public int hashCode() {
        return key.hashCode() * 31 + labels.hashCode();
    }
}
