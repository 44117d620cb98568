package skerry.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import skerry.agent.config.AgentConfig;
import skerry.agent.enrol.CertificateKeeper;
import skerry.agent.enrol.Enrolment;
import skerry.agent.ring.Ring;
import skerry.agent.sync.CountedCarrier;
import skerry.agent.sync.HubWord;
import skerry.agent.sync.LiveStatus;
import skerry.agent.sync.NodePresence;
import skerry.agent.sync.SealedWire;
import skerry.agent.sync.Session;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.SessionState;
import skerry.agent.sync.StickWord;
import skerry.agent.sync.SyncLoop;
import skerry.agent.sync.SyncStatus;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.agent.sync.mqtt.MqttAccount;
import skerry.agent.sync.mqtt.PahoCarrier;
import skerry.platform.net.BrokerUrl;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.Topics;
import skerry.protocol.contact.Contact;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.stick.StickReceipt;

/** The link to the hub: the one that the configuration names, else the one that the hub grants, else none yet. Thread-safe. */
final class HubLink {
    private static final System.Logger LOG = System.getLogger(HubLink.class.getName());
    /** How long ending waits for what was just stored to reach the hub. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final AgentConfig config;
    private final AgentIdentity identity;
    private final NodeClock clock;
    private final Ring ring;
    private final LinkUse use;
    private final Proxy proxy;
    private final HubWord heard;
    private final Supplier<LiveStatus> status;
    private final SecureRandom random;
    private volatile Optional<SyncLoop> sync;

    /**
     * @param proxy on the way to the broker
     * @param heard takes what the hub says beside receipts
     * @param status how this node is at present
     * @throws IOException if what the configuration names cannot be read
     */
    HubLink(
            AgentConfig config,
            AgentIdentity identity,
            NodeClock clock,
            Ring ring,
            LinkUse use,
            Proxy proxy,
            HubWord heard,
            Supplier<LiveStatus> status,
            SecureRandom random)
            throws IOException {
        this.config = config;
        this.identity = identity;
        this.clock = clock;
        this.ring = ring;
        this.use = use;
        this.proxy = proxy;
        this.heard = heard;
        this.status = status;
        this.random = random;
        sync = config.mqtt().url().isPresent() ? Optional.of(configuredSync()) : Optional.empty();
    }

    void start() {
        sync.ifPresent(SyncLoop::start);
    }

    /** Gives the link a moment to deliver what was just stored, and ends it. */
    void close() {
        sync.ifPresent(this::sayGoodBye);
    }

    Optional<SyncStatus> status() {
        return sync.map(SyncLoop::status);
    }

    /** Last contact with the hub, UTC epoch milliseconds, 0 for never. */
    long hubSeen() {
        return status().flatMap(SyncStatus::lastContact)
                .map(Instant::toEpochMilli)
                .orElse(0L);
    }

    boolean isLinked() {
        return status().filter(now -> now.state() != SessionState.OFFLINE
                        && now.state() != SessionState.CONNECTING
                        && now.state() != SessionState.RESTING
                        && now.state() != SessionState.BLOCKED)
                .isPresent();
    }

    void batchesStored() {
        sync.ifPresent(SyncLoop::batchesStored);
    }

    /** What goes ahead of all else is another, or somebody asks for a connection attempt now. */
    void liveChanged() {
        sync.ifPresent(SyncLoop::liveChanged);
    }

    /** Asks for a piece of a release. */
    void wantPiece(Bytes want) {
        sync.ifPresent(loop -> loop.wantPiece(want));
    }

    /** Takes up what the hub confirmed by a stick. */
    void stickReceipt(StickReceipt receipt) {
        Optional<SyncLoop> link = sync;
        if (link.isPresent()) {
            link.get().fromStick(receipt);
        } else {
            new StickWord(receipt).tell(ring.outbox());
        }
    }

    /** Where the broker is, for those to whom this was granted. */
    BrokerUrl broker(Enrolment granted) {
        return config.mqtt().overrideUrl().orElse(granted.broker());
    }

    /** The link that the hub granted, unless the configuration names another. */
    void enrolled(Enrolment granted, CertificateKeeper certificates) {
        if (sync.isPresent() || !config.usesLink()) {
            return;
        }
        BrokerUrl way = broker(granted);
        if (way.isExposed() && !config.mqtt().allowPlain()) {
            LOG.log(
                    Level.WARNING,
                    "the way to the broker is {0}, which is not encrypted and leaves this machine: give the hub a"
                            + " broker.listen with TLS, or set mqtt.allow-plain-beyond-loopback here",
                    way);
            return;
        }
        SyncLoop made = sync(granted.hub(), granted.topics(), () -> {
            Enrolment now = certificates.present().orElse(granted);
            return BrokerLink.granted(broker(now), now.authority(), now.identity(), certificates.time(), proxy);
        });
        sync = Optional.of(made);
        made.start();
    }

    /** The link that the configuration names. */
    private SyncLoop configuredSync() throws IOException {
        var mqtt = config.mqtt();
        BrokerLink link = BrokerLink.of(mqtt.url().orElseThrow(), mqtt.trust(), mqtt.allowPlain(), proxy);
        return sync(mqtt.hub().orElseThrow(), mqtt.topics(), () -> link);
    }

    private SyncLoop sync(HubCard hub, Topics topics, Supplier<BrokerLink> links) {
        var presence = new NodePresence(
                new NodePresence.Node(
                        clock.bootId(),
                        Hardware.id(config.collect().paths()),
                        Version.TEXT,
                        Optional.of(config.contact())
                                .filter(contact -> contact.kind() != Contact.Kind.ALWAYS_ON)
                                .map(Contact::text)),
                clock::reading,
                MonotonicClock.SYSTEM,
                () -> status.get().with(use.budget().linkBudget()));
        var wire = new SealedWire(identity, hub);
        var settings =
                SessionSettings.DEFAULT.withBytesPerSecond(config.budget().bytesPerSecond());
        return new SyncLoop(
                now -> new Session(
                        settings,
                        identity.uid(),
                        ring.outbox(),
                        wire,
                        presence,
                        use.budget(),
                        use.hours(),
                        random,
                        now),
                new CountedCarrier(
                        new PahoCarrier(
                                new MqttAccount(identity.uid(), identity.mqttPassword(), topics), links, use.meter()),
                        ring.left()),
                ring.outbox(),
                MonotonicClock.SYSTEM,
                InstantSource.system(),
                heard);
    }

    private void sayGoodBye(SyncLoop loop) {
        long until = clock.monoMillis() + FAREWELL.toMillis();
        try {
            while (loop.status().state() == SessionState.STREAMING
                    && ring.outbox().bytesQueued() > 0
                    && clock.monoMillis() < until) {
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.close();
    }
}
