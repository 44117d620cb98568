package skerry.protocol.stick;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.identity.HubCard;
import skerry.protocol.seal.Sealer;

/** Seals batches into a file for one hub. Not thread-safe. */
public final class SealedWriter {
    private final Sealer sealer;

    /**
     * Begins a file.
     *
     * @param out not closed by this
     * @throws IllegalArgumentException if nothing can be sealed to the hub's key, or the header names another hub
     */
    public SealedWriter(OutputStream out, SealedHeader header, HubCard hub) throws IOException {
        if (!hub.keyId().equals(header.hubKeyId())) {
            throw new IllegalArgumentException("the header names another hub than the one to seal to");
        }
        this.sealer = new Sealer(out, header.encode(), hub.agreeKey());
    }

    /** Adds a batch, as it would travel over MQTT. */
    public void batch(byte[] batch) throws IOException {
        if (batch.length > Limits.MAX_BATCH_BYTES) {
            throw new IllegalArgumentException("a batch has at most " + Limits.MAX_BATCH_BYTES + " bytes");
        }
        sealer.add(ByteBuffer.allocate(Integer.BYTES).putInt(batch.length).array());
        sealer.add(batch);
    }

    /** Bytes that the finished file would have with {@code more} bytes in {@code batches} further batches. */
    public long lengthWith(long more, int batches) {
        return sealer.lengthWith(more + (long) batches * Integer.BYTES);
    }

    /** Writes the last chunk. */
    public void finish() throws IOException {
        sealer.finish();
    }

    /** Bytes of the file; whole after {@link #finish}. */
    public long length() {
        return sealer.length();
    }

    /** Of all bytes written; asked once. */
    public Bytes digest() {
        return sealer.digest();
    }
}
