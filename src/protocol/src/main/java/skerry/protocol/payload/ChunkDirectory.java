package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * Reads single chunks of a payload. Every length is checked before anything is inflated, and inflating stops at the
 * length that was announced. Immutable and thread-safe.
 */
final class ChunkDirectory {
    private static final int FIELDS = 3;
    /** Id of the chunk of zeros that stands where text was erased; after all that content has. */
    static final int FILLING = 1 << 20;

    private final Encoding enc;
    private final int dictId;
    private final byte[] payload;
    private final int[] ids;
    private final int[] rawLengths;
    private final int[] starts;

    private ChunkDirectory(BatchHeader header, byte[] payload, int[] ids, int[] rawLengths, int[] starts) {
        this.enc = header.enc();
        this.dictId = header.dictId();
        this.payload = payload;
        this.ids = ids;
        this.rawLengths = rawLengths;
        this.starts = starts;
    }

    /** @throws ProtocolException if the payload is of a later version, malformed, or inflates beyond the limit */
    static ChunkDirectory open(BatchHeader header, Bytes payload) throws ProtocolException {
        checkReadable(header);
        byte[] bytes = payload.toArray();
        var in = new CborReader("a payload's directory", bytes);
        int count = in.array(FIELDS * Limits.MAX_CHUNKS) / FIELDS;
        int[] ids = new int[count];
        int[] rawLengths = new int[count];
        int[] starts = new int[count + 1];
        long rawLen = 0;
        for (int i = 0; i < count; i++) {
            ids[i] = in.natural(i == 0 ? 0 : ids[i - 1] + 1, Integer.MAX_VALUE);
            rawLengths[i] = in.natural(0, Limits.MAX_RAW_BYTES);
            starts[i + 1] = starts[i] + in.natural(0, rawLengths[i]);
            rawLen += rawLengths[i];
        }
        for (int i = 0; i <= count; i++) {
            starts[i] += in.position();
        }
        if (starts[count] != bytes.length || rawLen != header.rawLen()) {
            throw new ProtocolException(Reason.SCHEMA, "The chunks of a payload do not have the lengths announced.");
        }
        return new ChunkDirectory(header, bytes, ids, rawLengths, starts);
    }

    /** A chunk's content; empty if the payload has none of this id. */
    Optional<byte[]> chunk(int id) throws ProtocolException {
        int at = Arrays.binarySearch(ids, id);
        if (at < 0) {
            return Optional.empty();
        }
        int stored = starts[at + 1] - starts[at];
        return Optional.of(
                stored == rawLengths[at]
                        ? Arrays.copyOfRange(payload, starts[at], starts[at + 1])
                        : inflated(starts[at], stored, rawLengths[at]));
    }

    /** What a chunk takes of the payload as it travels, bytes; 0 if the payload has none of this id. */
    int storedBytes(int id) {
        int at = Arrays.binarySearch(ids, id);
        return at < 0 ? 0 : starts[at + 1] - starts[at];
    }

    /**
     * The payload with other content for a chunk, or without it. A chunk that no reader looks at makes up for what is missing, so
     * that the whole inflates to what the header says.
     *
     * @param content shorter than before; empty to leave the chunk out
     */
    Bytes replaced(int id, Optional<byte[]> content) throws ProtocolException {
        var kept = new ArrayList<Stored>();
        int missing = 0;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == FILLING) {
                missing += rawLengths[i];
            } else if (ids[i] != id) {
                kept.add(new Stored(ids[i], rawLengths[i], Bytes.of(payload, starts[i], starts[i + 1])));
            } else {
                missing += rawLengths[i] - content.map(bytes -> bytes.length).orElse(0);
                content.ifPresent(bytes -> kept.add(stored(id, bytes)));
            }
        }
        if (missing < 0) {
            throw new IllegalArgumentException("chunk " + id + " would be longer than before");
        }
        if (missing > 0) {
            kept.add(stored(FILLING, new byte[missing]));
        }
        return joined(kept);
    }

    private record Stored(int id, int rawLength, Bytes bytes) {}

    private Stored stored(int id, byte[] content) {
        if (enc != Encoding.DEFLATE) {
            return new Stored(id, content.length, Bytes.of(content));
        }
        var deflater = new Deflater(Chunks.LEVEL, true);
        try {
            return new Stored(id, content.length, Bytes.of(Chunks.deflated(deflater, dictId, content)));
        } finally {
            deflater.end();
        }
    }

    private static Bytes joined(List<Stored> chunks) {
        var directory = new CborWriter(64).array(FIELDS * chunks.size());
        int length = 0;
        for (Stored chunk : chunks) {
            directory.unsigned(chunk.id).unsigned(chunk.rawLength).unsigned(chunk.bytes.size());
            length += chunk.bytes.size();
        }
        byte[] all = Arrays.copyOf(directory.toByteArray(), directory.size() + length);
        int at = directory.size();
        for (Stored chunk : chunks) {
            System.arraycopy(chunk.bytes.toArray(), 0, all, at, chunk.bytes.size());
            at += chunk.bytes.size();
        }
        return Bytes.of(all);
    }

    /** The name of the content, as its maker computed it: unknown chunks belong to it. */
    Bytes name() throws ProtocolException {
        var contents = new ArrayList<byte[]>(ids.length);
        for (int id : ids) {
            contents.add(chunk(id).orElseThrow());
        }
        return Chunks.name(Arrays.stream(ids).boxed().toList(), contents);
    }

    private static void checkReadable(BatchHeader header) throws ProtocolException {
        if (header.schema() != BatchHeader.SCHEMA) {
            throw new ProtocolException(
                    Reason.SCHEMA,
                    "A payload of schema " + header.schema() + " cannot be read by this program, which knows schema "
                            + BatchHeader.SCHEMA + ": update it.");
        }
        boolean known = switch (header.enc()) {
            case NONE -> true;
            case DEFLATE ->
                header.dictId() == PresetDictionary.NONE
                        || PresetDictionary.of(header.dictId()).isPresent();
            case ZSTD -> false;
        };
        if (!known) {
            throw new ProtocolException(
                    Reason.SCHEMA,
                    "A payload compressed by " + header.enc() + " with dictionary " + header.dictId()
                            + " cannot be read by this program: update it.");
        }
    }

    private byte[] inflated(int from, int length, int rawLength) throws ProtocolException {
        if (enc != Encoding.DEFLATE) {
            throw new ProtocolException(
                    Reason.SCHEMA, "A chunk is shorter than announced though it is not compressed.");
        }
        var inflater = new Inflater(true);
        try {
            PresetDictionary.of(dictId).ifPresent(dictionary -> inflater.setDictionary(dictionary.asBuffer()));
            inflater.setInput(payload, from, length);
            byte[] raw = new byte[rawLength];
            int at = 0;
            while (at < rawLength) {
                int more = inflater.inflate(raw, at, rawLength - at);
                if (more == 0) {
                    break;
                }
                at += more;
            }
            boolean more = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
            if (at != rawLength || more || !inflater.finished() || inflater.getRemaining() != 0) {
                throw new ProtocolException(Reason.SIZE, "A chunk does not inflate to the length announced.");
            }
            return raw;
        } catch (DataFormatException e) {
            throw new ProtocolException(Reason.SCHEMA, "A chunk is not deflated data.", e);
        } finally {
            inflater.end();
        }
    }
}
