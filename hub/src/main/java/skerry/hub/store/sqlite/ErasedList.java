package skerry.hub.store.sqlite;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.BatchLog.ToDecode;
import skerry.hub.store.ContentReader;
import skerry.hub.store.Erasures.Erased;
import skerry.hub.store.ReadModels.Content;
import skerry.hub.store.ReadModels.Decoded;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.NamedChunk;
import skerry.protocol.payload.TextErasure;

/** Which patterns were erased, in memory, and how batches look without them. Thread-safe. */
final class ErasedList {
    private static final Bytes NOTHING = Bytes.of(new byte[0]);

    private final Dictionaries dictionaries;
    private volatile Map<Long, Erased> erased;

    ErasedList(Collection<Erased> kept, Dictionaries dictionaries) {
        this.dictionaries = dictionaries;
        this.erased = Map.of();
        add(kept);
    }

    synchronized void add(Collection<Erased> more) {
        var all = new HashMap<>(erased);
        more.forEach(one -> all.put(one.pattern(), one));
        erased = Map.copyOf(all);
    }

    Optional<Erased> of(long pattern) {
        return Optional.ofNullable(erased.get(pattern));
    }

    Collection<Long> patterns() {
        return erased.keySet();
    }

    boolean isEmpty() {
        return erased.isEmpty();
    }

    private boolean text(long pattern) {
        Erased known = erased.get(pattern);
        return known != null && !known.examplesOnly();
    }

    private boolean examples(long pattern) {
        return erased.containsKey(pattern);
    }

    /**
     * A batch without what was erased.
     *
     * @return empty if it holds nothing of that
     * @throws ProtocolException if it cannot be read
     */
    Optional<Batch> without(Batch batch) throws ProtocolException {
        var header = batch.header();
        var left = switch (header.kind()) {
            case DICTIONARY -> TextErasure.templates(header, batch.payload(), this::text);
            case MINUTE, HOUR, DAY -> {
                Optional<Dictionary> dictionary = dictionaries.get(header.dictRefs());
                yield dictionary.isEmpty()
                        ? Optional.<Bytes>empty()
                        : TextErasure.examples(header, batch.payload(), dictionary.get(), this::examples);
            }
            case EVENTS, GAP_TABLE, TICKET_RESULT -> Optional.<Bytes>empty();
        };
        return left.map(payload -> with(batch, payload));
    }

    /**
     * The same of a batch that was not decoded, and may never be: of a summary whose dictionary is not here all examples go, since
     * nobody can say whose they are, and of what cannot be read everything.
     *
     * @return empty if it holds nothing of that
     */
    Optional<Batch> withoutDoubtful(Batch batch) {
        var header = batch.header();
        try {
            return header.kind().isSummary()
                            && dictionaries.get(header.dictRefs()).isEmpty()
                    ? TextErasure.allExamples(header, batch.payload()).map(payload -> with(batch, payload))
                    : without(batch);
        } catch (ProtocolException _) {
            return batch.payload().size() == 0 ? Optional.empty() : Optional.of(with(batch, NOTHING));
        }
    }

    /**
     * The same of one that is stored, or about to be, as refused. If that is decoded after all, a chunk must be known by the name that
     * other batches know it by, which what is left of it does not tell.
     */
    Optional<Batch> withoutRefused(int agent, long arrivedAt, Batch batch) {
        Optional<Batch> left = isEmpty() ? Optional.empty() : withoutDoubtful(batch);
        left.filter(_ -> batch.header().kind() == Kind.DICTIONARY)
                .ifPresent(chunk -> dictionaries.keep(batch, chunk, agent, arrivedAt));
        return left;
    }

    /** What is left of a batch. */
    static Batch with(Batch batch, Bytes payload) {
        return new Batch(batch.header(), batch.headerBytes(), payload, batch.signature());
    }

    /** What was decoded, without what was erased; its batch then differs from the one that is stored. */
    List<Decoded> without(List<Decoded> decoded, ContentReader contents) {
        return isEmpty()
                ? decoded
                : decoded.stream().map(one -> without(one, contents)).toList();
    }

    private Decoded without(Decoded decoded, ContentReader contents) {
        ToDecode before = decoded.batch();
        try {
            return without(before.batch())
                    .map(left -> {
                        var batch = new ToDecode(
                                before.day(), before.lsn(), left, before.road(), before.arrivedAt(), before.attempts());
                        return new Decoded(batch, content(decoded.content(), contents.read(left)));
                    })
                    .orElse(decoded);
        } catch (ProtocolException _) {
            return decoded; // it is refused, and nothing of it goes anywhere
        }
    }

    /** A chunk keeps the name that batches know it by. */
    private static Content content(Content before, Content after) {
        if (before instanceof Content.Names(var named) && after instanceof Content.Names(var left)) {
            return new Content.Names(new NamedChunk(named.hash(), left.chunk()));
        }
        return after;
    }
}
