package skerry.protocol.payload;

import java.util.List;
import skerry.protocol.series.Series;

/**
 * Series and templates that batches refer to by position: the entries of a batch's {@code dictRefs}, joined in order. A
 * chunk is named by the hash of its encoded bytes, so it belongs to no epoch and is the same wherever it is made.
 */
public record DictionaryChunk(List<Series> series, List<PatternTemplate> patterns) {
    public DictionaryChunk {
        series = List.copyOf(series);
        patterns = List.copyOf(patterns);
    }
}
