package skerry.protocol.stick;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKEContext;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.identity.HubCard;

/** Seals batches into a file for one hub, chunk by chunk. Not thread-safe. */
public final class SealedWriter {
    /** Bytes of a chunk before sealing. */
    static final int CHUNK = 64 * 1024;

    static final byte[] MORE = {0};
    static final byte[] LAST = {1};

    private final OutputStream out;
    private final HPKEContext context;
    private final MessageDigest sha256 = sha256();
    private final byte[] chunk = new byte[CHUNK];
    private int filled;
    private long written;

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
        this.out = out;
        byte[] clear = header.encode();
        var sender = Hpke.sender(hub.agreeKey(), clear);
        this.context = sender;
        write(clear);
        write(sender.getEncapsulation());
    }

    /** Adds a batch, as it would travel over MQTT. */
    public void batch(byte[] batch) throws IOException {
        if (batch.length > Limits.MAX_BATCH_BYTES) {
            throw new IllegalArgumentException("a batch has at most " + Limits.MAX_BATCH_BYTES + " bytes");
        }
        add(ByteBuffer.allocate(Integer.BYTES).putInt(batch.length).array());
        add(batch);
    }

    /** Bytes that the finished file would have with {@code more} bytes in {@code batches} further batches. */
    public long lengthWith(long more, int batches) {
        long waiting = filled + more + (long) batches * Integer.BYTES;
        return written + waiting + (waiting / CHUNK + 1) * Hpke.TAG;
    }

    /** Writes the last chunk. */
    public void finish() throws IOException {
        seal(LAST);
    }

    /** Bytes of the file; whole after {@link #finish}. */
    public long length() {
        return written;
    }

    /** Of all bytes written; asked once. */
    public Bytes digest() {
        return Bytes.of(sha256.digest());
    }

    private void add(byte[] bytes) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            if (filled == CHUNK) {
                seal(MORE);
            }
            int some = Math.min(CHUNK - filled, bytes.length - at);
            System.arraycopy(bytes, at, chunk, filled, some);
            filled += some;
            at += some;
        }
    }

    private void seal(byte[] flag) throws IOException {
        try {
            write(context.seal(flag, chunk, 0, filled));
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("sealing a chunk", e);
        }
        filled = 0;
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        sha256.update(bytes);
        written += bytes.length;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
