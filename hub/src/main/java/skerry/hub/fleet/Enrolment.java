package skerry.hub.fleet;

import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import skerry.hub.store.Agent;
import skerry.hub.store.AgentRegistry;
import skerry.hub.store.Certificates;
import skerry.hub.store.FleetStore;
import skerry.hub.store.JoinCodes;
import skerry.hub.store.JoinGrant;
import skerry.platform.tls.CertificateAuthority;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.enrol.Grant;
import skerry.protocol.enrol.JoinRequest;
import skerry.protocol.enrol.RenewRequest;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.identity.JoinCode;

/**
 * Takes agents into the fleet and renews their certificates: a join code or the agent's own signature proves who asks,
 * whichever road the request came. Thread-safe. Source: sync protocol, section 10.
 */
public final class Enrolment {
    /** How long an agent's certificate counts; it is renewed at half of that. */
    public static final Duration CERTIFICATE_LIFE = Duration.ofDays(60);

    /** How long a join code counts if nobody says otherwise. */
    public static final Duration CODE_LIFE = Duration.ofHours(24);

    private static final Duration MAX_CODE_LIFE = Duration.ofDays(366);

    /** A node's name that is taken gets a number behind it; that many are tried. */
    private static final int MOST_NAMES = 1_000;

    private final AgentRegistry registry;
    private final JoinCodes codes;
    private final Certificates certificates;
    private final CertificateAuthority authority;
    private final HubIdentity hub;
    private final Supplier<Addresses> addresses;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * What agents are told of this hub.
     *
     * @param broker such as {@code mqtts://hub.example:8883}
     * @param root the topics' first level
     * @param api such as {@code https://hub.example:8440/}
     */
    public record Addresses(String broker, String root, URI api) {}

    /**
     * An agent that was taken in, or goes on.
     *
     * @param answer the grant's bytes
     */
    public record Granted(Agent agent, Bytes answer) {}

    /** A request that was not granted; the message is one sentence for the person at the node. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param who as the audit trail names it */
        private Refused(String who, String sentence) {
            super(sentence);
            this.who = who;
        }

        private final String who;

        /** Who asked, as far as it was proved or said: an agent's id or nothing. */
        public String who() {
            return who;
        }
    }

    /** @param addresses known once this hub listens */
    public Enrolment(
            FleetStore store,
            CertificateAuthority authority,
            HubIdentity hub,
            Supplier<Addresses> addresses,
            InstantSource clock,
            SecureRandom random) {
        this.registry = store.registry();
        this.codes = store.joinCodes();
        this.certificates = store.certificates();
        this.authority = authority;
        this.hub = hub;
        this.addresses = addresses;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes a join code.
     *
     * @param replaces the agent whose node the new machine continues
     * @param simulated whether its agents are made up by a demonstration
     * @throws IllegalArgumentException in one sentence
     */
    public JoinCode newCode(
            String site, Optional<Uid> replaces, boolean simulated, int uses, Duration life, String madeBy) {
        if (registry.site(site).isEmpty()) {
            throw new IllegalArgumentException("there is no site '" + site + "': add it first");
        }
        if (!life.isPositive() || life.compareTo(MAX_CODE_LIFE) > 0) {
            throw new IllegalArgumentException("a join code lives up to " + MAX_CODE_LIFE.toDays() + " days");
        }
        replaces.ifPresent(uid -> {
            Agent old = registry.find(uid)
                    .orElseThrow(() -> new IllegalArgumentException("there is no agent " + uid + " to replace"));
            if (!old.site().equals(site)) {
                throw new IllegalArgumentException(
                        "agent " + uid + " is at site '" + old.site() + "', not '" + site + "'");
            }
        });
        var code = new JoinCode(
                random(JoinCode.ID_BYTES),
                random(JoinCode.SECRET_BYTES),
                authorityDigest(),
                addresses.get().api());
        long now = clock.millis();
        codes.add(new JoinGrant(
                code.id(), code.key(), site, replaces, simulated, uses, 0, now, now + life.toMillis(), madeBy));
        return code;
    }

    /** The keys by which agents know this hub. */
    public HubCard hub() {
        return hub.card();
    }

    public List<JoinGrant> codes() {
        return codes.all();
    }

    /** Ends a code; {@code false} if there is none. */
    public boolean endCode(Bytes id) {
        return codes.remove(id);
    }

    /** When the latest certificate of each agent ends that ever had one. */
    public Map<Uid, Instant> certificateEnds() {
        return certificates.ends();
    }

    /**
     * Takes an agent in; one that asks again, because the answer was lost, gets it again.
     *
     * @param request bytes of any origin
     */
    public synchronized Granted join(byte[] request) throws Refused {
        JoinRequest asked = read(() -> EnrolCodec.peekJoin(request));
        Uid uid = asked.card().uid();
        JoinGrant code = codes.find(asked.code())
                .orElseThrow(() -> new Refused("", "this hub knows no such join code: ask for a new one"));
        try {
            EnrolCodec.checkJoin(request, asked, code.key());
        } catch (ProtocolException e) {
            throw new Refused("", String.valueOf(e.getMessage()));
        }
        Optional<Agent> known = registry.find(uid);
        Agent agent = known.isPresent() ? again(known.get(), asked, code) : takeIn(asked, code);
        return new Granted(
                agent, Bytes.of(EnrolCodec.encode(grant(agent, asked.csr()), request, hub.signingKey(), code.key())));
    }

    private static Agent again(Agent known, JoinRequest asked, JoinGrant code) throws Refused {
        String who = known.uid().value();
        if (!known.card().equals(asked.card())) {
            throw new Refused(who, "agent " + who + " is enrolled with other keys");
        }
        if (known.retired()) {
            throw new Refused(who, "agent " + who + " was retired: restore it at the hub first");
        }
        if (!known.site().equals(code.site())) {
            throw new Refused(who, "agent " + who + " is enrolled at site '" + known.site() + "': move it there");
        }
        return known;
    }

    private Agent takeIn(JoinRequest asked, JoinGrant code) throws Refused {
        Uid uid = asked.card().uid();
        long now = clock.millis();
        if (now >= code.endsAt()) {
            throw new Refused(uid.value(), "the join code has ended: ask for a new one");
        }
        Optional<Agent> old = code.replaces().flatMap(registry::find);
        Agent agent =
                build(uid, asked, code, old.map(Agent::node).orElseGet(() -> freeName(code.site(), asked.node())));
        if (!codes.use(code.id(), now)) {
            throw new Refused(
                    uid.value(),
                    "the join code has served all " + code.uses() + " agent(s) it was made for: ask for a"
                            + " new one");
        }
        old.filter(before -> !before.retired()).ifPresent(before -> registry.changeAgent(before.withRetired(true)));
        registry.addAgent(agent);
        return agent;
    }

    private Agent build(Uid uid, JoinRequest asked, JoinGrant code, String node) throws Refused {
        try {
            return new Agent(
                    asked.card(),
                    code.site(),
                    node,
                    asked.role().isEmpty() ? "node" : asked.role(),
                    false,
                    code.simulated(),
                    clock.millis(),
                    code.replaces());
        } catch (IllegalArgumentException e) {
            throw new Refused(uid.value(), String.valueOf(e.getMessage()));
        }
    }

    private String freeName(String site, String wanted) {
        String base = wanted.isBlank() ? "node" : wanted.strip();
        String name = base;
        for (int number = 2; number < MOST_NAMES && isTaken(site, name); number++) {
            name = base + "-" + number;
        }
        return name;
    }

    private boolean isTaken(String site, String node) {
        return registry.agentsAt(site).stream().anyMatch(agent -> agent.node().equals(node));
    }

    /**
     * Renews an agent's certificate, also one that has ended.
     *
     * @param request bytes of any origin
     */
    public Granted renew(byte[] request) throws Refused {
        RenewRequest asked = read(() -> EnrolCodec.peekRenew(request));
        Agent agent = registry.find(asked.uid())
                .orElseThrow(() -> new Refused("", "this hub knows no agent " + asked.uid() + ": enrol it"));
        try {
            EnrolCodec.checkRenew(request, asked.uid(), agent.card().verifyKey());
        } catch (ProtocolException e) {
            throw new Refused("", String.valueOf(e.getMessage()));
        }
        if (agent.retired()) {
            throw new Refused(
                    agent.uid().value(), "agent " + agent.uid() + " was retired: restore it at the hub first");
        }
        return new Granted(agent, Bytes.of(EnrolCodec.encode(grant(agent, asked.csr()), request, hub.signingKey())));
    }

    private Grant grant(Agent agent, Bytes csr) throws Refused {
        List<X509Certificate> chain;
        try {
            chain = authority.certify(csr.toArray(), agent.uid().value(), CERTIFICATE_LIFE);
        } catch (IllegalArgumentException e) {
            throw new Refused(agent.uid().value(), String.valueOf(e.getMessage()));
        }
        certificates.issued(agent.uid(), chain.getFirst());
        Addresses now = addresses.get();
        return new Grant(
                chain.stream().map(Enrolment::der).toList(),
                hub.card(),
                now.broker(),
                now.root(),
                now.api().toString(),
                agent.site(),
                agent.node(),
                clock.millis());
    }

    private Bytes authorityDigest() {
        return der(authority.certificate()).sha256();
    }

    private static Bytes der(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate of our own that cannot be written", e);
        }
    }

    private Bytes random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws ProtocolException;
    }

    private static <T> T read(Reading<T> reading) throws Refused {
        try {
            return reading.read();
        } catch (ProtocolException e) {
            throw new Refused("", String.valueOf(e.getMessage()));
        }
    }
}
