package skerry.agent.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names that must be known again later, such as the paths of logs, in a form that shows nothing personal: what redaction would leave
 * as it is stays, anything else is encrypted under a key of this node. One name has one form: its nonce is a MAC of the name itself
 * (the construction of RFC 5297, with HMAC-SHA-256 and AES-256-GCM). Thread-safe.
 */
public final class SealedNames {
    /** No path begins with it, and no word of Skerry. */
    private static final String MARK = "~";

    private static final String HMAC = "HmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Redactor redactor;
    private final SecretKeySpec naming;
    private final SecretKeySpec hiding;

    /** @param secret of this node, of at least 32 bytes; what is derived of it is used for nothing else */
    public SealedNames(byte[] secret, Redactor redactor) {
        this.redactor = redactor;
        this.naming = new SecretKeySpec(mac(secret, "skerry-names-nonce"), HMAC);
        this.hiding = new SecretKeySpec(mac(secret, "skerry-names-key"), "AES");
    }

    /** The form in which a name may be stored; the name itself where there is nothing to hide. */
    public String seal(String name) {
        if (redactor.redact(name).equals(name) && !name.startsWith(MARK)) {
            return name;
        }
        byte[] plain = name.getBytes(StandardCharsets.UTF_8);
        byte[] nonce = Arrays.copyOf(mac(naming, plain), NONCE_BYTES);
        byte[] hidden = crypt(Cipher.ENCRYPT_MODE, nonce, plain)
                .orElseThrow(() -> new IllegalStateException("a name cannot be encrypted"));
        byte[] both = ByteBuffer.allocate(NONCE_BYTES + hidden.length)
                .put(nonce)
                .put(hidden)
                .array();
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    }

    /** The name that a stored form stands for; empty if it was hidden under another key, or is damaged. */
    public Optional<String> open(String stored) {
        if (!stored.startsWith(MARK)) {
            return Optional.of(stored);
        }
        try {
            byte[] both = Base64.getUrlDecoder().decode(stored.substring(MARK.length()));
            if (both.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
            return crypt(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(both, NONCE_BYTES, both.length))
                    .map(plain -> new String(plain, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> crypt(int mode, byte[] nonce, byte[] text) {
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, hiding, new GCMParameterSpec(TAG_BITS, nonce));
            return Optional.of(cipher.doFinal(text));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static byte[] mac(byte[] secret, String purpose) {
        return mac(new SecretKeySpec(secret, HMAC), purpose.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] mac(SecretKeySpec key, byte[] text) {
        try {
            var hmac = Mac.getInstance(HMAC);
            hmac.init(key);
            return hmac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + HMAC, e);
        }
    }
}
