package skerry.platform.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import skerry.platform.PrivateFile;

/**
 * A certificate authority of one's own: makes its key at first start (mode 0600), issues what a server serves TLS with, and
 * certifies the keys of clients. Clients trust the certificate in {@code ca.pem}. ECDSA on P-256. Thread-safe.
 */
public final class CertificateAuthority {
    private static final Duration CA_LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(365);
    /** Certificates are valid from a while ago, for machines whose clocks are behind. */
    private static final Duration BACKDATED = Duration.ofDays(2);

    private static final X500Principal NAME = new X500Principal("CN=Skerry CA");
    private static final String STORE = "ca.p12";
    private static final String CERTIFICATE = "ca.pem";
    private static final String ALIAS = "ca";
    private static final int KEY_BITS = 256;
    /** The file's mode protects it; PKCS #12 insists on a password. */
    private static final char[] NO_SECRET = "skerry".toCharArray();

    private final Path folder;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final InstantSource clock;
    private final SecureRandom random;

    private CertificateAuthority(
            Path folder, PrivateKey key, X509Certificate certificate, InstantSource clock, SecureRandom random) {
        this.folder = folder;
        this.key = key;
        this.certificate = certificate;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Opens the authority in {@code folder}, making it at first start.
     *
     * @throws IOException names the file that cannot be read or written
     */
    public static CertificateAuthority open(Path folder, InstantSource clock, SecureRandom random) throws IOException {
        Path store = folder.resolve(STORE);
        try {
            if (!Files.exists(store)) {
                create(folder, clock, random);
            }
            var keys = KeyStore.getInstance("PKCS12");
            try (var in = Files.newInputStream(store)) {
                keys.load(in, NO_SECRET);
            }
            return new CertificateAuthority(
                    folder,
                    (PrivateKey) keys.getKey(ALIAS, NO_SECRET),
                    (X509Certificate) keys.getCertificate(ALIAS),
                    clock,
                    random);
        } catch (GeneralSecurityException e) {
            throw new IOException(store + " does not hold a certificate authority: " + e.getMessage(), e);
        }
    }

    /** The certificate that clients are to trust, as PEM. */
    public Path certificateFile() {
        return folder.resolve(CERTIFICATE);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * What to serve TLS with: a fresh key and certificate for these names, held in memory only and renewed in time.
     *
     * @param names DNS names and literal addresses under which clients ask for the server
     */
    public SSLContext serverContext(List<String> names) {
        try {
            var context = SSLContext.getInstance("TLS");
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors());
            var keys = new ServerKeys(() -> issueServer(names), clock);
            context.init(new KeyManager[] {keys}, trust.getTrustManagers(), random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("making a server certificate", e);
        }
    }

    /**
     * Certifies a client's key. Who the client is must have been proved in another way: the name in the request is not read.
     *
     * @param request PKCS #10, DER, of any origin
     * @param commonName letters, digits and hyphens
     * @return the client's certificate and this authority's
     * @throws IllegalArgumentException if it is no request, or its maker does not have the key; one sentence
     */
    public List<X509Certificate> certify(byte[] request, String commonName, Duration life) {
        try {
            Instant now = clock.instant();
            var builder = new JcaX509v3CertificateBuilder(
                    NAME,
                    serial(random),
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(life)),
                    new X500Principal("CN=" + commonName),
                    requestedKey(request));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            return List.of(signed(builder, key), certificate);
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("making a client's certificate", e);
        }
    }

    private static PublicKey requestedKey(byte[] request) {
        try {
            var read = new JcaPKCS10CertificationRequest(request);
            PublicKey key = read.getPublicKey();
            boolean proved = key instanceof ECPublicKey curve
                    && curve.getParams().getOrder().bitLength() == KEY_BITS
                    && read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
            if (proved) {
                return key;
            }
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | IllegalArgumentException
                | ClassCastException e) {
            throw new IllegalArgumentException("the certificate request cannot be read", e);
        }
        throw new IllegalArgumentException("the certificate request is not signed by an ECDSA key on P-256 of its own");
    }

    private KeyStore anchors() throws GeneralSecurityException, IOException {
        var anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry(ALIAS, certificate);
        return anchors;
    }

    private ClientTls.Identity issueServer(List<String> names) {
        try {
            KeyPair pair = newKey(random);
            return new ClientTls.Identity(pair.getPrivate(), List.of(issueServer(pair, names), certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("making a server certificate", e);
        }
    }

    private X509Certificate issueServer(KeyPair pair, List<String> names) throws GeneralSecurityException {
        Instant now = clock.instant();
        var builder = new JcaX509v3CertificateBuilder(
                NAME,
                serial(random),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(SERVER_LIFE)),
                new X500Principal("CN=Skerry"),
                pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            var alternatives = new ArrayList<GeneralName>();
            for (String name : names) {
                int kind = isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName;
                alternatives.add(new GeneralName(kind, name));
            }
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(alternatives.toArray(GeneralName[]::new)));
        } catch (CertIOException e) {
            throw new GeneralSecurityException("the names " + names + " do not fit a certificate", e);
        }
        return signed(builder, key);
    }

    private static void create(Path folder, InstantSource clock, SecureRandom random)
            throws GeneralSecurityException, IOException {
        KeyPair pair = newKey(random);
        Instant now = clock.instant();
        var builder = new JcaX509v3CertificateBuilder(
                NAME,
                serial(random),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(CA_LIFE)),
                NAME,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        X509Certificate certificate = signed(builder, pair.getPrivate());
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(ALIAS, pair.getPrivate(), NO_SECRET, new Certificate[] {certificate});
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        Files.writeString(folder.resolve(CERTIFICATE), pem);
        var stored = new ByteArrayOutputStream();
        keys.store(stored, NO_SECRET);
        PrivateFile.write(folder.resolve(STORE), stored.toByteArray());
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey by)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("this Java runtime cannot sign with ECDSA", e);
        }
    }

    static KeyPair newKey(SecureRandom random) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /** 127 random bits and a leading one, as RFC 5280 section 4.1.2.2 allows. */
    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).setBit(126);
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
