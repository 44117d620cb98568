package skerry.protocol.seal;

import java.io.IOException;
import java.io.InputStream;
import java.security.PrivateKey;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKEContext;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;

/** Opens what a {@link Sealer} wrote, chunk by chunk. Not thread-safe. */
public final class Opener {
    private final InputStream in;
    private final String subject;
    private final HPKEContext context;
    private final byte[] sealed = new byte[Sealer.CHUNK + Hpke.TAG];

    /** The first bytes of the next chunk, read ahead to know whether there is one. */
    private int ahead;

    private byte[] chunk = {};
    private int at;
    private boolean last;

    /**
     * Begins to read behind what is in the clear.
     *
     * @param in not closed by this
     * @param clear what was read of it already
     * @param key X25519, of the recipient
     * @param subject what it is, as a sentence begins: "A sealed file"
     * @throws ProtocolException if it is cut off, or its key cannot be used
     */
    public Opener(InputStream in, byte[] clear, PrivateKey key, String subject) throws IOException, ProtocolException {
        this.in = in;
        this.subject = subject;
        byte[] enc = in.readNBytes(Hpke.ENC);
        if (enc.length < Hpke.ENC) {
            throw new ProtocolException(Reason.SIGNATURE, changed());
        }
        context = Hpke.receiver(key, enc, clear);
        ahead = in.readNBytes(sealed, 0, sealed.length);
    }

    /** Whether nothing more follows. */
    public boolean atEnd() throws IOException, ProtocolException {
        return at == chunk.length && !fill();
    }

    /**
     * The next bytes.
     *
     * @param length not more than the caller can bear: this much is allocated
     * @throws ProtocolException if the file was changed, or ends before; what came before is as it was sealed
     */
    public byte[] take(int length) throws IOException, ProtocolException {
        byte[] taken = new byte[length];
        int have = 0;
        while (have < length) {
            if (atEnd()) {
                throw new ProtocolException(Reason.SIGNATURE, changed());
            }
            int some = Math.min(chunk.length - at, length - have);
            System.arraycopy(chunk, at, taken, have, some);
            at += some;
            have += some;
        }
        return taken;
    }

    /** Opens chunks until one has content; false after the last. */
    private boolean fill() throws IOException, ProtocolException {
        while (at == chunk.length) {
            if (last) {
                return false;
            }
            byte[] present = Arrays.copyOf(sealed, ahead);
            boolean full = ahead == sealed.length;
            ahead = full ? in.readNBytes(sealed, 0, sealed.length) : 0;
            last = ahead == 0;
            chunk = open(present);
            at = 0;
        }
        return true;
    }

    private byte[] open(byte[] present) throws ProtocolException {
        try {
            return context.open(last ? Sealer.LAST : Sealer.MORE, present);
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw new ProtocolException(Reason.SIGNATURE, changed(), e);
        }
    }

    private String changed() {
        return subject + " was changed or cut off.";
    }
}
