package skerry.simulator.load;

import java.security.Provider;
import java.security.Security;

/**
 * Ed25519 and X25519 by BouncyCastle for what asks the JDK for them: the same results (RFC 8032 and RFC 7748 leave no
 * choice) in a seventh of the time. For a process that plays so many agents that their arithmetic would be in the way.
 */
public final class QuickCurves extends Provider {
    private static final long serialVersionUID = 1;
    private static final String BY = "org.bouncycastle.jcajce.provider.asymmetric.edec.";

    private QuickCurves() {
        super("quick curves", "1", "Ed25519 and X25519 by BouncyCastle");
        for (String curve : new String[] {"Ed25519", "X25519"}) {
            put("KeyPairGenerator." + curve, BY + "KeyPairGeneratorSpi$" + curve);
            put("KeyFactory." + curve, BY + "KeyFactorySpi$" + curve);
        }
        put("Signature.Ed25519", BY + "SignatureSpi$Ed25519");
        put("KeyAgreement.X25519", BY + "KeyAgreementSpi$X25519");
    }

    /** From now on in this JVM, for keys that are made or read later. */
    public static void install() {
        Security.insertProviderAt(new QuickCurves(), 1);
    }
}
