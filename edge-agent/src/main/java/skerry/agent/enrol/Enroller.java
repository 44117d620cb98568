package skerry.agent.enrol;

import java.io.IOException;
import java.net.Proxy;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Optional;
import skerry.agent.left.LeftKind;
import skerry.agent.left.LeftMessages;
import skerry.agent.left.LeftRoad;
import skerry.platform.tls.ClientKeys;
import skerry.platform.tls.ClientTls;
import skerry.platform.tls.KnownTime;
import skerry.platform.tls.PinnedAuthority;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.enrol.JoinRequest;
import skerry.protocol.enrol.RenewRequest;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
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
    private final LeftMessages left;

    /**
     * @param proxy an HTTP proxy to go through, or {@link Proxy#NO_PROXY}
     * @param left hears of each request before it leaves
     */
    public Enroller(AgentIdentity agent, SecureRandom random, String version, Proxy proxy, LeftMessages left) {
        this.left = left;
        this.agent = agent;
        this.random = random;
        this.version = version;
        this.proxy = proxy;
    }

    Uid uid() {
        return agent.uid();
    }

    /**
     * Joins by a code.
     *
     * @param node what this machine calls itself
     * @throws IOException one sentence for the person at the node
     */
    public Enrolment join(JoinCode code, String node, String role) throws IOException {
        OpenRequest open = ask(code, Optional.empty(), node, role);
        leaves(LeftRoad.HUB, open.request().size());
        return open.granted(HubDoor.ask(
                code.hub(),
                "enrol",
                open.request().toArray(),
                PinnedAuthority.context(code.authority().toArray()),
                proxy));
    }

    /**
     * Renews the certificate, also one that has ended.
     *
     * @throws IOException one sentence
     */
    Enrolment renew(Enrolment present, KnownTime time) throws IOException {
        OpenRequest open = askAgain(present);
        leaves(LeftRoad.HUB, open.request().size());
        return open.granted(HubDoor.ask(
                present.api(),
                "renew",
                open.request().toArray(),
                ClientTls.context(present.authority(), Optional.empty(), time),
                proxy));
    }

    /** A request to join, to be carried by any road. */
    OpenRequest ask(JoinCode code, Optional<HubCard> hub, String node, String role) {
        KeyPair key = ClientKeys.generate(random);
        byte[] request = EnrolCodec.encode(
                new JoinRequest(code.id(), agent.card(), csr(key), node, role, version),
                agent.signingKey(),
                code.key());
        return new OpenRequest(
                Bytes.of(request),
                key.getPrivate(),
                hub,
                Optional.of(new OpenRequest.ByCode(code.key(), code.authority())));
    }

    /** A request to renew, to be carried by any road. */
    OpenRequest askAgain(Enrolment present) {
        KeyPair key = ClientKeys.generate(random);
        byte[] request = EnrolCodec.encode(new RenewRequest(agent.uid(), csr(key), version), agent.signingKey());
        return new OpenRequest(Bytes.of(request), key.getPrivate(), Optional.of(present.hub()), Optional.empty());
    }

    /** Says that a request is about to leave. */
    void leaves(LeftRoad road, long bytes) {
        left.message(
                road,
                LeftKind.ENROLMENT,
                bytes,
                "this agent's id, keys, version and role, and what it is called; no record is in it");
    }

    private Bytes csr(KeyPair key) {
        return Bytes.of(ClientKeys.request(key, agent.uid().value()));
    }
}
