package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Texts;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/** Dictionary chunks as payloads of the stream {@code d}, and their names. Thread-safe. */
public final class DictionaryCodec {
    /** Chunk ids, for ever. */
    static final int SERIES = 1;

    static final int PATTERNS = 2;

    /** Text in one chunk: it fits a packet even where nothing of it compresses. */
    private static final int CHUNK_TEXT_BYTES = 64 * 1024;

    private DictionaryCodec() {}

    /** @throws IllegalArgumentException if it does not fit into a batch: {@link #split} first */
    public static EncodedPayload encode(DictionaryChunk chunk) {
        return chunks(chunk).encode(Encoding.DEFLATE);
    }

    /** The same, compressed or not. */
    public static EncodedPayload encode(DictionaryChunk chunk, Encoding enc) {
        return chunks(chunk).encode(enc);
    }

    /** The name of a chunk. */
    public static NamedChunk named(DictionaryChunk chunk) {
        return new NamedChunk(chunks(chunk).name(), chunk);
    }

    /** @throws ProtocolException if this is no dictionary chunk, malformed or of a later version */
    public static NamedChunk decode(BatchHeader header, Bytes payload) throws ProtocolException {
        if (header.kind() != Kind.DICTIONARY) {
            throw new ProtocolException(Reason.SCHEMA, "A batch of kind " + header.kind() + " is no dictionary chunk.");
        }
        var chunks = ChunkDirectory.open(header, payload);
        var series = chunks.chunk(SERIES);
        var patterns = chunks.chunk(PATTERNS);
        try {
            return new NamedChunk(
                    chunks.name(),
                    new DictionaryChunk(
                            series.isPresent() ? SeriesColumns.read(series.get()) : List.of(),
                            patterns.isPresent() ? TemplateColumns.read(patterns.get()) : List.of()));
        } catch (IllegalArgumentException e) {
            throw ProtocolException.outOfRange("a dictionary chunk", e);
        }
    }

    /**
     * What the texts of patterns take of the payload as it travels, bytes.
     *
     * @throws ProtocolException if the payload is malformed or of a later version
     */
    public static int templateBytes(BatchHeader header, Bytes payload) throws ProtocolException {
        return ChunkDirectory.open(header, payload).storedBytes(PATTERNS);
    }

    /** Whether a chunk can hold this series: an agent leaves out, and counts, one with too many or too long labels. */
    public static boolean fits(Series series) {
        Labels labels = series.labels();
        if (labels.size() > Limits.MAX_LABELS || Texts.utf8Length(series.name()) > Limits.MAX_NAME_BYTES) {
            return false;
        }
        for (int i = 0; i < labels.size(); i++) {
            if (Texts.utf8Length(labels.name(i)) > Limits.MAX_NAME_BYTES
                    || Texts.utf8Length(labels.value(i)) > Limits.MAX_NAME_BYTES) {
                return false;
            }
        }
        return textLength(series) <= CHUNK_TEXT_BYTES;
    }

    /** Whether a chunk can hold this template. */
    public static boolean fits(PatternTemplate pattern) {
        return Texts.utf8Length(pattern.template()) <= Limits.MAX_NAME_BYTES;
    }

    /**
     * Makes chunks of which each fits into a batch, in the order given. No chunks for no entries.
     *
     * @throws IllegalArgumentException if one entry alone does not {@link #fits fit}
     */
    public static List<DictionaryChunk> split(List<Series> series, List<PatternTemplate> patterns) {
        var chunks = new ArrayList<DictionaryChunk>();
        var open = new OpenChunk();
        for (Series one : series) {
            require(fits(one), "the series " + one.name() + " has more or longer labels than a chunk can hold");
            if (!open.takes(textLength(one))) {
                chunks.add(open.close());
            }
            open.series.add(one);
        }
        for (PatternTemplate one : patterns) {
            require(fits(one), "a template is longer than " + Limits.MAX_NAME_BYTES + " bytes");
            if (!open.takes(2 * Long.BYTES + Texts.utf8Length(one.template()))) {
                chunks.add(open.close());
            }
            open.patterns.add(one);
        }
        if (!open.isEmpty()) {
            chunks.add(open.close());
        }
        return chunks;
    }

    private static Chunks chunks(DictionaryChunk chunk) {
        for (Series one : chunk.series()) {
            require(fits(one), "the series " + one.name() + " has more or longer labels than a chunk can hold");
        }
        for (PatternTemplate one : chunk.patterns()) {
            require(fits(one), "a template is longer than " + Limits.MAX_NAME_BYTES + " bytes");
        }
        var chunks = new Chunks();
        if (!chunk.series().isEmpty()) {
            chunks.add(SERIES, SeriesColumns.write(chunk.series()));
        }
        if (!chunk.patterns().isEmpty()) {
            chunks.add(PATTERNS, TemplateColumns.write(chunk.patterns()));
        }
        return chunks;
    }

    /** A chunk that still takes entries. */
    private static final class OpenChunk {
        private List<Series> series = new ArrayList<>();
        private List<PatternTemplate> patterns = new ArrayList<>();
        private int textBytes;

        /** Counts an entry in, unless the chunk is full. */
        boolean takes(int bytes) {
            boolean full = !isEmpty()
                    && (textBytes + bytes > CHUNK_TEXT_BYTES
                            || series.size() + patterns.size() >= Limits.MAX_CHUNK_ENTRIES);
            textBytes = full ? bytes : textBytes + bytes;
            return !full;
        }

        boolean isEmpty() {
            return series.isEmpty() && patterns.isEmpty();
        }

        DictionaryChunk close() {
            var chunk = new DictionaryChunk(series, patterns);
            series = new ArrayList<>();
            patterns = new ArrayList<>();
            return chunk;
        }
    }

    private static int textLength(Series series) {
        int length = Texts.utf8Length(series.name());
        for (String text : series.labels().asList()) {
            length += Texts.utf8Length(text);
        }
        return length;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
