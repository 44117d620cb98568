package skerry.protocol;

/**
 * A payload ready to be sealed into a batch, and what its header must say about it.
 *
 * @param dictId the preset dictionary used, 0 for none
 * @param rawLen length of its chunks once inflated, bytes
 */
public record EncodedPayload(BatchHeader.Encoding enc, int dictId, int rawLen, Bytes bytes) {
    /** @throws IllegalArgumentException if a length is beyond what a batch may carry */
    public EncodedPayload {
        if (bytes.size() > Limits.MAX_PAYLOAD_BYTES || rawLen > Limits.MAX_RAW_BYTES) {
            throw new IllegalArgumentException("a payload of " + bytes.size() + " bytes (" + rawLen
                    + " inflated) does not fit into one batch: split it first");
        }
    }
}
