package skerry.protocol.update;

import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * An agent asks for a piece of a file of a release ({@code up/want}). A CBOR map {1: digest, 2: offset, 3: length}.
 *
 * @param digest SHA-256 of the whole file
 * @param offset of the first byte that is asked for, from 0
 * @param length at most so many bytes, 1 to {@link Limits#MAX_PIECE_BYTES}; the hub may send fewer, and never more than
 *     the file has
 */
public record Want(Bytes digest, long offset, int length) {
    /** SHA-256. */
    public static final int DIGEST_BYTES = 32;

    private static final String SUBJECT = "a wish for a piece of a release";

    /** @throws IllegalArgumentException if a component has another size or range than its description says */
    public Want {
        if (digest.size() != DIGEST_BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes");
        }
        if (offset < 0 || offset > Limits.MAX_RELEASE_FILE_BYTES) {
            throw new IllegalArgumentException("an offset lies within a file, was " + offset);
        }
        if (length < 1 || length > Limits.MAX_PIECE_BYTES) {
            throw new IllegalArgumentException("a piece has 1 byte to 32 KiB, was " + length);
        }
    }

    public byte[] encode() {
        var out = new CborWriter(64).map(3);
        out.key(1).bytes(digest.toArray());
        out.key(2).unsigned(offset);
        out.key(3).unsigned(length);
        return out.toByteArray();
    }

    /** @throws ProtocolException if this is no want */
    public static Want decode(byte[] bytes) throws ProtocolException {
        return UpdateMessage.read(SUBJECT, bytes, Limits.MAX_PIECE_MESSAGE_BYTES, Want::read);
    }

    private static Want read(CborReader in) throws ProtocolException {
        Bytes digest = UpdateMessage.NOTHING;
        long offset = 0;
        int length = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> digest = Bytes.of(in.exactBytes(DIGEST_BYTES));
                case 2 -> offset = in.naturalUpTo(Limits.MAX_RELEASE_FILE_BYTES);
                case 3 -> length = in.natural(1, Limits.MAX_PIECE_BYTES);
                default -> in.skip();
            }
        }
        fields.require(1, 3);
        return new Want(digest, offset, length);
    }
}
