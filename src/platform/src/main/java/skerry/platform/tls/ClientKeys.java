package skerry.platform.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** The key that a client makes for itself, and the request by which an authority certifies it. ECDSA on P-256. */
public final class ClientKeys {
    private ClientKeys() {}

    public static KeyPair generate(SecureRandom random) {
        try {
            return CertificateAuthority.newKey(random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime of this program has ECDSA on P-256", e);
        }
    }

    /** A PKCS #10 request (RFC 2986), DER, signed by the key that it is for. */
    public static byte[] request(KeyPair key, String commonName) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=" + commonName), key.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot sign with ECDSA", e);
        }
    }

    /**
     * Reads a private key as it is kept.
     *
     * @param pkcs8 DER
     * @throws IllegalArgumentException if it is not an ECDSA key
     */
    public static PrivateKey read(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the private key was damaged", e);
        }
    }
}
