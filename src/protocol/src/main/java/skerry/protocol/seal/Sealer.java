package skerry.protocol.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKEContext;
import skerry.protocol.Bytes;

/** Seals what is written to one key, chunk by chunk. Not thread-safe. */
public final class Sealer {
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
     * @param clear written in front as it is, and authenticated with the content
     * @param recipient the X25519 public key of whoever can open it
     * @throws IllegalArgumentException if nothing can be sealed to the key
     */
    public Sealer(OutputStream out, byte[] clear, Bytes recipient) throws IOException {
        this.out = out;
        var sender = Hpke.sender(recipient, clear);
        this.context = sender;
        write(clear);
        write(sender.getEncapsulation());
    }

    /** Bytes of a file with so many in the clear and so many sealed. */
    public static long length(int clear, long content) {
        // The last chunk may be full, and there is one even for no content.
        long chunks = Math.max(1, (content + CHUNK - 1) / CHUNK);
        return clear + Hpke.ENC + content + chunks * Hpke.TAG;
    }

    /** Adds content. */
    public void add(byte[] bytes) throws IOException {
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

    /** Bytes that the finished file would have at most with {@code more} bytes of content. */
    public long lengthWith(long more) {
        long waiting = filled + more;
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
