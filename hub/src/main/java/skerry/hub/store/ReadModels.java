package skerry.hub.store;

import java.util.List;
import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.NamedChunk;
import skerry.protocol.payload.Summary;

/**
 * Where decoded batches go: present values, pattern counts, events, gaps, dictionary chunks, answers. What {@link #apply} writes
 * stands or falls with the mark that the batch is decoded, so a batch takes effect once. Thread-safe.
 */
public interface ReadModels {
    /** What was found in a batch. */
    sealed interface Content {
        /** A minute, an hour or a day. */
        record Summarised(Summary summary) implements Content {}

        record Happened(List<Event> events) implements Content {
            public Happened {
                events = List.copyOf(events);
            }
        }

        record Gaps(GapTable table) implements Content {}

        record Names(NamedChunk chunk) implements Content {}

        /** A part of what an agent answers to a command. */
        record Answered(Answer answer) implements Content {}

        /** Cannot be read before these dictionary chunks come. */
        record Missing(List<Bytes> hashes) implements Content {
            public Missing {
                hashes = List.copyOf(hashes);
            }
        }

        /** Cannot be read by this version; kept, for a later one. */
        record Refused(String reason) implements Content {}
    }

    record Decoded(BatchLog.ToDecode batch, Content content) {}

    /**
     * Takes in decoded batches that {@link BatchLog#takeForDecoding} handed out together.
     *
     * @throws StoreException if that failed; then the batches will be handed out again
     */
    void apply(List<Decoded> decoded);

    /**
     * The dictionary that a batch's payload refers to; empty if a chunk of it is missing.
     *
     * @throws ProtocolException if its chunks have more entries than a batch may name
     */
    Optional<Dictionary> dictionary(List<Bytes> refs) throws ProtocolException;

    /** Those of {@code refs} that the hub does not have. */
    List<Bytes> missing(List<Bytes> refs);

    /** Dictionary chunks that stored batches of an agent wait for. */
    List<Bytes> wanted(Uid uid, int limit);
}
