package skerry.protocol.stick;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKEContext;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.identity.HubIdentity;

/** Opens a sealed file and gives out its batches, whose own signatures are not checked here. Not thread-safe. */
public final class SealedReader {
    private final InputStream in;
    private final SealedHeader header;
    private final HPKEContext context;
    private final byte[] sealed = new byte[SealedWriter.CHUNK + Hpke.TAG];

    /** The first bytes of the next chunk, read ahead to know whether there is one. */
    private int ahead;

    private byte[] chunk = {};
    private int at;
    private boolean last;

    /**
     * Begins to read.
     *
     * @param in not closed by this
     * @throws ProtocolException if it is no sealed file, of another version, or for another hub
     */
    public SealedReader(InputStream in, HubIdentity hub) throws IOException, ProtocolException {
        this.in = in;
        byte[] clear = in.readNBytes(SealedHeader.SIZE);
        header = SealedHeader.decode(clear);
        if (!header.hubKeyId().equals(hub.card().keyId())) {
            throw new ProtocolException(
                    Reason.SIGNATURE,
                    "A sealed file is for the hub " + header.hubKeyId() + ", and this is hub "
                            + hub.card().keyId() + ".");
        }
        byte[] enc = in.readNBytes(Hpke.ENC);
        if (enc.length < Hpke.ENC) {
            throw cutOff();
        }
        context = Hpke.receiver(hub.agree().getPrivate(), enc, clear);
        ahead = in.readNBytes(sealed, 0, sealed.length);
    }

    public SealedHeader header() {
        return header;
    }

    /**
     * The next batch; empty after the last.
     *
     * @throws ProtocolException if the file was changed or cut off; what came before is as it was sealed
     */
    public Optional<byte[]> next() throws IOException, ProtocolException {
        if (at == chunk.length && !fill()) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(take(Integer.BYTES)).getInt();
        if (length < 1 || length > Limits.MAX_BATCH_BYTES) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "In a sealed file there is a batch of " + Integer.toUnsignedString(length) + " bytes where 1 to "
                            + Limits.MAX_BATCH_BYTES + " are allowed.");
        }
        return Optional.of(take(length));
    }

    private byte[] take(int length) throws IOException, ProtocolException {
        byte[] taken = new byte[length];
        int have = 0;
        while (have < length) {
            if (at == chunk.length && !fill()) {
                throw cutOff();
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
            return context.open(last ? SealedWriter.LAST : SealedWriter.MORE, present);
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw new ProtocolException(Reason.SIGNATURE, "A sealed file was changed or cut off.", e);
        }
    }

    private static ProtocolException cutOff() {
        return new ProtocolException(Reason.SIGNATURE, "A sealed file was changed or cut off.");
    }
}
