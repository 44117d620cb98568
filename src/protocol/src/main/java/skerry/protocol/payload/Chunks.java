package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Limits;
import skerry.protocol.cbor.CborWriter;

/**
 * Puts a payload together: a directory, then the chunks, each compressed alone or kept as it is where that is not longer.
 * Not thread-safe.
 */
final class Chunks {
    static final int LEVEL = 6;

    /** Compressing less than this saves a few bytes and costs as much as compressing a thousand. */
    private static final int WORTHWHILE = 24;

    private final List<Integer> ids = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();

    /** Adds a chunk; ids ascend. */
    Chunks add(int id, CborWriter content) {
        ids.add(id);
        contents.add(content.toByteArray());
        return this;
    }

    /** @throws IllegalArgumentException if the whole does not fit into a batch */
    EncodedPayload encode(Encoding enc) {
        int dictId = enc == Encoding.DEFLATE ? PresetDictionary.CURRENT : PresetDictionary.NONE;
        var directory = new CborWriter(64).array(3 * ids.size());
        var stored = new ArrayList<byte[]>(ids.size());
        int rawLen = 0;
        int storedLen = 0;
        var deflater = new Deflater(LEVEL, true);
        try {
            for (int i = 0; i < ids.size(); i++) {
                byte[] content = contents.get(i);
                byte[] shortest = enc == Encoding.DEFLATE && content.length >= WORTHWHILE
                        ? deflated(deflater, dictId, content)
                        : content;
                stored.add(shortest);
                rawLen += content.length;
                storedLen += shortest.length;
                directory.unsigned(ids.get(i)).unsigned(content.length).unsigned(shortest.length);
            }
        } finally {
            deflater.end();
        }
        byte[] all = Arrays.copyOf(directory.toByteArray(), directory.size() + storedLen);
        int at = directory.size();
        for (byte[] chunk : stored) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        return new EncodedPayload(enc, dictId, rawLen, Bytes.of(all));
    }

    /** The name of the content, whoever compresses it: see {@link NamedChunk}. */
    Bytes name() {
        return name(ids, contents);
    }

    static Bytes name(List<Integer> ids, List<byte[]> contents) {
        var all = new CborWriter(4096).array(2 * ids.size());
        for (int i = 0; i < ids.size(); i++) {
            all.unsigned(ids.get(i)).bytes(contents.get(i));
        }
        return Bytes.of(all.toByteArray()).sha256().first(Limits.DICT_HASH_BYTES);
    }

    static byte[] deflated(Deflater deflater, int dictId, byte[] content) {
        deflater.reset();
        PresetDictionary.of(dictId).ifPresent(dictionary -> deflater.setDictionary(dictionary.asBuffer()));
        deflater.setInput(content);
        deflater.finish();
        byte[] shorter = new byte[content.length];
        int length = deflater.deflate(shorter);
        return deflater.finished() && length < content.length ? Arrays.copyOf(shorter, length) : content;
    }
}
