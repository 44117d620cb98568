package skerry.protocol.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import skerry.protocol.Bytes;

/**
 * Says whether an Ed25519 signature of one agent or hub holds. An interface because the JDK takes 600 µs for what
 * BouncyCastle does in 80, and a hub verifies all day long. Implementations are thread-safe.
 */
@FunctionalInterface
public interface VerifyKey {
    /** @param signature any content and length */
    boolean holds(Bytes signature, byte[] message);

    /** Whether the signature is one of {@code context ‖ parts}. */
    default boolean holds(Bytes signature, String context, Bytes... parts) {
        Bytes start = Bytes.of(context.getBytes(StandardCharsets.US_ASCII));
        Bytes rest = Joined.of(parts);
        return holds(signature, Joined.of(start, rest).toArray());
    }

    /** By the JDK alone. */
    static VerifyKey of(PublicKey key) {
        return (signature, message) -> {
            try {
                var ed25519 = Signature.getInstance("Ed25519");
                ed25519.initVerify(key);
                ed25519.update(message);
                return ed25519.verify(signature.toArray());
            } catch (GeneralSecurityException e) {
                return false; // A signature of another length, or with numbers out of range, holds for no key.
            }
        };
    }
}
