package skerry.agent.enrol;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import skerry.platform.net.BrokerUrl;
import skerry.platform.net.HostPort;
import skerry.platform.tls.ClientKeys;
import skerry.platform.tls.ClientTls;
import skerry.protocol.Bytes;
import skerry.protocol.Topics;
import skerry.protocol.enrol.Grant;
import skerry.protocol.identity.HubCard;

/**
 * What the hub granted this agent, kept in a file of the data folder.
 *
 * @param identity the TLS key, made here, and its certificates
 * @param site what the hub calls this site
 * @param node what the hub calls this machine
 * @param grantedAt by the hub's clock: that moment has passed
 */
public record Enrolment(
        URI api,
        BrokerUrl broker,
        Topics topics,
        HubCard hub,
        ClientTls.Identity identity,
        String site,
        String node,
        Instant grantedAt) {
    private static final String FIRST_LINE =
            "# Skerry agent enrolment, version 1. Keep it secret; the certificate's key is in it.";

    /** @throws IllegalArgumentException if the hub granted something that cannot be used; one sentence */
    static Enrolment of(Grant grant, PrivateKey key) {
        return new Enrolment(
                URI.create(grant.api()),
                BrokerUrl.parse(grant.broker()),
                new Topics(grant.root()),
                grant.hub(),
                new ClientTls.Identity(
                        key,
                        grant.chain().stream()
                                .map(der -> ClientTls.certificate(der.toArray()))
                                .toList()),
                grant.site(),
                grant.node(),
                Instant.ofEpochMilli(grant.nowMillis()));
    }

    /** The hub's certificate authority. */
    public X509Certificate authority() {
        return identity.chain().getLast();
    }

    /** Where the hub's API is. */
    public HostPort door() {
        int usual = "https".equals(api.getScheme()) ? 443 : 80;
        return new HostPort(api.getHost().replaceAll("[\\[\\]]", ""), api.getPort() < 0 ? usual : api.getPort());
    }

    Bytes authorityDigest() {
        return Bytes.of(der(authority())).sha256();
    }

    /** When the certificate ends. */
    public Instant end() {
        return identity.certificate().getNotAfter().toInstant();
    }

    /** When half of the certificate's life is over, counted from its grant. */
    Instant renewAt() {
        return grantedAt.plus(Duration.between(grantedAt, end()).dividedBy(2));
    }

    /**
     * What is kept in a file; empty if there is none.
     *
     * @throws IOException if it cannot be read or was damaged; one sentence
     */
    public static Optional<Enrolment> load(Path file) throws IOException {
        return KeptLines.read(file, FIRST_LINE, "enrol this agent again", Enrolment::of);
    }

    private static Enrolment of(KeptLines lines) {
        return new Enrolment(
                URI.create(lines.value("api")),
                BrokerUrl.parse(lines.value("broker")),
                new Topics(lines.value("root")),
                HubCard.parse(lines.value("hub")),
                new ClientTls.Identity(
                        ClientKeys.read(Base64.getDecoder().decode(lines.value("key"))),
                        Stream.of(lines.value("chain").split(" "))
                                .map(der -> ClientTls.certificate(
                                        Base64.getDecoder().decode(der)))
                                .toList()),
                lines.value("site"),
                lines.value("node"),
                Instant.ofEpochMilli(Long.parseLong(lines.value("granted-at"))));
    }

    /** Writes it, in place of an older one, with mode 0600. */
    public void save(Path file) throws IOException {
        var base64 = Base64.getEncoder();
        new KeptLines()
                .with("api", api.toString())
                .with("broker", broker.toString())
                .with("root", topics.root())
                .with("hub", hub.text())
                .with("key", base64.encodeToString(identity.key().getEncoded()))
                .with(
                        "chain",
                        String.join(
                                " ",
                                identity.chain().stream()
                                        .map(certificate -> base64.encodeToString(der(certificate)))
                                        .toList()))
                .with("site", site)
                .with("node", node)
                .with("granted-at", Long.toString(grantedAt.toEpochMilli()))
                .save(file, FIRST_LINE);
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return site + "/" + node + " at " + api;
    }
}
