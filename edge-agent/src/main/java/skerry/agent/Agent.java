package skerry.agent;

import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsConfig;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import skerry.agent.alert.AckFolder;
import skerry.agent.alert.Acknowledgement;
import skerry.agent.alert.AlertBoard;
import skerry.agent.alert.AlertEngine;
import skerry.agent.alert.AlertRounds;
import skerry.agent.alert.RuleBook;
import skerry.agent.blackbox.BlackBox;
import skerry.agent.blackbox.BlackBoxRounds;
import skerry.agent.blackbox.CrashWatch;
import skerry.agent.budget.BudgetView;
import skerry.agent.budget.ByteBudget;
import skerry.agent.budget.WireMeter;
import skerry.agent.cluster.Cluster;
import skerry.agent.cluster.ClusterPlace;
import skerry.agent.cluster.IdentityCopy;
import skerry.agent.cluster.Role;
import skerry.agent.cluster.SecretName;
import skerry.agent.cluster.annotated.AnnotatedTargets;
import skerry.agent.cluster.api.ApiAccess;
import skerry.agent.cluster.api.ApiSecret;
import skerry.agent.collect.CollectionRound;
import skerry.agent.collect.Collector;
import skerry.agent.collect.containers.Containers;
import skerry.agent.collect.host.HostMetrics;
import skerry.agent.collect.host.KernelCalls;
import skerry.agent.collect.host.SystemCommands;
import skerry.agent.collect.k3s.Certificates;
import skerry.agent.collect.k3s.Datastore;
import skerry.agent.collect.k3s.K3sSettings;
import skerry.agent.collect.kubelet.KubeletPlace;
import skerry.agent.collect.kubelet.KubeletPods;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogPump;
import skerry.agent.collect.logs.LogTail;
import skerry.agent.collect.logs.file.FileTailer;
import skerry.agent.collect.logs.journal.JournalTailer;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.collect.logs.pods.PodGate;
import skerry.agent.collect.logs.pods.PodLogs;
import skerry.agent.collect.logs.pods.PodLook;
import skerry.agent.collect.logs.pods.PodNotes;
import skerry.agent.collect.scrape.TextfileDirectory;
import skerry.agent.collect.targets.JoinedTargets;
import skerry.agent.collect.targets.ListedTargets;
import skerry.agent.collect.targets.ScrapeMetrics;
import skerry.agent.collect.targets.ScrapeTally;
import skerry.agent.collect.targets.Scraping;
import skerry.agent.collect.targets.TargetSource;
import skerry.agent.command.CommandDesk;
import skerry.agent.command.SupportFileWork;
import skerry.agent.command.Work;
import skerry.agent.config.AgentConfig;
import skerry.agent.contact.ContactHours;
import skerry.agent.contact.ContactStanding;
import skerry.agent.enrol.CertificateKeeper;
import skerry.agent.enrol.Enroller;
import skerry.agent.enrol.Enrolment;
import skerry.agent.enrol.NodeCertificate;
import skerry.agent.enrol.StickDoor;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.Redactor;
import skerry.agent.ring.Account;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.ring.RingStanding;
import skerry.agent.services.AccessLogs;
import skerry.agent.services.ServiceBoard;
import skerry.agent.services.ServiceScrapes;
import skerry.agent.site.Checkup;
import skerry.agent.site.LatestSamples;
import skerry.agent.site.NodeFacts;
import skerry.agent.site.SitePin;
import skerry.agent.site.SiteServer;
import skerry.agent.site.SiteView;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.support.SupportReport;
import skerry.agent.sync.BatchSealer;
import skerry.agent.sync.HubWord;
import skerry.agent.sync.LiveStatus;
import skerry.agent.sync.NodePresence;
import skerry.agent.sync.SealedWire;
import skerry.agent.sync.Session;
import skerry.agent.sync.SessionAction;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.SessionState;
import skerry.agent.sync.StickWord;
import skerry.agent.sync.SyncLoop;
import skerry.agent.sync.SyncStatus;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.agent.sync.mqtt.MqttAccount;
import skerry.agent.sync.mqtt.PahoCarrier;
import skerry.agent.sync.peer.HandOvers;
import skerry.agent.sync.peer.PeerListener;
import skerry.agent.sync.peer.PeerRound;
import skerry.agent.sync.peer.PeerTally;
import skerry.agent.sync.peer.Refusal;
import skerry.agent.sync.peer.Relay;
import skerry.agent.sync.peer.RelayProxy;
import skerry.agent.sync.peer.Renewals;
import skerry.agent.sync.peer.Uplink;
import skerry.agent.sync.usb.ReceiptDrop;
import skerry.agent.sync.usb.StickDesk;
import skerry.agent.sync.usb.StickExport;
import skerry.agent.sync.usb.StickPapers;
import skerry.agent.sync.usb.StickWatch;
import skerry.platform.CloseStack;
import skerry.platform.config.ConfigException;
import skerry.platform.files.Arrivals;
import skerry.platform.files.LocalDisk;
import skerry.platform.net.BrokerUrl;
import skerry.platform.net.HostPort;
import skerry.platform.time.BootId;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;
import skerry.platform.tls.NodeTls;
import skerry.protocol.Bytes;
import skerry.protocol.Topics;
import skerry.protocol.contact.Contact;
import skerry.protocol.control.CommandType;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.stick.StickLayout;
import skerry.protocol.stick.StickReceipt;

/** The process on a node: makes the parts and joins them, in the order in which data flows. */
public final class Agent implements AutoCloseable {
    /** Days that the technician's page tells apart. */
    private static final int DAYS_ON_PAGE = 7;

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());
    private static final int MAX_SAMPLES_PER_COLLECTOR = 5_000;
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(3);
    /** How long ending waits for what was just stored to reach the hub. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final String CLOCK_COLLECTOR = "timex";

    private static final Duration STICKS_EVERY = Duration.ofSeconds(3);

    /** How late a round may be: collectors have their limits, but storing waits for the disk. */
    private static final Duration LATE_ROUND = Duration.ofMinutes(2);

    private final CloseStack open = new CloseStack();
    private final AgentConfig config;
    private final DataFolder folder;
    private final AgentIdentity identity;
    private final NodeClock clock;
    private final Ring ring;
    private final WireMeter meter = new WireMeter();
    private final ByteBudget budget;
    private final ContactHours hours;
    private final Recorder recorder;
    private final Rounds rounds;
    private final AlertEngine alerts;
    private final AlertRounds alertRounds;
    private final BlackBox blackBox;
    private final BlackBoxRounds blackBoxRounds;
    private final ScrapeTally scrapeTally = new ScrapeTally();
    private final ServiceBoard services = new ServiceBoard(ServiceBoard.MOST, MonotonicClock.SYSTEM);
    private final ListedTargets scraped;
    private final Optional<Scraping> scraping;
    private final Role role;
    private final Optional<AnnotatedTargets> annotated;
    private final PodNotes podNotes = new PodNotes();
    private final Optional<Cluster> cluster;
    private final Optional<IdentityCopy> identityCopy;
    private final Optional<KubeletPods> kubeletPods;
    private final Thread logs;
    private final Proxy proxy;
    private final Enroller enroller;
    private final StickDoor stickDoor;
    private final CertificateKeeper certificates;
    private final CommandDesk commands;
    private volatile Optional<SyncLoop> sync;
    private final NodeCertificate nodeCertificate;
    private volatile Optional<StickDesk> sticks;
    private volatile Optional<StickExport> export = Optional.empty();
    private final PeerTally peerTally = new PeerTally(MonotonicClock.SYSTEM);
    private final Optional<PeerListener> peers;
    private final Optional<SiteServer> site;
    private final HeapTrim heap = HeapTrim.ofThisProcess();
    private final LiveValues live = new LiveValues();
    private final long startedAt;
    private final long maxRingBytes;
    private volatile LiveStatus status = LiveStatus.GOOD;

    /**
     * Opens the ring and listens; {@link #start} begins to collect.
     *
     * @param settings what was set, by key, for support
     * @throws IOException names what cannot be opened; nothing is left open then
     * @throws ConfigException names every mistake in the files of rules
     */
    public Agent(AgentConfig config, Map<String, String> settings) throws IOException, ConfigException {
        this.config = config;
        RuleBook rules = RuleBook.load(config.rules());
        try {
            var random = new SecureRandom();
            folder = DataFolder.open(config.data());
            open.push(folder.lock());
            var place = ClusterPlace.here();
            role = place.role(config.cluster());
            identityCopy = role.watchesCluster() ? identityCopy(place, random) : Optional.empty();
            identity = folder.identity(random);
            clock = new NodeClock(
                    InstantSource.system(),
                    MonotonicClock.SYSTEM,
                    Bytes.of(BootId.read(config.collect().paths().procfs())));
            startedAt = clock.wallMillis();
            maxRingBytes = config.ring().maxBytes().orElse(usualRingBytes());
            var ringSettings = RingSettings.of(folder.ring(), maxRingBytes);
            ring = open.push(Ring.open(
                    ringSettings,
                    identity.uid(),
                    InstantSource.system(),
                    MonotonicClock.SYSTEM,
                    clock.bootId(),
                    config.send()));
            identityCopy.ifPresent(kept -> ring.startsAfter(kept.startsBefore()));
            budget = new ByteBudget(
                    config.budget(),
                    ring,
                    meter,
                    ByteBuffer.wrap(clock.bootId().toArray()).getLong(),
                    MonotonicClock.SYSTEM,
                    InstantSource.system());
            open.push(budget::close);
            hours = new ContactHours(config.contact(), config.usesLink(), this::date);
            var redactor = PolicyRedactor.standard();
            var minute = new OpenMinute(
                    new TemplateMiner(MinerLimits.STANDARD, random.nextLong()), MinerLimits.STANDARD.patterns());
            recorder = new Recorder(
                    identity.uid(),
                    redactor,
                    ring,
                    minute,
                    new BatchSealer(
                            identity.signingKey(),
                            redactor::policyId,
                            hash -> ring.outbox().chunk(hash).isPresent(),
                            ring::putDictionary),
                    config.send(),
                    ringSettings.commitBytes(),
                    clock,
                    this::batchesStored);
            recorder.resume();
            alerts = new AlertEngine(
                    rules,
                    ring,
                    recorder::tell,
                    redactor,
                    () -> new Moment(clock.wallMillis(), clock.monoMillis()),
                    System::nanoTime,
                    clock.bootId().hex());
            alertRounds = new AlertRounds(alerts, new AckFolder(folder.acknowledgements()));
            blackBox = new BlackBox(
                    config.blackBox(),
                    maxRingBytes,
                    ring,
                    folder.ring(),
                    recorder::pin,
                    redactor::redact,
                    () -> new Moment(clock.wallMillis(), clock.monoMillis()));
            blackBoxRounds = new BlackBoxRounds(blackBox);
            var counters = new LogCounters();
            scraped = scraped(place);
            cluster = role.watchesCluster() ? cluster(place, redactor, random) : Optional.empty();
            annotated = cluster.flatMap(Cluster::annotated);
            rounds = new Rounds(
                    new CollectionRound(
                            collectors(counters),
                            config.collect().limit(),
                            MAX_SAMPLES_PER_COLLECTOR
                                    + (cluster.isPresent() ? config.cluster().maxSeries() : 0),
                            InstantSource.system(),
                            System::nanoTime),
                    recorder,
                    clock,
                    config.collect().every(),
                    this::collected);
            scraping = scraping();
            kubeletPods = kubeletPods(place);
            logs = Thread.ofPlatform().name("logs").daemon().unstarted(new LogPump(tails(counters)));
            commands = new CommandDesk(
                    folder.commands(),
                    works(settings),
                    clock::reading,
                    MonotonicClock.SYSTEM,
                    recorder::answer,
                    this::commandTaken);
            proxy = proxy();
            sync = config.mqtt().url().isPresent() ? Optional.of(configuredSync(random)) : Optional.empty();
            enroller = new Enroller(identity, random, Version.TEXT, proxy);
            stickDoor = folder.stickDoor(new LocalDisk(), enroller, clock::known);
            certificates = new CertificateKeeper(
                    folder.enrolment(),
                    folder.openRequest(),
                    enroller,
                    config.join(),
                    config.node(),
                    role.word(),
                    clock::known,
                    MonotonicClock.SYSTEM,
                    () -> hours.at(clock.monoMillis()).open(),
                    this::isLinked,
                    this::hubKnown,
                    granted -> enrolled(granted, random));
            nodeCertificate = new NodeCertificate(certificates::present, certificates::time);
            sticks = config.mqtt().hub().map(this::sticks);
            peers = peers();
            site = site(random);
        } catch (IOException | RuntimeException e) {
            try (open) {
                throw e;
            }
        }
    }

    /** Begins to collect, to follow logs and to talk to the hub. */
    public void start() {
        long now = clock.wallMillis();
        recorder.event(new Event(
                "agent.start",
                Severity.INFO,
                now,
                clock.monoMillis(),
                "agent started",
                Map.of("version", Version.TEXT, "role", role.word())));
        rounds.start();
        scraping.ifPresent(Scraping::start);
        cluster.ifPresent(Cluster::start);
        kubeletPods.ifPresent(KubeletPods::start);
        logs.start();
        alertRounds.start();
        blackBoxRounds.start();
        sync.ifPresent(SyncLoop::start);
        sticks.ifPresent(StickDesk::start);
        certificates.start();
        identityCopy.ifPresent(copy -> copy.start(ring::starts));
        commands.start();
    }

    /** Where other nodes of the site may ask for what this one has. */
    private Optional<PeerListener> peers() throws IOException {
        if (config.peers().listen().isEmpty()) {
            return Optional.empty();
        }
        if (nodeCertificate.get().isEmpty()) {
            LOG.log(Level.WARNING, "peers.listen serves nobody yet: {0}", Refusal.NOT_ENROLLED.sentence());
        }
        return Optional.of(open.push(PeerListener.start(
                config.peers().listen().get(),
                nodeCertificate,
                new HandOvers(() -> export, folder.ring(), peerTally, this::handedOver),
                new Renewals(stickDoor, certificates::brought, peerTally),
                config.peers().relay() ? Optional.of(new Relay(uplink(), peerTally)) : Optional.empty(),
                peerTally,
                MonotonicClock.SYSTEM,
                PeerListener.USUAL_LIMIT)));
    }

    /** What this node's link is for those whom it leads: what they send counts as passed over it. */
    private Uplink uplink() {
        return new Uplink(this::waysToHub, () -> hours.at(clock.monoMillis()).open(), config.proxy(), meter::passed);
    }

    /** The addresses that the nodes of this site use, as the hub told them or as they are set here, and the ways from here. */
    private Map<HostPort, HostPort> waysToHub() {
        var ways = new HashMap<HostPort, HostPort>();
        certificates.present().ifPresent(granted -> {
            ways.put(granted.door(), granted.door());
            HostPort broker = broker(granted).hostPort();
            ways.put(broker, broker);
            ways.put(granted.broker().hostPort(), broker);
        });
        return ways;
    }

    /** On the way to the hub: the way over another node of the site is one too. */
    private Proxy proxy() throws IOException {
        List<HostPort> via = config.peers().via();
        return via.isEmpty()
                ? config.proxy()
                : open.push(RelayProxy.start(via, this::nodeTls, MonotonicClock.SYSTEM))
                        .proxy();
    }

    private Optional<NodeTls> nodeTls() {
        return nodeCertificate.get();
    }

    private void handedOver(String what) {
        recorder.event(
                new Event("peer.hand-over", Severity.INFO, clock.wallMillis(), clock.monoMillis(), what, Map.of()));
    }

    /** Whether its rounds come to an end. */
    boolean lives() {
        return rounds.sinceLast().compareTo(config.collect().every().plus(LATE_ROUND)) < 0;
    }

    /** In one sentence, how this node is. */
    String standing() {
        return status.reason().isEmpty() ? "collecting as " + role.word() : status.reason();
    }

    /** Where the technician's page is served. */
    public Optional<String> pageUrl() {
        return site.map(server -> (isPagePublic() ? "https" : "http") + "://"
                + config.page().listen().orElseThrow().getAddress().getHostAddress() + ":" + server.port() + "/");
    }

    /** Where this agent sends, or what it waits for. */
    public String hub() {
        return config.mqtt()
                .url()
                .or(() -> certificates
                        .present()
                        .map(granted -> broker(granted) + ", as " + granted.site() + "/" + granted.node()))
                .or(() -> config.join().map(code -> "none yet; joining by the code of " + code.hub()))
                .orElse("none; collecting for this site alone");
    }

    public AgentIdentity identity() {
        return identity;
    }

    /** Stops collecting, closes the open window, gives the link a moment to deliver it, and closes everything. */
    @Override
    public void close() {
        alertRounds.close();
        blackBoxRounds.close();
        scraping.ifPresent(Scraping::close);
        cluster.ifPresent(Cluster::close);
        rounds.close();
        kubeletPods.ifPresent(KubeletPods::close);
        logs.interrupt();
        try {
            logs.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        certificates.close();
        identityCopy.ifPresent(IdentityCopy::close);
        commands.close();
        peers.ifPresent(PeerListener::close);
        recorder.finish();
        sticks.ifPresent(StickDesk::close);
        sync.ifPresent(this::sayGoodBye);
        site.ifPresent(SiteServer::close);
        open.close();
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

    private void batchesStored() {
        sync.ifPresent(SyncLoop::batchesStored);
    }

    private void collected(LatestSamples samples) {
        clock.disciplined(
                samples.value("node_timex_sync_status") > 0,
                samples.value("node_timex_maxerror_seconds"),
                (quality, error) -> {
                    ring.clock(quality, error);
                    recorder.event(new Event(
                            "clock",
                            Severity.INFO,
                            clock.wallMillis(),
                            clock.monoMillis(),
                            "clock quality is now " + quality,
                            Map.of("quality", Integer.toString(quality.code()), "error", Long.toString(error))));
                });
        live.collected(samples);
        samples.each("container_oom_events_total", blackBox::oomKills);
        var before = status;
        status = live.status(facts(), samples);
        if (!before.reason().equals(status.reason())) {
            sync.ifPresent(SyncLoop::liveChanged);
        }
        heap.look();
    }

    private List<Collector> collectors(LogCounters counters) throws IOException {
        var host = open.push(new HostMetrics(
                config.collect().paths(),
                HostMetrics.Detail.STANDARD,
                InstantSource.system(),
                System::nanoTime,
                KernelCalls.ofThisMachine(),
                new SystemCommands(COMMAND_LIMIT)));
        var all = new ArrayList<Collector>();
        if (role.watchesNode()) {
            all.addAll(host.collectors());
            all.add(new Containers(config.collect().paths()));
            all.add(new Datastore(k3s()));
            all.add(new Certificates(k3s().folder(), InstantSource.system()));
            config.collect().textfiles().ifPresent(directory -> all.add(new TextfileDirectory(directory)));
        } else {
            // The clock's alone: by it the records of this agent are dated.
            host.collectors().stream()
                    .filter(one -> one.name().equals(CLOCK_COLLECTOR))
                    .forEach(all::add);
        }
        cluster.ifPresent(watched -> all.add(watched.state()));
        all.add(new OwnMetrics(ring, counters, this::hubSeen, () -> status.autonomy(), clock));
        all.add(new BudgetMetrics(meter, budget));
        all.add(new ContactMetrics(this::contact));
        all.add(new AlertMetrics(alerts::board));
        all.add(new BlackBoxMetrics(blackBox));
        if (scrapes()) {
            all.add(new ScrapeMetrics(scrapeTally));
        }
        annotated.ifPresent(all::add);
        all.add(services);
        if (config.peers().listen().isPresent()) {
            all.add(new PeerMetrics(peerTally));
        }
        return all;
    }

    private boolean scrapes() {
        return annotated.isPresent() || !scraped.targets().isEmpty();
    }

    /** Those of the configuration, and the kubelet's. */
    private ListedTargets scraped(ClusterPlace place) {
        var all = new ArrayList<>(config.scrape().targets());
        if (role.watchesNode()) {
            KubeletPlace kubelet = kubelet(place);
            kubelet.find(config.kubelet()).ifPresent(found -> {
                LOG.log(Level.INFO, "the kubelet at {0} is asked {1}", found.where(), found.who());
                all.addAll(kubelet.targets(config.kubelet(), found));
            });
        }
        return new ListedTargets(all);
    }

    private KubeletPlace kubelet(ClusterPlace place) {
        return new KubeletPlace(place.environment(), place.pod(), k3s().folder());
    }

    /** What the kubelet knows of pods, where they are not followed at the API server. */
    private Optional<KubeletPods> kubeletPods(ClusterPlace place) {
        if (role != Role.NODE || config.logs().include().isEmpty()) {
            return Optional.empty();
        }
        return kubelet(place)
                .find(config.kubelet())
                .map(found -> new KubeletPods(
                        found,
                        "Skerry/" + Version.TEXT,
                        new PodBook(config.cluster().shown().labels(), podNotes, blackBox::endedHere),
                        MonotonicClock.SYSTEM));
    }

    private K3sSettings k3s() {
        return config.k3s().below(config.collect().paths().rootfs());
    }

    /** A node without targets has no thread for them. */
    private Optional<Scraping> scraping() {
        var sources = new ArrayList<TargetSource>(List.of(scraped));
        annotated.ifPresent(sources::add);
        return !scrapes()
                ? Optional.empty()
                : Optional.of(new Scraping(
                        new JoinedTargets(sources),
                        new ServiceScrapes(services, recorder::samples),
                        scrapeTally,
                        "Skerry/" + Version.TEXT,
                        InstantSource.system(),
                        MonotonicClock.SYSTEM));
    }

    /** Where no way to a cluster is known, there is nothing to look at: the node is told of all the same. */
    private Optional<Cluster> cluster(ClusterPlace place, Redactor redactor, SecureRandom random) throws IOException {
        ApiAccess access;
        try {
            access = place.access(config.cluster());
        } catch (IOException e) {
            if (!role.watchesNode()) {
                throw e;
            }
            LOG.log(Level.WARNING, "the cluster is not looked at: {0}", e.getMessage());
            return Optional.empty();
        }
        recorder.expectSeries(config.cluster().maxSeries());
        return Optional.of(new Cluster(
                config.cluster(),
                access,
                new Cluster.Surroundings(
                        "Skerry/" + Version.TEXT,
                        folder.path(),
                        redactor::redact,
                        recorder::event,
                        role.watchesNode() ? Optional.of(podNotes) : Optional.empty(),
                        blackBox::ended,
                        random,
                        MonotonicClock.SYSTEM,
                        InstantSource.system()),
                annotated(redactor)));
    }

    /** Finds who asks to be scraped. */
    private Optional<AnnotatedTargets> annotated(Redactor redactor) {
        return config.cluster().annotatedTargets()
                ? Optional.of(new AnnotatedTargets(
                        config.collect().every(),
                        redactor::redact,
                        Scraping.MOST_TARGETS - scraped.targets().size()))
                : Optional.empty();
    }

    /** Brings the identity from where it is kept, if that is a Secret. */
    private Optional<IdentityCopy> identityCopy(ClusterPlace place, SecureRandom random) throws IOException {
        Optional<SecretName> name = config.cluster().identitySecret();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        ApiSecret secret = place.secret(
                name.get(), place.access(config.cluster()), "Skerry/" + Version.TEXT, MonotonicClock.SYSTEM);
        return Optional.of(
                IdentityCopy.fetch(secret, folder.identity(), folder.enrolment(), random, MonotonicClock.SYSTEM));
    }

    private List<LogTail> tails(LogCounters counters) {
        var tails = new ArrayList<LogTail>();
        if (!role.watchesNode()) {
            return tails;
        }
        var lines = new AccessLogs(services, recorder, InstantSource.system());
        if (!config.logs().include().isEmpty()) {
            var files = new FileTailer(
                    config.logs(),
                    ring,
                    new PodLogs(
                            podNotes,
                            config.logs().unknownPods(),
                            counters,
                            new CrashWatch(blackBox, podLook(), ring::load, lines)),
                    counters,
                    InstantSource.system(),
                    MonotonicClock.SYSTEM,
                    podNotes,
                    new PodGate(podNotes, podLook(), PodGate.USUAL, MonotonicClock.SYSTEM));
            tails.add(files);
        }
        if (config.logs().journald()) {
            tails.add(new JournalTailer("journalctl", config.logs(), ring, lines, counters, MonotonicClock.SYSTEM));
        }
        return tails;
    }

    private PodLook podLook() {
        return kubeletPods.<PodLook>map(look -> look).orElse(PodLook.FOLLOWED);
    }

    /** The link that the configuration names. */
    private SyncLoop configuredSync(SecureRandom random) throws IOException {
        var mqtt = config.mqtt();
        BrokerLink link = BrokerLink.of(mqtt.url().orElseThrow(), mqtt.trust(), mqtt.allowPlain(), proxy);
        return sync(mqtt.hub().orElseThrow(), mqtt.topics(), () -> link, random);
    }

    private void hubKnown(HubCard hub) {
        if (sticks.isEmpty()) {
            StickDesk desk = sticks(hub);
            sticks = Optional.of(desk);
            desk.start();
        }
    }

    /** The link that the hub granted, unless the configuration names another. */
    private void enrolled(Enrolment granted, SecureRandom random) {
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
        SyncLoop made = sync(
                granted.hub(),
                granted.topics(),
                () -> {
                    Enrolment now = certificates.present().orElse(granted);
                    return BrokerLink.granted(broker(now), now.authority(), now.identity(), certificates.time(), proxy);
                },
                random);
        sync = Optional.of(made);
        made.start();
    }

    private BrokerUrl broker(Enrolment granted) {
        return config.mqtt().overrideUrl().orElse(granted.broker());
    }

    private SyncLoop sync(HubCard hub, Topics topics, Supplier<BrokerLink> links, SecureRandom random) {
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
                () -> status.with(budget.linkBudget()));
        var wire = new SealedWire(identity, hub);
        var settings =
                SessionSettings.DEFAULT.withBytesPerSecond(config.budget().bytesPerSecond());
        return new SyncLoop(
                now -> new Session(settings, identity.uid(), ring.outbox(), wire, presence, budget, hours, random, now),
                new PahoCarrier(new MqttAccount(identity.uid(), identity.mqttPassword(), topics), links, meter),
                ring.outbox(),
                MonotonicClock.SYSTEM,
                InstantSource.system(),
                new Heard());
    }

    /** What the hub says beside receipts. */
    private final class Heard implements HubWord {
        @Override
        public void command(SessionAction.Obey asked) {
            commands.take(asked.command(), asked.thisConnection());
        }

        @Override
        public void time(SessionAction.HubClock told) {
            budget.hubSays(told.hubNowMillis() + told.roundTripMillis() / 2);
            clock.heard(told.hubNowMillis(), told.roundTripMillis()).ifPresent(recorder::hubTime);
        }
    }

    /** What this site allows. */
    private Map<CommandType, Work> works(Map<String, String> settings) {
        var all = new EnumMap<CommandType, Work>(CommandType.class);
        all.put(
                CommandType.SUPPORT_FILE,
                new SupportFileWork(
                        new SupportReport(Version.TEXT, InstantSource.system()),
                        settings,
                        config,
                        InstantSource.system()));
        all.keySet().retainAll(config.commands());
        return all;
    }

    private void commandTaken(String type, String what) {
        recorder.event(new Event(
                "hub.command",
                Severity.INFO,
                clock.wallMillis(),
                clock.monoMillis(),
                type + ": " + what,
                Map.of("command", type)));
    }

    private boolean isLinked() {
        return sync.map(SyncLoop::status)
                .filter(now -> now.state() != SessionState.OFFLINE
                        && now.state() != SessionState.CONNECTING
                        && now.state() != SessionState.RESTING
                        && now.state() != SessionState.BLOCKED)
                .isPresent();
    }

    /** @param hub for which the data is sealed */
    private StickDesk sticks(HubCard hub) {
        var disk = new LocalDisk();
        var drop = new ReceiptDrop(disk, folder.path());
        var made = new StickExport(
                disk, identity, hub, drop, config.stick().diode(), Version.TEXT, InstantSource.system());
        export = Optional.of(made);
        Optional<StickWatch> watch = config.stick().watch().isEmpty()
                ? Optional.empty()
                : Optional.of(new StickWatch(
                        new Arrivals(
                                disk,
                                config.stick().watch(),
                                StickLayout.ROOT,
                                StickWatch.otherDiskThan(folder.path()),
                                StickWatch.receipts(disk)),
                        stickDoor::serve,
                        made,
                        folder.ring(),
                        new PeerRound(
                                config.peers().nodes(),
                                nodeCertificate,
                                made.oneWay(),
                                MonotonicClock.SYSTEM,
                                PeerRound.USUAL_LIMIT)));
        return new StickDesk(
                drop, new StickPapers(identity, hub, ring.outbox(), this::stickReceipt), watch, STICKS_EVERY);
    }

    private void stickReceipt(StickReceipt receipt) {
        Optional<SyncLoop> link = sync;
        if (link.isPresent()) {
            link.get().fromStick(receipt);
        } else {
            new StickWord(receipt).tell(ring.outbox());
        }
    }

    private Optional<SiteServer> site(SecureRandom random) throws IOException {
        if (config.page().listen().isEmpty()) {
            return Optional.empty();
        }
        InetSocketAddress address = config.page().listen().get();
        Optional<Tls> tls = Optional.empty();
        if (isPagePublic()) {
            if (!Files.exists(folder.sitePin())) {
                folder.noteSitePin(SitePin.make(folder.sitePin(), random));
                LOG.log(
                        Level.INFO,
                        "a site PIN was made: note down the number in {0}, then remove that file",
                        folder.sitePinNote());
            }
            var authority = CertificateAuthority.open(folder.tls(), InstantSource.system(), random);
            tls = Optional.of(TlsConfig.builder()
                    .sslContext(authority.serverContext(names()))
                    .build());
        }
        return Optional.of(
                SiteServer.start(address, new View(), SitePin.load(folder.sitePin(), MonotonicClock.SYSTEM), tls));
    }

    /** Under which people may ask for the page. */
    private List<String> names() throws IOException {
        var names = new ArrayList<>(List.of("localhost", config.node()));
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                .forEach(names::add);
        return names;
    }

    private boolean isPagePublic() {
        return config.page()
                .listen()
                .map(address -> !address.getAddress().isLoopbackAddress())
                .orElse(false);
    }

    /** UTC epoch milliseconds by the best witness: this machine's clock where it is trusted, else what the hub said. */
    private OptionalLong date(long monoMillis) {
        OptionalLong own = clock.date(monoMillis);
        return own.isPresent() ? own : budget.hubTime(monoMillis);
    }

    private ContactStanding contact() {
        return hours.standing(clock.monoMillis());
    }

    private NodeFacts facts() {
        Optional<SyncStatus> link = sync.map(SyncLoop::status);
        RingStanding standing = ring.standing();
        Optional<Account> account = ring.account();
        return new NodeFacts(
                config.site(),
                config.node(),
                identity.uid().value(),
                Version.TEXT,
                clock.wallMillis(),
                startedAt,
                Optional.of(standing.sentence()).filter(sentence -> !sentence.isEmpty()),
                fileSize(folder.ring()),
                maxRingBytes,
                link.map(state -> state.state().name().toLowerCase(Locale.ROOT)).orElse(Checkup.NO_HUB),
                certificates
                        .trouble()
                        .or(() -> identityCopy.flatMap(IdentityCopy::trouble))
                        .or(() -> link.flatMap(SyncStatus::problem)),
                hubSeen(),
                ring.outbox().bytesQueued(),
                ring.oldestWaitingMillis().orElse(0),
                account.map(known -> known.droppedInAll().total()).orElse(0L),
                sticks.flatMap(StickDesk::last),
                budget.view().autonomy(),
                account.map(known -> known.newest(DAYS_ON_PAGE)).orElse(List.of()),
                contact(),
                scrapeTally.states());
    }

    /** Last contact with the hub, UTC epoch milliseconds, 0 for never. */
    private long hubSeen() {
        return sync.map(SyncLoop::status)
                .flatMap(SyncStatus::lastContact)
                .map(Instant::toEpochMilli)
                .orElse(0L);
    }

    private long usualRingBytes() throws IOException {
        return RingSettings.usualMaxBytes(Files.getFileStore(folder.path()).getTotalSpace());
    }

    private static long fileSize(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What the site server shows of this agent. */
    private final class View implements SiteView {
        @Override
        public NodeFacts facts() {
            return Agent.this.facts();
        }

        @Override
        public LatestSamples samples() {
            return rounds;
        }

        @Override
        public BudgetView budget() {
            return budget.view();
        }

        @Override
        public AlertBoard alerts() {
            return alerts.board();
        }

        @Override
        public void exposition(Appendable out) throws IOException {
            rounds.write(out);
        }

        @Override
        public Optional<String> notReady() {
            if (!rounds.hasCollected()) {
                return Optional.of("the first collection round is not done");
            }
            return Optional.of(ring.standing().sentence()).filter(sentence -> !sentence.isEmpty());
        }

        @Override
        public boolean acknowledge(String key, String by) {
            return alerts.acknowledge(key, new Acknowledgement(by, "", clock.wallMillis()));
        }

        @Override
        public void tryLink() {
            sync.ifPresent(SyncLoop::liveChanged);
        }

        @Override
        public void audit(String action, String result, String from) {
            recorder.event(new Event(
                    "site.button",
                    Severity.INFO,
                    clock.wallMillis(),
                    clock.monoMillis(),
                    action + ": " + result,
                    Map.of("action", action, "result", result)));
        }
    }
}
