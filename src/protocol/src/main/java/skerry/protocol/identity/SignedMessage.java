package skerry.protocol.identity;

import java.util.Arrays;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;

/** A message whose body is followed by its sender's signature of 64 bytes. Thread-safe. */
public final class SignedMessage {
    private SignedMessage() {}

    /**
     * Signs a body.
     *
     * @param context what kind of message it is, so that no signature passes as another kind's
     * @param boundTo what else is signed, and travels elsewhere
     */
    public static byte[] of(byte[] body, Signer key, String context, Bytes boundTo) {
        byte[] all = Arrays.copyOf(body, body.length + Limits.SIGNATURE_BYTES);
        key.sign(context, boundTo, Bytes.of(body)).asBuffer().get(all, body.length, Limits.SIGNATURE_BYTES);
        return all;
    }

    /**
     * Checks a message before anything of it is read.
     *
     * @param subject what the bytes are: "a command"
     * @return the length of its body
     * @throws ProtocolException with reason {@code SIGNATURE} if the signature does not hold
     */
    public static int check(String subject, byte[] bytes, VerifyKey key, String context, Bytes boundTo)
            throws ProtocolException {
        int length = Math.max(0, bytes.length - Limits.SIGNATURE_BYTES);
        var signature = Bytes.of(bytes, length, bytes.length);
        if (!key.holds(signature, context, boundTo, Bytes.of(bytes, 0, length))) {
            throw new ProtocolException(Reason.SIGNATURE, "The signature of " + subject + " does not hold.");
        }
        return length;
    }
}
