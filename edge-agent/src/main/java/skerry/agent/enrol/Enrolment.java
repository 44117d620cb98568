package skerry.agent.enrol;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import skerry.platform.PrivateFile;
import skerry.platform.net.BrokerUrl;
import skerry.platform.tls.ClientKeys;
import skerry.platform.tls.ClientTls;
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
    private static final int MAX_BYTES = 64 * 1024;

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
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw damaged(file, "it is too long", null);
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw damaged(file, "it does not begin with \"" + FIRST_LINE + "\"", null);
        }
        var values = new LinkedHashMap<String, String>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        try {
            return Optional.of(of(values));
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static Enrolment of(Map<String, String> values) {
        return new Enrolment(
                URI.create(value(values, "api")),
                BrokerUrl.parse(value(values, "broker")),
                new Topics(value(values, "root")),
                HubCard.parse(value(values, "hub")),
                new ClientTls.Identity(
                        ClientKeys.read(Base64.getDecoder().decode(value(values, "key"))),
                        Stream.of(value(values, "chain").split(" "))
                                .map(der -> ClientTls.certificate(
                                        Base64.getDecoder().decode(der)))
                                .toList()),
                value(values, "site"),
                value(values, "node"),
                Instant.ofEpochMilli(Long.parseLong(value(values, "granted-at"))));
    }

    private static String value(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no line '" + name + "'");
        }
        return value;
    }

    private static IOException damaged(Path file, String why, @Nullable Exception cause) {
        return new IOException(
                "the enrolment " + file + " cannot be used, since " + why + ": remove it and enrol this agent again",
                cause);
    }

    /** Writes it, in place of an older one, with mode 0600. */
    public void save(Path file) throws IOException {
        var base64 = Base64.getEncoder();
        var text = new StringBuilder(FIRST_LINE).append('\n');
        line(text, "api", api.toString());
        line(text, "broker", broker.toString());
        line(text, "root", topics.root());
        line(text, "hub", hub.text());
        line(text, "key", base64.encodeToString(identity.key().getEncoded()));
        line(
                text,
                "chain",
                String.join(
                        " ",
                        identity.chain().stream()
                                .map(certificate -> base64.encodeToString(der(certificate)))
                                .toList()));
        line(text, "site", site);
        line(text, "node", node);
        line(text, "granted-at", Long.toString(grantedAt.toEpochMilli()));
        PrivateFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append('\n');
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
