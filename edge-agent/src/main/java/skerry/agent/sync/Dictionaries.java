package skerry.agent.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.NamedChunk;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.series.Series;

/**
 * The dictionary chunks that this agent's summaries refer to. What is new goes into a further chunk; when there are too
 * many, one set is made anew of what is in use. Chunks are filled in a fixed order, so that the same entries give the
 * same chunk, also after a restart: what the ring or the hub has is not stored twice. Not thread-safe.
 */
final class Dictionaries {
    /** Chunks that a batch names; each costs 16 bytes in its header. */
    static final int MOST_CHUNKS = 16;

    private static final Comparator<Series> ORDER = Comparator.comparing(Series::name)
            .thenComparing(series -> series.labels().toString())
            .thenComparing(Series::type);

    private final Predicate<Bytes> held;
    private final List<NamedChunk> chunks = new ArrayList<>();
    private final Map<Series, Integer> seriesAt = new HashMap<>();
    private final Map<Long, Place> patternsAt = new HashMap<>();
    private int mostChunks = MOST_CHUNKS;

    /** @param held whether the ring holds the chunk of this hash */
    Dictionaries(Predicate<Bytes> held) {
        this.held = held;
    }

    private record Place(int chunk, PatternTemplate template) {}

    /**
     * What a batch needs.
     *
     * @param refs the chunks it names, in order
     * @param dictionary of these chunks
     * @param toStore chunks that the ring does not hold and that must be stored before the batch
     */
    record Plan(List<Bytes> refs, Dictionary dictionary, List<NamedChunk> toStore) {}

    /**
     * Finds or makes the chunks that a batch needs.
     *
     * @param changed templates that are new or changed; others keep the text they were given before
     * @param patternIds of the batch; one that never had a template gets an empty text
     */
    Plan plan(Collection<Series> series, Collection<Long> patternIds, Collection<PatternTemplate> changed) {
        int before = chunks.size();
        var templates = templates(patternIds, changed);
        add(unknown(series), unknownOf(templates));
        if (chunks.size() > mostChunks) {
            chunks.clear();
            seriesAt.clear();
            patternsAt.clear();
            before = 0;
            add(sorted(series), List.copyOf(templates));
            mostChunks = Math.max(MOST_CHUNKS, 2 * chunks.size());
        }
        return planOf(series, templates, before);
    }

    /** Of these patterns and of all that changed, by id. */
    private Collection<PatternTemplate> templates(Collection<Long> patternIds, Collection<PatternTemplate> changed) {
        var byId = new TreeMap<Long, PatternTemplate>();
        changed.forEach(template -> byId.put(template.patternId(), template));
        for (long id : patternIds) {
            var known = patternsAt.get(id);
            byId.putIfAbsent(id, known == null ? new PatternTemplate(id, "", 0) : known.template());
        }
        return byId.values();
    }

    private Plan planOf(Collection<Series> series, Collection<PatternTemplate> templates, int firstNew) {
        SortedSet<Integer> used = new TreeSet<>();
        for (int chunk = firstNew; chunk < chunks.size(); chunk++) {
            used.add(chunk);
        }
        series.forEach(one -> used.add(seriesAt.getOrDefault(one, 0)));
        for (PatternTemplate template : templates) {
            var place = patternsAt.get(template.patternId());
            if (place != null) {
                used.add(place.chunk());
            }
        }
        var refs = new ArrayList<Bytes>(used.size());
        var contents = new ArrayList<DictionaryChunk>(used.size());
        var toStore = new ArrayList<NamedChunk>();
        for (int index : used) {
            var chunk = chunks.get(index);
            refs.add(chunk.hash());
            contents.add(chunk.chunk());
            if (!held.test(chunk.hash())) {
                toStore.add(chunk);
            }
        }
        return new Plan(refs, new Dictionary(contents), toStore);
    }

    private void add(List<Series> series, List<PatternTemplate> templates) {
        for (DictionaryChunk chunk : DictionaryCodec.split(series, templates)) {
            int index = chunks.size();
            chunks.add(DictionaryCodec.named(chunk));
            chunk.series().forEach(one -> seriesAt.put(one, index));
            chunk.patterns().forEach(one -> patternsAt.put(one.patternId(), new Place(index, one)));
        }
    }

    private List<Series> unknown(Collection<Series> series) {
        return sorted(series.stream().filter(one -> !seriesAt.containsKey(one)).toList());
    }

    /** New patterns, and those whose text or alias has changed since. */
    private List<PatternTemplate> unknownOf(Collection<PatternTemplate> templates) {
        return templates.stream()
                .filter(template -> {
                    var place = patternsAt.get(template.patternId());
                    return place == null || !place.template().equals(template);
                })
                .toList();
    }

    private static List<Series> sorted(Collection<Series> series) {
        return new LinkedHashSet<>(series).stream().sorted(ORDER).toList();
    }
}
