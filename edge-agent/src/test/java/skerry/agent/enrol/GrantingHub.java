package skerry.agent.enrol;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import skerry.platform.tls.CertificateAuthority;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.enrol.Grant;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.identity.JoinCode;

/** A hub's authority and keys, that grants whatever is asked and leaves it to the agent whom to believe. */
public final class GrantingHub {
    public static final Duration LIFE = Duration.ofDays(60);

    public final HubIdentity keys;
    public final JoinCode code;

    private final CertificateAuthority authority;
    private final InstantSource clock;

    /** @param folder of its authority, made if there is none */
    public GrantingHub(Path folder, HubIdentity keys, URI api, SecureRandom random, InstantSource clock)
            throws Exception {
        this.keys = keys;
        this.authority = CertificateAuthority.open(folder, clock, random);
        this.clock = clock;
        this.code = new JoinCode(
                Bytes.of(new byte[8]),
                Bytes.of(new byte[16]),
                der(authority.certificate()).sha256(),
                api);
    }

    /** Grants a request to join. */
    public byte[] join(byte[] request) throws ProtocolException {
        var asked = EnrolCodec.peekJoin(request);
        return EnrolCodec.encode(grant(asked.card().uid(), asked.csr()), request, keys.signingKey(), code.key());
    }

    /** Grants a request to renew. */
    public byte[] renew(byte[] request) throws ProtocolException {
        var asked = EnrolCodec.peekRenew(request);
        return EnrolCodec.encode(grant(asked.uid(), asked.csr()), request, keys.signingKey());
    }

    private Grant grant(Uid uid, Bytes csr) {
        return new Grant(
                authority.certify(csr.toArray(), uid.value(), LIFE).stream()
                        .map(GrantingHub::der)
                        .toList(),
                keys.card(),
                "mqtts://127.0.0.1:8883",
                "skerry",
                code.hub().toString(),
                "north",
                "pi",
                clock.millis());
    }

    private static Bytes der(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
