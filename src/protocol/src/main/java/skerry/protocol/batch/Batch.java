package skerry.protocol.batch;

import skerry.protocol.BatchHeader;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.identity.VerifyKey;

/**
 * The immutable, signed unit that travels and that the hub stores.
 *
 * @param header what {@code headerBytes} say
 * @param headerBytes as they were signed, with the fields of later versions
 * @param payload compressed, not looked into
 * @param signature 64 bytes, not yet checked unless {@link #verify} was called
 */
public record Batch(BatchHeader header, Bytes headerBytes, Bytes payload, Bytes signature) {
    static final String SIGNATURE_CONTEXT = "skerry-batch-1";

    /** @throws IllegalArgumentException if the signature has not 64 bytes or the whole is too long for a packet */
    public Batch {
        if (signature.size() != Limits.SIGNATURE_BYTES) {
            throw new IllegalArgumentException("a signature has 64 bytes, was " + signature.size());
        }
        if (headerBytes.size() + payload.size() + signature.size() > Limits.MAX_BATCH_BYTES) {
            throw new IllegalArgumentException("a batch has at most " + Limits.MAX_BATCH_BYTES + " bytes");
        }
    }

    public int size() {
        return headerBytes.size() + payload.size() + signature.size();
    }

    /** The bytes that travel, always the same. */
    public byte[] encode() {
        byte[] all = new byte[size()];
        headerBytes.asBuffer().get(all, 0, headerBytes.size());
        payload.asBuffer().get(all, headerBytes.size(), payload.size());
        signature.asBuffer().get(all, headerBytes.size() + payload.size(), signature.size());
        return all;
    }

    /**
     * Checks that the payload is the one that the header names, and that the owner of the key signed the header.
     *
     * @throws ProtocolException with reason {@code SIGNATURE} if either does not hold
     */
    public void verify(VerifyKey key) throws ProtocolException {
        if (!payload.sha256().equals(header.payloadSha256())) {
            throw new ProtocolException(
                    Reason.SIGNATURE, "The payload of " + name() + " is not the one that was signed.");
        }
        if (!key.holds(signature, SIGNATURE_CONTEXT, headerBytes)) {
            throw new ProtocolException(
                    Reason.SIGNATURE,
                    "The signature of " + name() + " does not belong to the key enrolled for its agent.");
        }
    }

    private String name() {
        var id = header.key();
        return "batch " + id.stream().code() + " " + id.seq() + " of agent " + id.uid();
    }
}
