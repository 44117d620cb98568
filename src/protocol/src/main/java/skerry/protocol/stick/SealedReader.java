package skerry.protocol.stick;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.seal.Opener;

/** Opens a sealed file and gives out its batches, whose own signatures are not checked here. Not thread-safe. */
public final class SealedReader {
    private final SealedHeader header;
    private final Opener opener;

    /**
     * Begins to read.
     *
     * @param in not closed by this
     * @throws ProtocolException if it is no sealed file, of another version, or for another hub
     */
    public SealedReader(InputStream in, HubIdentity hub) throws IOException, ProtocolException {
        byte[] clear = in.readNBytes(SealedHeader.SIZE);
        header = SealedHeader.decode(clear);
        if (!header.hubKeyId().equals(hub.card().keyId())) {
            throw new ProtocolException(
                    Reason.SIGNATURE,
                    "A sealed file is for the hub " + header.hubKeyId() + ", and this is hub "
                            + hub.card().keyId() + ".");
        }
        opener = new Opener(in, clear, hub.agree().getPrivate(), "A sealed file");
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
        if (opener.atEnd()) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(opener.take(Integer.BYTES)).getInt();
        if (length < 1 || length > Limits.MAX_BATCH_BYTES) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "In a sealed file there is a batch of " + Integer.toUnsignedString(length) + " bytes where 1 to "
                            + Limits.MAX_BATCH_BYTES + " are allowed.");
        }
        return Optional.of(opener.take(length));
    }
}
