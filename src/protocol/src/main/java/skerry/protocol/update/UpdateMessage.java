package skerry.protocol.update;

import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.cbor.CborReader;

/** Reads the small messages of this package within their limits. */
final class UpdateMessage {
    static final Bytes NOTHING = Bytes.of(new byte[0]);

    private UpdateMessage() {}

    static <T> T read(String subject, byte[] bytes, int max, CborReader.Body<T> body) throws ProtocolException {
        if (bytes.length > max) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "There is " + subject + " of " + bytes.length + " bytes where at most " + max + " are allowed.");
        }
        return CborReader.message(subject, bytes, 0, bytes.length, body);
    }
}
