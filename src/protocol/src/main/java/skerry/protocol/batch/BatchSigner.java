package skerry.protocol.batch;

import skerry.protocol.BatchHeader;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.identity.Signer;

/** Seals payloads into batches with an agent's key. Thread-safe. */
public final class BatchSigner {
    private final Signer key;

    /** @param key the agent's, from enrolment */
    public BatchSigner(Signer key) {
        this.key = key;
    }

    /**
     * @param header made with {@link BatchHeader#of} for this payload
     * @throws IllegalArgumentException if the header is another payload's
     */
    public Batch seal(BatchHeader header, EncodedPayload payload) {
        if (!header.payloadSha256().equals(payload.bytes().sha256())) {
            throw new IllegalArgumentException("the header does not name this payload");
        }
        Bytes headerBytes = Bytes.of(HeaderCodec.encode(header));
        return new Batch(header, headerBytes, payload.bytes(), key.sign(Batch.SIGNATURE_CONTEXT, headerBytes));
    }
}
