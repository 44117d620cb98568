package skerry.protocol.enrol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.identity.SignedMessage;
import skerry.protocol.identity.Signer;
import skerry.protocol.identity.VerifyKey;

/**
 * The messages as bytes. A request is signed by the agent, a grant by the hub for that request alone; where the two do not
 * know each other yet, both also carry an HMAC-SHA256 under the key of the join code, so that neither side can be played by
 * who passes the messages on. Thread-safe.
 */
public final class EnrolCodec {
    /** Of any of the messages. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final String JOIN_CONTEXT = "skerry-join-1";
    private static final String RENEW_CONTEXT = "skerry-renew-1";
    private static final String GRANT_CONTEXT = "skerry-grant-1";
    private static final int MAC_BYTES = 32;
    private static final Bytes NOT_BOUND = Bytes.of(new byte[0]);

    private EnrolCodec() {}

    /** @param joinKey {@link skerry.protocol.identity.JoinCode#key} */
    public static byte[] encode(JoinRequest request, Signer agentKey, Bytes joinKey) {
        return sealed(
                SignedMessage.of(EnrolFields.write(request).toByteArray(), agentKey, JOIN_CONTEXT, NOT_BOUND),
                joinKey,
                JOIN_CONTEXT);
    }

    /** What a request says of itself before anything is proved: to find the key of its join code. */
    public static JoinRequest peekJoin(byte[] bytes) throws ProtocolException {
        String subject = "a request to join";
        checkLength(subject, bytes);
        return CborReader.message(
                subject,
                bytes,
                0,
                Math.max(0, bytes.length - MAC_BYTES - Limits.SIGNATURE_BYTES),
                EnrolFields::readJoin);
    }

    /**
     * Proves a request that was peeked at.
     *
     * @throws ProtocolException with reason {@code SIGNATURE} if its maker does not know the join code, or does not have the
     *     keys of its card
     */
    public static void checkJoin(byte[] bytes, JoinRequest peeked, Bytes joinKey) throws ProtocolException {
        String subject = "a request to join of agent " + peeked.card().uid();
        byte[] signed = opened(subject, bytes, joinKey, JOIN_CONTEXT);
        SignedMessage.check(subject, signed, peeked.card().verifyKey(), JOIN_CONTEXT, NOT_BOUND);
    }

    public static byte[] encode(RenewRequest request, Signer agentKey) {
        return SignedMessage.of(EnrolFields.write(request).toByteArray(), agentKey, RENEW_CONTEXT, NOT_BOUND);
    }

    /** What a request says of itself before anything is proved: to find the agent's key. */
    public static RenewRequest peekRenew(byte[] bytes) throws ProtocolException {
        String subject = "a request to renew";
        checkLength(subject, bytes);
        return CborReader.message(
                subject, bytes, 0, Math.max(0, bytes.length - Limits.SIGNATURE_BYTES), EnrolFields::readRenew);
    }

    /** @throws ProtocolException with reason {@code SIGNATURE} if the agent did not sign it */
    public static void checkRenew(byte[] bytes, Uid from, VerifyKey agentKey) throws ProtocolException {
        SignedMessage.check("a request to renew of agent " + from, bytes, agentKey, RENEW_CONTEXT, NOT_BOUND);
    }

    /** @param request the bytes that are answered */
    public static byte[] encode(Grant grant, byte[] request, Signer hubKey) {
        return SignedMessage.of(EnrolFields.write(grant).toByteArray(), hubKey, GRANT_CONTEXT, digest(request));
    }

    /** As above, for one who does not know the hub's key yet. */
    public static byte[] encode(Grant grant, byte[] request, Signer hubKey, Bytes joinKey) {
        return sealed(encode(grant, request, hubKey), joinKey, GRANT_CONTEXT);
    }

    /** @throws ProtocolException with reason {@code SIGNATURE} if the hub did not make it for this request */
    public static Grant decodeGrant(byte[] bytes, byte[] request, VerifyKey hubKey) throws ProtocolException {
        String subject = "the hub's grant";
        checkLength(subject, bytes);
        int length = SignedMessage.check(subject, bytes, hubKey, GRANT_CONTEXT, digest(request));
        return CborReader.message(subject, bytes, 0, length, EnrolFields::readGrant);
    }

    /** As above, by the join code; the hub's key is in the grant. */
    public static Grant decodeGrantByCode(byte[] bytes, byte[] request, Bytes joinKey) throws ProtocolException {
        String subject = "the hub's grant";
        byte[] signed = opened(subject, bytes, joinKey, GRANT_CONTEXT);
        Grant grant = CborReader.message(
                subject, signed, 0, Math.max(0, signed.length - Limits.SIGNATURE_BYTES), EnrolFields::readGrant);
        return decodeGrant(signed, request, grant.hub().verifyKey());
    }

    private static byte[] sealed(byte[] bytes, Bytes joinKey, String context) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + MAC_BYTES);
        System.arraycopy(mac(bytes, joinKey, context), 0, all, bytes.length, MAC_BYTES);
        return all;
    }

    private static byte[] opened(String subject, byte[] bytes, Bytes joinKey, String context) throws ProtocolException {
        checkLength(subject, bytes);
        int length = Math.max(0, bytes.length - MAC_BYTES);
        byte[] content = Arrays.copyOf(bytes, length);
        byte[] proof = Arrays.copyOfRange(bytes, length, bytes.length);
        if (!MessageDigest.isEqual(mac(content, joinKey, context), proof)) {
            throw new ProtocolException(
                    Reason.SIGNATURE, "Who made " + subject + " does not know the secret of the join code.");
        }
        return content;
    }

    private static byte[] mac(byte[] content, Bytes joinKey, String context) {
        try {
            var hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(joinKey.toArray(), "HmacSHA256"));
            hmac.update(context.getBytes(StandardCharsets.US_ASCII));
            return hmac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA256", e);
        }
    }

    private static Bytes digest(byte[] request) {
        return Bytes.of(request).sha256();
    }

    private static void checkLength(String subject, byte[] bytes) throws ProtocolException {
        if (bytes.length > MAX_BYTES) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "There is " + subject + " of " + bytes.length + " bytes where at most " + MAX_BYTES
                            + " are allowed.");
        }
    }
}
