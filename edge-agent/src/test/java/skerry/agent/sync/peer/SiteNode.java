package skerry.agent.sync.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.agent.enrol.Enroller;
import skerry.agent.enrol.Enrolment;
import skerry.agent.enrol.StickDoor;
import skerry.agent.sync.usb.StickExport;
import skerry.agent.sync.usb.StickFiller;
import skerry.agent.sync.usb.StickSite;
import skerry.platform.files.LocalDisk;
import skerry.platform.net.HostPort;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;
import skerry.platform.tls.ClientKeys;
import skerry.platform.tls.ClientTls;
import skerry.platform.tls.KnownTime;
import skerry.platform.tls.NodeTls;

/** A node with a ring, a certificate of its hub and a listener for its peers. */
final class SiteNode implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Duration LIFE = Duration.ofDays(60);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final StickSite site;
    final NodeTls tls;
    final PeerTally tally = new PeerTally(MonotonicClock.SYSTEM);
    final List<String> audit = new ArrayList<>();
    final StickDoor door;
    final PeerListener listener;
    private final Path enrolment;

    SiteNode(Path folder, CertificateAuthority hub) throws IOException {
        this(folder, hub, LIMIT);
    }

    /** @param limit within which each message must come or go */
    SiteNode(Path folder, CertificateAuthority hub, Duration limit) throws IOException {
        this(folder, hub, limit, Optional.empty());
    }

    /** @param uplink over which it leads others to the hub */
    SiteNode(Path folder, CertificateAuthority hub, Uplink uplink) throws IOException {
        this(folder, hub, LIMIT, Optional.of(uplink));
    }

    private SiteNode(Path folder, CertificateAuthority hub, Duration limit, Optional<Uplink> uplink)
            throws IOException {
        site = new StickSite(folder);
        tls = tls(hub, site.agent.uid().value());
        enrolment = folder.resolve("enrolment");
        door = new StickDoor(
                new LocalDisk(),
                enrolment,
                folder.resolve("enrolment-asked"),
                new Enroller(site.agent, new SecureRandom(), "test", Proxy.NO_PROXY, (_, _, _, _) -> {}),
                () -> Optional.of(KnownTime.exactly(NOW)));
        listener = PeerListener.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> Optional.of(shown()),
                new HandOvers(
                        () -> Optional.of(new StickExport(
                                new LocalDisk(),
                                site.agent,
                                StickSite.HUB.card(),
                                site.drop,
                                site.left,
                                false,
                                "test",
                                () -> NOW)),
                        site.ringFile(),
                        tally,
                        this::told),
                new Renewals(door, () -> {}, tally),
                uplink.map(way -> new Relay(way, tally)),
                tally,
                MonotonicClock.SYSTEM,
                limit);
    }

    static CertificateAuthority hub(Path folder, Instant at) throws IOException {
        return CertificateAuthority.open(Files.createDirectories(folder), () -> at, new SecureRandom());
    }

    /** What a node shows that has this name. */
    static ClientTls.Identity identity(CertificateAuthority hub, String name) {
        KeyPair key = ClientKeys.generate(new SecureRandom());
        return new ClientTls.Identity(key.getPrivate(), hub.certify(ClientKeys.request(key, name), name, LIFE));
    }

    static NodeTls tls(CertificateAuthority hub, String name) {
        return new NodeTls(hub.certificate(), identity(hub, name), () -> KnownTime.exactly(NOW));
    }

    /** What the hub granted, if it joined by stick. */
    Optional<Enrolment> enrolment() {
        try {
            return Enrolment.load(enrolment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private NodeTls shown() {
        return enrolment()
                .map(granted -> new NodeTls(granted.authority(), granted.identity(), () -> KnownTime.exactly(NOW)))
                .orElse(tls);
    }

    private synchronized void told(String sentence) {
        audit.add(sentence);
    }

    synchronized List<String> audit() {
        return List.copyOf(audit);
    }

    HostPort address() {
        return new HostPort("127.0.0.1", listener.port());
    }

    /** Asks others for what they have, as the one who has the stick. */
    List<PeerRound.Asked> ask(Path stick, HostPort... others) {
        return ask(stick, false, LIMIT, others);
    }

    List<PeerRound.Asked> ask(Path stick, boolean oneWay, Duration limit, HostPort... others) {
        return new PeerRound(List.of(others), () -> Optional.of(tls), oneWay, MonotonicClock.SYSTEM, limit)
                .run(new StickFiller(new LocalDisk(), stick), (_, _, _) -> {});
    }

    @Override
    public void close() {
        listener.close();
        site.close();
    }
}
