package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.series.Series;

/**
 * The entries of the dictionary chunks that a batch names, joined in the order of its {@code dictRefs}: what positions in
 * a payload mean. Immutable and thread-safe.
 */
public final class Dictionary {
    private final List<Series> series = new ArrayList<>();
    private final List<PatternTemplate> patterns = new ArrayList<>();
    private final Map<Series, Integer> seriesPositions = new HashMap<>();
    private final Map<Long, Integer> patternPositions = new HashMap<>();

    /**
     * @param chunks in the order of the batch's {@code dictRefs}
     * @throws IllegalArgumentException if they have more entries than a batch may name
     */
    public Dictionary(List<DictionaryChunk> chunks) {
        for (DictionaryChunk chunk : chunks) {
            for (Series one : chunk.series()) {
                seriesPositions.putIfAbsent(one, series.size());
                series.add(one);
            }
            for (PatternTemplate one : chunk.patterns()) {
                patternPositions.putIfAbsent(one.patternId(), patterns.size());
                patterns.add(one);
            }
        }
        if (series.size() > Limits.MAX_DICT_ENTRIES || patterns.size() > Limits.MAX_DICT_ENTRIES) {
            throw new IllegalArgumentException("the dictionary chunks of one batch have at most "
                    + Limits.MAX_DICT_ENTRIES + " series and as many patterns");
        }
    }

    public int seriesCount() {
        return series.size();
    }

    public int patternCount() {
        return patterns.size();
    }

    /** @throws ProtocolException if there is none at this position */
    public Series series(int position) throws ProtocolException {
        if (position < 0 || position >= series.size()) {
            throw missing("series", position);
        }
        return series.get(position);
    }

    /** @throws ProtocolException if there is none at this position */
    public PatternTemplate pattern(int position) throws ProtocolException {
        if (position < 0 || position >= patterns.size()) {
            throw missing("pattern", position);
        }
        return patterns.get(position);
    }

    /** The first position of a series; empty if no chunk has it. */
    public OptionalInt positionOf(Series one) {
        Integer position = seriesPositions.get(one);
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }

    /** The first position of a pattern; empty if no chunk has it. */
    public OptionalInt positionOfPattern(long patternId) {
        Integer position = patternPositions.get(patternId);
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }

    private static ProtocolException missing(String what, int position) {
        return new ProtocolException(
                Reason.SCHEMA, "The dictionary chunks of a batch have no " + what + " at position " + position + ".");
    }
}
