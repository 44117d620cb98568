package skerry.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import javax.crypto.KeyAgreement;
import skerry.protocol.Bytes;

/**
 * A key pair for signing (Ed25519) and one for agreeing on session keys (X25519).
 *
 * @param sign Ed25519
 * @param agree X25519
 */
record KeyPairs(KeyPair sign, KeyPair agree) {
    static KeyPairs generate(SecureRandom random) {
        return new KeyPairs(generate("Ed25519", random), generate("X25519", random));
    }

    /** Adds the lines of an identity's file: private keys as PKCS#8, public keys as their 32 bytes, all in base64. */
    void putInto(Map<String, String> lines) {
        lines.put("sign-private", base64(sign.getPrivate().getEncoded()));
        lines.put("sign-public", base64(PublicKeys.raw(sign.getPublic()).toArray()));
        lines.put("agree-private", base64(agree.getPrivate().getEncoded()));
        lines.put("agree-public", base64(PublicKeys.raw(agree.getPublic()).toArray()));
    }

    /** @throws IllegalArgumentException if a line is missing or damaged, or keys do not belong together */
    static KeyPairs from(Map<String, String> lines) {
        var sign = new KeyPair(
                PublicKeys.ed25519(Bytes.of(base64(lines, "sign-public"))),
                privateKey("Ed25519", base64(lines, "sign-private")));
        var agree = new KeyPair(
                PublicKeys.x25519(Bytes.of(base64(lines, "agree-public"))),
                privateKey("X25519", base64(lines, "agree-private")));
        try {
            checkThatTheyMatch(sign, agree);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its keys cannot be used", e);
        }
        return new KeyPairs(sign, agree);
    }

    static byte[] base64(Map<String, String> lines, String name) {
        try {
            return Base64.getDecoder().decode(lines.getOrDefault(name, ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its line " + name + " was damaged", e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static KeyPair generate(String algorithm, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(255, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime of this program has " + algorithm, e);
        }
    }

    private static PrivateKey privateKey(String algorithm, byte[] pkcs8) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its private " + algorithm + " key was damaged", e);
        }
    }

    private static void checkThatTheyMatch(KeyPair sign, KeyPair agree) throws GeneralSecurityException {
        byte[] probe = {1, 2, 3};
        var ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(sign.getPrivate());
        ed25519.update(probe);
        byte[] signature = ed25519.sign();
        ed25519.initVerify(sign.getPublic());
        ed25519.update(probe);
        boolean signMatches = ed25519.verify(signature);

        var other = generate("X25519", new SecureRandom());
        boolean agreeMatches =
                Bytes.of(secret(agree.getPrivate(), other)).equals(Bytes.of(secret(other.getPrivate(), agree)));
        if (!signMatches || !agreeMatches) {
            throw new IllegalArgumentException("its private and public keys do not belong together");
        }
    }

    private static byte[] secret(PrivateKey mine, KeyPair theirs) throws GeneralSecurityException {
        var x25519 = KeyAgreement.getInstance("X25519");
        x25519.init(mine);
        x25519.doPhase(theirs.getPublic(), true);
        return x25519.generateSecret();
    }
}
