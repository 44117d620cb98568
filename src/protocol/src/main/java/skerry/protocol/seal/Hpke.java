package skerry.protocol.seal;

import java.security.PrivateKey;
import java.security.interfaces.XECPrivateKey;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;

/** The one suite of HPKE (RFC 9180) that version 1 uses: fast without a processor's AES, which boards lack. */
final class Hpke {
    /** Bytes of the encapsulated key. */
    static final int ENC = 32;

    /** Bytes that sealing adds to a message. */
    static final int TAG = 16;

    private Hpke() {}

    /** @throws IllegalArgumentException if this is no key to seal to */
    static HPKEContextWithEncapsulation sender(Bytes recipient, byte[] info) {
        try {
            return suite().setupBaseS(new X25519PublicKeyParameters(recipient.toArray()), info);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("nothing can be sealed to this key: copy it again", e);
        }
    }

    static HPKEContext receiver(PrivateKey key, byte[] enc, byte[] info) throws ProtocolException {
        byte[] scalar = key instanceof XECPrivateKey curve ? curve.getScalar().orElse(null) : null;
        if (scalar == null) {
            throw new IllegalArgumentException("the key is no X25519 key at hand");
        }
        var secret = new X25519PrivateKeyParameters(scalar);
        try {
            return suite().setupBaseR(enc, new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret), info);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new ProtocolException(Reason.SIGNATURE, "The key of a sealed file cannot be used.", e);
        }
    }

    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }
}
