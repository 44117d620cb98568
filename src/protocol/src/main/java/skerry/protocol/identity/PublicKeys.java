package skerry.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import skerry.protocol.Bytes;

/** Public keys as the 32 bytes of RFC 8032 and RFC 7748, which is how the protocol writes them. Thread-safe. */
public final class PublicKeys {
    /** Length of both kinds. */
    public static final int SIZE = 32;

    /** What RFC 8410 puts before the 32 bytes. */
    private static final Bytes ED25519_PREFIX = Bytes.ofHex("302a300506032b6570032100");

    private static final Bytes X25519_PREFIX = Bytes.ofHex("302a300506032b656e032100");

    private PublicKeys() {}

    /** @throws IllegalArgumentException if these are not the bytes of an Ed25519 public key */
    public static PublicKey ed25519(Bytes raw) {
        return key("Ed25519", ED25519_PREFIX, raw);
    }

    /** @throws IllegalArgumentException if these are not the bytes of an X25519 public key */
    public static PublicKey x25519(Bytes raw) {
        return key("X25519", X25519_PREFIX, raw);
    }

    /** The 32 bytes of an Ed25519 or X25519 key. */
    public static Bytes raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Bytes.of(encoded, encoded.length - SIZE, encoded.length);
    }

    private static PublicKey key(String algorithm, Bytes prefix, Bytes raw) {
        if (raw.size() != SIZE) {
            throw new IllegalArgumentException("an " + algorithm + " public key has 32 bytes, was " + raw.size());
        }
        byte[] encoded = Arrays.copyOf(prefix.toArray(), prefix.size() + SIZE);
        raw.asBuffer().get(encoded, prefix.size(), SIZE);
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("these bytes are no " + algorithm + " public key", e);
        }
    }
}
