package skerry.protocol.stick;

import java.io.ByteArrayOutputStream;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.identity.Signer;
import skerry.protocol.identity.VerifyKey;

/** A small file on a stick: its start, a CBOR map and the signature over both. */
record SignedFile(String subject, StickStart start, String context, int maxBytes) {
    byte[] write(CborWriter body, Signer key) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(start.bytes());
        file.writeBytes(body.toByteArray());
        Bytes signature = key.sign(context, Bytes.of(file.toByteArray()));
        file.writeBytes(signature.toArray());
        if (file.size() > maxBytes) {
            throw new IllegalArgumentException(subject + " has at most " + maxBytes + " bytes");
        }
        return file.toByteArray();
    }

    /** Reads without asking who wrote it. */
    <T> T peek(byte[] file, CborReader.Body<T> body) throws ProtocolException {
        if (file.length > maxBytes) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "There is " + subject + " of " + file.length + " bytes where at most " + maxBytes
                            + " are allowed.");
        }
        start.require(subject, file);
        int end = file.length - Limits.SIGNATURE_BYTES;
        return CborReader.message(subject, file, StickStart.SIZE, Math.max(StickStart.SIZE, end), body);
    }

    /** @throws ProtocolException with reason {@code SIGNATURE} if another wrote it, or it was changed */
    <T> T read(byte[] file, VerifyKey key, CborReader.Body<T> body) throws ProtocolException {
        T content = peek(file, body);
        int end = file.length - Limits.SIGNATURE_BYTES;
        if (!key.holds(Bytes.of(file, end, file.length), context, Bytes.of(file, 0, end))) {
            throw new ProtocolException(Reason.SIGNATURE, "The signature of " + subject + " does not hold.");
        }
        return content;
    }
}
