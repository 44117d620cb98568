package skerry.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import skerry.agent.config.AgentConfig;
import skerry.agent.enrol.CertificateKeeper;
import skerry.agent.enrol.NodeCertificate;
import skerry.agent.enrol.StickDoor;
import skerry.agent.sync.peer.HandOvers;
import skerry.agent.sync.peer.PeerListener;
import skerry.agent.sync.peer.PeerTally;
import skerry.agent.sync.peer.Refusal;
import skerry.agent.sync.peer.Relay;
import skerry.agent.sync.peer.RelayProxy;
import skerry.agent.sync.peer.Renewals;
import skerry.agent.sync.peer.Uplink;
import skerry.platform.CloseStack;
import skerry.platform.net.HostPort;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.NodeTls;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/** Where other nodes of the site may ask for what this one has, if they may: its records, its stick's grants, its link. */
final class Peers {
    private static final System.Logger LOG = System.getLogger(Peers.class.getName());

    private final AgentConfig config;
    private final LinkUse use;
    private final HubLink link;
    private final CertificateKeeper certificates;
    private final Recorder recorder;
    private final NodeClock clock;
    private final Optional<PeerListener> peers;

    /**
     * @param open takes over the closing of what listens
     * @param stickDoor by which certificates are renewed for others
     * @param sticks what is written for this node's hub
     * @param tally counts what others ask
     * @throws IOException names the address that cannot be listened at
     */
    Peers(
            CloseStack open,
            AgentConfig config,
            DataFolder folder,
            LinkUse use,
            HubLink link,
            CertificateKeeper certificates,
            NodeCertificate nodeCertificate,
            StickDoor stickDoor,
            Sticks sticks,
            PeerTally tally,
            Recorder recorder,
            NodeClock clock)
            throws IOException {
        this.config = config;
        this.use = use;
        this.link = link;
        this.certificates = certificates;
        this.recorder = recorder;
        this.clock = clock;
        peers = peers(open, folder, nodeCertificate, stickDoor, sticks, tally);
    }

    /** On the way to the hub: the way over another node of the site is one too. */
    static Proxy proxy(CloseStack open, AgentConfig config, Supplier<Optional<NodeTls>> nodeTls) throws IOException {
        List<HostPort> via = config.peers().via();
        return via.isEmpty()
                ? config.proxy()
                : open.push(RelayProxy.start(via, nodeTls, MonotonicClock.SYSTEM))
                        .proxy();
    }

    void close() {
        peers.ifPresent(PeerListener::close);
    }

    private Optional<PeerListener> peers(
            CloseStack open,
            DataFolder folder,
            NodeCertificate nodeCertificate,
            StickDoor stickDoor,
            Sticks sticks,
            PeerTally tally)
            throws IOException {
        if (config.peers().listen().isEmpty()) {
            return Optional.empty();
        }
        if (nodeCertificate.get().isEmpty()) {
            LOG.log(Level.WARNING, "peers.listen serves nobody yet: {0}", Refusal.NOT_ENROLLED.sentence());
        }
        return Optional.of(open.push(PeerListener.start(
                config.peers().listen().get(),
                nodeCertificate,
                new HandOvers(sticks::export, folder.ring(), tally, this::handedOver),
                new Renewals(stickDoor, certificates::brought, tally),
                config.peers().relay() ? Optional.of(new Relay(uplink(), tally)) : Optional.empty(),
                tally,
                MonotonicClock.SYSTEM,
                PeerListener.USUAL_LIMIT)));
    }

    /** What this node's link is for those whom it leads: what they send counts as passed over it. */
    private Uplink uplink() {
        return new Uplink(this::waysToHub, use::isOpen, config.proxy(), use::passed);
    }

    /** The addresses that the nodes of this site use, as the hub told them or as they are set here, and the ways from here. */
    private Map<HostPort, HostPort> waysToHub() {
        var ways = new HashMap<HostPort, HostPort>();
        certificates.present().ifPresent(granted -> {
            ways.put(granted.door(), granted.door());
            HostPort broker = link.broker(granted).hostPort();
            ways.put(broker, broker);
            ways.put(granted.broker().hostPort(), broker);
        });
        return ways;
    }

    private void handedOver(String what) {
        recorder.event(
                new Event("peer.hand-over", Severity.INFO, clock.wallMillis(), clock.monoMillis(), what, Map.of()));
    }
}
