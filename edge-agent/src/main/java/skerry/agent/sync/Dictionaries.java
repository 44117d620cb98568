package skerry.agent.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.NamedChunk;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.series.Series;

/**
 * The dictionary chunks that this process names in its batches. A window brings what it needs; what no chunk has yet goes
 * into a new one, and when too many chunks are named, all that is in use goes into one anew. Equal content gives equal
 * names, also after a restart. Owned by one thread.
 */
final class Dictionaries {
    /** Each named chunk costs every batch 16 bytes that do not compress. */
    private static final int MAX_CHUNKS = 6;

    private final List<NamedChunk> chunks = new ArrayList<>();
    private final Set<Series> knownSeries = new HashSet<>();
    private final Map<Long, PatternTemplate> knownPatterns = new LinkedHashMap<>();
    private Dictionary joined = new Dictionary(List.of());

    /** Chunks that became necessary; they must be sent before the batch that names them. */
    List<NamedChunk> require(Collection<Series> series, Collection<PatternTemplate> patterns) {
        var newSeries = new LinkedHashSet<Series>();
        for (Series one : series) {
            if (!knownSeries.contains(one)) {
                newSeries.add(one);
            }
        }
        var newPatterns = new LinkedHashMap<Long, PatternTemplate>();
        for (PatternTemplate one : patterns) {
            if (!one.equals(knownPatterns.get(one.patternId()))) {
                newPatterns.put(one.patternId(), one);
            }
        }
        if (newSeries.isEmpty() && newPatterns.isEmpty()) {
            return List.of();
        }
        if (chunks.size() >= MAX_CHUNKS) {
            forget();
            return require(series, patterns);
        }
        var made = DictionaryCodec.split(List.copyOf(newSeries), List.copyOf(newPatterns.values())).stream()
                .map(DictionaryCodec::named)
                .toList();
        chunks.addAll(made);
        knownSeries.addAll(newSeries);
        knownPatterns.putAll(newPatterns);
        joined = new Dictionary(chunks.stream().map(NamedChunk::chunk).toList());
        return made;
    }

    List<Bytes> refs() {
        return chunks.stream().map(NamedChunk::hash).toList();
    }

    Dictionary joined() {
        return joined;
    }

    /** Starts anew: the next window brings everything it needs. */
    void forget() {
        chunks.clear();
        knownSeries.clear();
        knownPatterns.clear();
        joined = new Dictionary(List.of());
    }
}
