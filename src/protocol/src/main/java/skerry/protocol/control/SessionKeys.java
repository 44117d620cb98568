package skerry.protocol.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import skerry.protocol.Bytes;
import skerry.protocol.identity.AgentCard;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.PublicKeys;

/**
 * The key that authenticates receipts of one connection, the same at both ends: HKDF-SHA256 (RFC 5869) over the X25519
 * secret of the enrolled keys, with {@code conn ‖ hubBoot} as salt and both public keys in the info. A broker that passes
 * receipts on cannot make any. Costs one key agreement, about a millisecond. Thread-safe.
 */
public final class SessionKeys {
    /** Length of an authentication code: the first half of HMAC-SHA256. */
    static final int MAC_BYTES = 16;

    private final long conn;
    private final long hubBoot;
    private final SecretKey ackKey;

    private SessionKeys(long conn, long hubBoot, SecretKey ackKey) {
        this.conn = conn;
        this.hubBoot = hubBoot;
        this.ackKey = ackKey;
    }

    /**
     * @param mine the private X25519 key of the card that is one's own
     * @throws InvalidKeyException if the other side's key is one with which no secret can be agreed
     */
    public static SessionKeys ofAgent(PrivateKey mine, AgentCard agent, HubCard hub, long conn, long hubBoot)
            throws InvalidKeyException {
        return derive(mine, hub.agreeKey(), agent, hub, conn, hubBoot);
    }

    /**
     * @param mine the private X25519 key of the card that is one's own
     * @throws InvalidKeyException if the other side's key is one with which no secret can be agreed
     */
    public static SessionKeys ofHub(PrivateKey mine, AgentCard agent, HubCard hub, long conn, long hubBoot)
            throws InvalidKeyException {
        return derive(mine, agent.agreeKey(), agent, hub, conn, hubBoot);
    }

    public long conn() {
        return conn;
    }

    public long hubBoot() {
        return hubBoot;
    }

    byte[] mac(byte[] bytes, int length) {
        try {
            var hmac = Mac.getInstance("HmacSHA256");
            hmac.init(ackKey);
            hmac.update(bytes, 0, length);
            return Arrays.copyOf(hmac.doFinal(), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA256", e);
        }
    }

    /** Whether the last 16 bytes authenticate those before; takes as long for wrong ones as for right ones. */
    boolean authenticate(byte[] bytes) {
        int length = bytes.length - MAC_BYTES;
        return length >= 0
                && MessageDigest.isEqual(mac(bytes, length), Arrays.copyOfRange(bytes, length, bytes.length));
    }

    private static SessionKeys derive(
            PrivateKey mine, Bytes theirs, AgentCard agent, HubCard hub, long conn, long hubBoot)
            throws InvalidKeyException {
        try {
            var x25519 = KeyAgreement.getInstance("X25519");
            x25519.init(mine);
            x25519.doPhase(PublicKeys.x25519(theirs), true);
            byte[] context = "skerry-ack-1".getBytes(StandardCharsets.US_ASCII);
            var info = ByteBuffer.allocate(context.length + 2 * PublicKeys.SIZE)
                    .put(context)
                    .put(agent.agreeKey().asBuffer())
                    .put(hub.agreeKey().asBuffer());
            var salt = ByteBuffer.allocate(2 * Long.BYTES).putLong(conn).putLong(hubBoot);
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(x25519.generateSecret())
                    .addSalt(salt.array())
                    .thenExpand(info.array(), 32);
            return new SessionKeys(conn, hubBoot, KDF.getInstance("HKDF-SHA256").deriveKey("HmacSHA256", parameters));
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime of this program has X25519 and HKDF-SHA256", e);
        }
    }
}
