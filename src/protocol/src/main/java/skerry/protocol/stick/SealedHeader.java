package skerry.protocol.stick;

import java.nio.ByteBuffer;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Uid;

/**
 * The clear part of a sealed file, authenticated with its content.
 *
 * @param hubKeyId the one hub that can open it, 8 bytes
 * @param from the agent's order of its first batch
 */
public record SealedHeader(Bytes hubKeyId, Uid uid, long epoch, long from) {
    /** Bytes of it in the file, which the encapsulated key follows. */
    static final int SIZE = StickStart.SIZE + 8 + 16 + 8 + 8;

    byte[] encode() {
        return ByteBuffer.allocate(SIZE)
                .put(StickStart.SEALED.bytes())
                .put(hubKeyId.asBuffer())
                .put(uid.bits().asBuffer())
                .putLong(epoch)
                .putLong(from)
                .array();
    }

    static SealedHeader decode(byte[] bytes) throws ProtocolException {
        StickStart.SEALED.require("a sealed file", bytes);
        if (bytes.length < SIZE) {
            throw new ProtocolException(Reason.SCHEMA, "A sealed file ends within its header.");
        }
        var rest = ByteBuffer.wrap(bytes, 32, 16);
        return new SealedHeader(
                Bytes.of(bytes, 8, 16), Uid.of(Bytes.of(bytes, 16, 32)), rest.getLong(), rest.getLong());
    }
}
