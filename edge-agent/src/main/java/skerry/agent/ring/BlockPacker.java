package skerry.agent.ring;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The outside of a block: version 1, how it is packed, the length once unpacked, then the bytes, raw deflate (RFC 1951)
 * unless that would be longer. Keeps its buffers and zlib's state for the next block; owned by one thread at a time.
 */
final class BlockPacker implements AutoCloseable {
    /** Longest content; a block is cut long before, except for one record at its own limit. */
    static final int MAX_RAW = 16 << 20;

    private static final int VERSION = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 1;
    private static final int SETTLED = 64 << 10;

    private final Deflater deflater;
    private final Inflater inflater = new Inflater(true);
    private final ByteColumn packed = new ByteColumn(SETTLED);
    private final byte[] piece = new byte[16 << 10];
    private byte[] raw = new byte[0];

    /** @param level zlib's level, 1 to 9 */
    BlockPacker(int level) {
        deflater = new Deflater(level, true);
    }

    /** Packs {@code head}, followed by {@code length} bytes of {@code tail}. */
    byte[] pack(ByteColumn head, byte[] tail, int from, int length) {
        int rawLength = head.size() + length;
        start(DEFLATED, rawLength);
        deflater.reset();
        deflate(head.array(), 0, head.size());
        deflate(tail, from, length);
        deflater.finish();
        drain();
        if (packed.size() > rawLength + 16) {
            start(STORED, rawLength);
            packed.bytes(head.array(), 0, head.size());
            packed.bytes(tail, from, length);
        }
        byte[] body = packed.toArray();
        packed.clearTo(SETTLED);
        return body;
    }

    byte[] pack(ByteColumn content) {
        return pack(content, piece, 0, 0);
    }

    /** The content of a block; valid until the next call. */
    ByteCursor unpack(byte[] body) throws DamagedException {
        var in = new ByteCursor(body, 0, body.length);
        int version = in.next();
        if (version != VERSION) {
            throw new DamagedException("the block has version " + version + "; this release reads " + VERSION);
        }
        int packing = in.next();
        int length = in.count(MAX_RAW);
        return switch (packing) {
            case STORED -> new ByteCursor(body, in.skip(length), length);
            case DEFLATED -> inflate(body, in.position(), in.left(), length);
            default -> throw new DamagedException("the block is packed in the unknown way " + packing);
        };
    }

    private ByteCursor inflate(byte[] body, int from, int packedLength, int length) throws DamagedException {
        if (raw.length < length || raw.length > 4 * (length + SETTLED)) {
            raw = new byte[length];
        }
        inflater.reset();
        inflater.setInput(body, from, packedLength);
        try {
            int done = 0;
            while (done < length) {
                int step = inflater.inflate(raw, done, length - done);
                if (step == 0) {
                    throw new DamagedException("the block ends after " + done + " of " + length + " bytes");
                }
                done += step;
            }
        } catch (DataFormatException e) {
            throw new DamagedException("the block cannot be unpacked", e);
        }
        return new ByteCursor(raw, 0, length);
    }

    private void start(int packing, int rawLength) {
        packed.clear();
        packed.put(VERSION);
        packed.put(packing);
        packed.varint(rawLength);
    }

    private void deflate(byte[] bytes, int from, int length) {
        deflater.setInput(bytes, from, length);
        while (!deflater.needsInput()) {
            packed.bytes(piece, 0, deflater.deflate(piece));
        }
    }

    private void drain() {
        while (!deflater.finished()) {
            packed.bytes(piece, 0, deflater.deflate(piece));
        }
    }

    /** Gives zlib's native memory back. */
    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
