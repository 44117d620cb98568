package skerry.agent.enrol;

import java.io.IOException;
import java.net.Proxy;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.util.Optional;
import skerry.platform.tls.ClientKeys;
import skerry.platform.tls.ClientTls;
import skerry.platform.tls.KnownTime;
import skerry.platform.tls.PinnedAuthority;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.enrol.Grant;
import skerry.protocol.enrol.JoinRequest;
import skerry.protocol.enrol.RenewRequest;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.JoinCode;

/**
 * Joins a fleet and renews the certificate, each by one question to the hub. A fresh TLS key is made for every certificate and
 * never leaves this machine. Thread-safe.
 */
public final class Enroller {
    private final AgentIdentity agent;
    private final SecureRandom random;
    private final String version;
    private final Proxy proxy;

    /** @param proxy an HTTP proxy to go through, or {@link Proxy#NO_PROXY} */
    public Enroller(AgentIdentity agent, SecureRandom random, String version, Proxy proxy) {
        this.agent = agent;
        this.random = random;
        this.version = version;
        this.proxy = proxy;
    }

    /**
     * Joins by a code.
     *
     * @param node what this machine calls itself
     * @throws IOException one sentence for the person at the node
     */
    public Enrolment join(JoinCode code, String node, String role) throws IOException {
        KeyPair key = ClientKeys.generate(random);
        byte[] request = EnrolCodec.encode(
                new JoinRequest(code.id(), agent.card(), csr(key), node, role, version),
                agent.signingKey(),
                code.key());
        byte[] answer = HubDoor.ask(
                code.hub(),
                "enrol",
                request,
                PinnedAuthority.context(code.authority().toArray()),
                proxy);
        Enrolment joined = read(() -> EnrolCodec.decodeGrantByCode(answer, request, code.key()), key);
        if (!Bytes.of(der(joined)).sha256().equals(code.authority())) {
            throw new IOException("the hub's answer cannot be believed: it names another authority than the join code");
        }
        return joined;
    }

    /**
     * Renews the certificate, also one that has ended.
     *
     * @throws IOException one sentence
     */
    Enrolment renew(Enrolment present, KnownTime time) throws IOException {
        KeyPair key = ClientKeys.generate(random);
        byte[] request = EnrolCodec.encode(new RenewRequest(agent.uid(), csr(key), version), agent.signingKey());
        byte[] answer = HubDoor.ask(
                present.api(), "renew", request, ClientTls.context(present.authority(), Optional.empty(), time), proxy);
        return read(() -> EnrolCodec.decodeGrant(answer, request, present.hub().verifyKey()), key);
    }

    private Bytes csr(KeyPair key) {
        return Bytes.of(ClientKeys.request(key, agent.uid().value()));
    }

    private static byte[] der(Enrolment joined) throws IOException {
        try {
            return joined.authority().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IOException("the hub's answer cannot be believed: its authority cannot be read", e);
        }
    }

    @FunctionalInterface
    private interface Reading {
        Grant read() throws ProtocolException;
    }

    private static Enrolment read(Reading reading, KeyPair key) throws IOException {
        try {
            return Enrolment.of(reading.read(), key.getPrivate());
        } catch (ProtocolException | IllegalArgumentException e) {
            throw new IOException("the hub's answer cannot be believed: " + e.getMessage(), e);
        }
    }
}
