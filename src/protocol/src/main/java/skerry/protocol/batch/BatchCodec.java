package skerry.protocol.batch;

import skerry.protocol.BatchHeader;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.cbor.CborReader;

/** Takes batches apart, without looking into payloads and without trusting them. Thread-safe. */
public final class BatchCodec {
    private BatchCodec() {}

    /**
     * Reads the header and cuts out payload and signature. Whether they match is for {@link Batch#verify} to say.
     *
     * @throws ProtocolException if the bytes are too long, malformed, or of another version
     */
    public static Batch decode(byte[] bytes) throws ProtocolException {
        checkLength(bytes);
        int signatureAt = bytes.length - Limits.SIGNATURE_BYTES;
        var reader = headerReader(bytes);
        var header = HeaderCodec.decode(reader);
        int payloadAt = reader.position();
        return new Batch(
                header,
                Bytes.of(bytes, 0, payloadAt),
                Bytes.of(bytes, payloadAt, signatureAt),
                Bytes.of(bytes, signatureAt, bytes.length));
    }

    /**
     * Reads the header alone, for an answer that needs only the key.
     *
     * @throws ProtocolException if the bytes are too long, malformed, or of another version
     */
    public static BatchHeader readHeader(byte[] bytes) throws ProtocolException {
        checkLength(bytes);
        return HeaderCodec.decode(headerReader(bytes));
    }

    private static CborReader headerReader(byte[] bytes) {
        int end = Math.min(Limits.MAX_HEADER_BYTES, bytes.length - Limits.SIGNATURE_BYTES);
        return new CborReader("the batch header", bytes, 0, end);
    }

    private static void checkLength(byte[] bytes) throws ProtocolException {
        if (bytes.length > Limits.MAX_BATCH_BYTES) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "A batch of " + bytes.length + " bytes is longer than the " + Limits.MAX_BATCH_BYTES + " allowed.");
        }
        if (bytes.length <= Limits.SIGNATURE_BYTES) {
            throw new ProtocolException(
                    Reason.SCHEMA, "A batch of " + bytes.length + " bytes is shorter than its signature.");
        }
    }
}
