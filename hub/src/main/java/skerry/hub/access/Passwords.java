package skerry.hub.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Salted password hashes: PBKDF2 (RFC 8018) with HMAC-SHA-512, the rounds that OWASP's cheat sheet names. Thread-safe. */
final class Passwords {
    private static final int ROUNDS = 210_000;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;
    private static final HexFormat HEX = HexFormat.of();

    private final SecureRandom random;

    Passwords(SecureRandom random) {
        this.random = random;
    }

    String hash(String password) {
        byte[] salt = random(SALT_BYTES);
        return joined(salt, derive(password, salt, ROUNDS));
    }

    /** The hash of no password that anybody knows: to compare with it takes as long as with another. */
    String nobodys() {
        return joined(random(SALT_BYTES), random(KEY_BITS / Byte.SIZE));
    }

    /** Rounds, salt and key with colons between, so that the rounds can rise later. */
    private static String joined(byte[] salt, byte[] key) {
        return ROUNDS + ":" + HEX.formatHex(salt) + ":" + HEX.formatHex(key);
    }

    private byte[] random(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return drawn;
    }

    boolean matches(String password, String hash) {
        String[] parts = hash.split(":", -1);
        byte[] expected = HEX.parseHex(parts[2]);
        return MessageDigest.isEqual(expected, derive(password, HEX.parseHex(parts[1]), Integer.parseInt(parts[0])));
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        var spec = new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }
}
