package skerry.hub.store.sqlite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.StoreException;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.series.Series;

/**
 * Dictionary chunks of {@code control.db}, and the dictionaries that batches name, with those used last kept in memory.
 * Equal series of different agents are one object there. Thread-safe.
 */
final class Dictionaries {
    /** Entries over all remembered dictionaries; about 60 bytes each. */
    private static final int MAX_ENTRIES = 1_500_000;

    private static final int MAX_POOL = 500_000;

    private final Database control;
    private final LinkedHashMap<List<Bytes>, Dictionary> joined = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<Series, Series> pool = new HashMap<>();
    private int entries;

    Dictionaries(Database control) {
        this.control = control;
    }

    /**
     * Reads no further than a dictionary may go.
     *
     * @return empty if a chunk is missing
     * @throws ProtocolException if the chunks have more entries than a batch may name
     */
    Optional<Dictionary> get(List<Bytes> refs) throws ProtocolException {
        synchronized (this) {
            Dictionary known = joined.get(refs);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<List<DictionaryChunk>> chunks = control.read("reading dictionary chunks", connection -> {
            var found = new ArrayList<DictionaryChunk>(refs.size());
            for (Bytes ref : refs) {
                Optional<byte[]> stored = DictionaryTable.get(connection, ref);
                if (stored.isEmpty()) {
                    return Optional.<List<DictionaryChunk>>empty();
                }
                found.add(decode(ref, stored.get()));
                if (isTooLong(found)) {
                    break;
                }
            }
            return Optional.<List<DictionaryChunk>>of(found);
        });
        if (chunks.filter(Dictionaries::isTooLong).isPresent()) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "The dictionary chunks that a batch names have more than " + Limits.MAX_DICT_ENTRIES
                            + " series or patterns.");
        }
        return chunks.map(found -> remember(refs, found));
    }

    private static boolean isTooLong(List<DictionaryChunk> chunks) {
        int series = 0;
        int patterns = 0;
        for (DictionaryChunk chunk : chunks) {
            series += chunk.series().size();
            patterns += chunk.patterns().size();
        }
        return series > Limits.MAX_DICT_ENTRIES || patterns > Limits.MAX_DICT_ENTRIES;
    }

    /** Keeps what is left of a chunk under the name that it had; nothing if it has none. */
    void keep(Batch chunk, Batch left, int agent, long arrivedAt) {
        Bytes name;
        try {
            name = DictionaryCodec.decode(chunk.header(), chunk.payload()).hash();
        } catch (ProtocolException _) {
            return; // nobody can name it
        }
        control.write("keeping the name of a dictionary chunk", connection -> {
            DictionaryTable.put(connection, name, left.encode(), agent, arrivedAt);
            return true;
        });
    }

    /** Those of {@code refs} that are not stored. */
    List<Bytes> missing(List<Bytes> refs) {
        return control.read("looking for dictionary chunks", connection -> {
            var missing = new ArrayList<Bytes>();
            for (Bytes ref : refs) {
                if (DictionaryTable.get(connection, ref).isEmpty()) {
                    missing.add(ref);
                }
            }
            return missing;
        });
    }

    private static DictionaryChunk decode(Bytes ref, byte[] stored) {
        try {
            Batch batch = BatchCodec.decode(stored);
            return DictionaryCodec.decode(batch.header(), batch.payload()).chunk();
        } catch (ProtocolException e) {
            throw new StoreException(StoreException.Kind.BROKEN, "reading the stored dictionary chunk " + ref, e);
        }
    }

    private synchronized Dictionary remember(List<Bytes> refs, List<DictionaryChunk> chunks) {
        if (pool.size() > MAX_POOL) {
            pool.clear();
        }
        var pooled = new ArrayList<DictionaryChunk>(chunks.size());
        for (DictionaryChunk chunk : chunks) {
            var series = new ArrayList<Series>(chunk.series().size());
            for (Series one : chunk.series()) {
                Series known = pool.putIfAbsent(one, one);
                series.add(known == null ? one : known);
            }
            pooled.add(new DictionaryChunk(series, chunk.patterns()));
        }
        var dictionary = new Dictionary(pooled);
        if (joined.put(List.copyOf(refs), dictionary) == null) {
            entries += size(dictionary);
        }
        var eldest = joined.entrySet().iterator();
        while (entries > MAX_ENTRIES && joined.size() > 1) {
            entries -= size(eldest.next().getValue());
            eldest.remove();
        }
        return dictionary;
    }

    private static int size(Dictionary dictionary) {
        return dictionary.seriesCount() + dictionary.patternCount() + 1;
    }
}
