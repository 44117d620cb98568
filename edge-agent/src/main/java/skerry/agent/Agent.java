package skerry.agent;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.alert.RuleBook;
import skerry.agent.boot.Boots;
import skerry.agent.cluster.ClusterPlace;
import skerry.agent.cluster.IdentityCopy;
import skerry.agent.cluster.Role;
import skerry.agent.collect.CollectionRound;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.containers.Containers;
import skerry.agent.collect.host.HostMetrics;
import skerry.agent.collect.host.KernelCalls;
import skerry.agent.collect.host.RealTimeClock;
import skerry.agent.collect.host.SystemCommands;
import skerry.agent.collect.k3s.Certificates;
import skerry.agent.collect.k3s.Datastore;
import skerry.agent.collect.scrape.TextfileDirectory;
import skerry.agent.collect.targets.ListedTargets;
import skerry.agent.config.AgentConfig;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.SealedNames;
import skerry.agent.privacy.SiteKey;
import skerry.agent.privacy.SiteNames;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingKeys;
import skerry.agent.ring.RingSettings;
import skerry.agent.services.AccessLogs;
import skerry.agent.services.ServiceBoard;
import skerry.agent.site.LatestSamples;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.sync.BatchSealer;
import skerry.agent.sync.LiveStatus;
import skerry.agent.sync.peer.PeerTally;
import skerry.agent.wear.CardWear;
import skerry.platform.CloseStack;
import skerry.platform.config.ConfigException;
import skerry.platform.time.BootId;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/** The process on a node: makes the parts and joins them, in the order in which data flows. */
public final class Agent implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Agent.class.getName());
    private static final int MAX_SAMPLES_PER_COLLECTOR = 5_000;
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(3);
    private static final String CLOCK_COLLECTOR = "timex";

    /** fake-hwclock leaves the date on the disk every hour. */
    private static final Duration DATE_KEPT_EVERY = Duration.ofMinutes(65);

    /** How late a round may be: collectors have their limits, but storing waits for the disk. */
    private static final Duration LATE_ROUND = Duration.ofMinutes(2);

    private final CloseStack open = new CloseStack();
    private final AgentConfig config;
    private final DataFolder folder;
    private final Role role;
    private final AgentIdentity identity;
    private final Optional<IdentityCopy> identityCopy;
    private final NodeClock clock;
    private final Ring ring;
    private final LinkUse use;
    private final Recorder recorder;
    private final Boots boots;
    private final Watch watch;
    private final ClusterSide cluster;
    private final ServiceBoard services = new ServiceBoard(ServiceBoard.MOST, MonotonicClock.SYSTEM);
    private final Scrapes scrapes;
    private final Logs logs;
    private final Rounds rounds;
    private final PeerTally peerTally = new PeerTally(MonotonicClock.SYSTEM);
    private final HubSide hub;
    private final NodeStanding standing;
    private final SitePage page;
    private final HeapTrim heap = HeapTrim.ofThisProcess(System::nanoTime);

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
            identityCopy =
                    role.watchesCluster() ? ClusterSide.identityCopy(config, place, folder, random) : Optional.empty();
            identity = folder.identity(random);
            clock = new NodeClock(
                    InstantSource.system(),
                    MonotonicClock.SYSTEM,
                    Bytes.of(BootId.read(config.collect().paths().procfs())));
            long startedAt = clock.wallMillis();
            long maxRingBytes = config.ring().maxBytes().orElse(RingSettings.usualMaxBytes(folder.diskBytes()));
            RingKeys keys = config.ring().keys();
            keys.troubles().forEach(trouble -> LOG.log(System.Logger.Level.WARNING, "{0}", trouble));
            var ringSettings = RingSettings.of(folder.ring(), maxRingBytes)
                    .withLeftDays(config.ring().ledgerDays())
                    .withKeys(keys);
            ring = open.push(Ring.open(
                    ringSettings,
                    identity.uid(),
                    InstantSource.system(),
                    MonotonicClock.SYSTEM,
                    clock.bootId(),
                    config.send()));
            identityCopy.ifPresent(kept -> ring.startsAfter(kept.startsBefore()));
            if (hasCarriedOverDate()) {
                clock.restored();
                ring.clock(ClockQuality.RESTORED, -1);
            }
            use = open.push(new LinkUse(config, ring, clock));
            var redactor = PolicyRedactor.of(
                    config.privacy(),
                    SiteKey.open(config.privacy(), folder.siteKey(), random),
                    SiteNames.read(config.collect().paths().rootfs(), config.node()));
            var minute = new OpenMinute(
                    new TemplateMiner(MinerLimits.STANDARD, random.nextLong()),
                    MinerLimits.STANDARD.patterns(),
                    config.patterns(),
                    redactor);
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
                    config.limits(),
                    this::batchesStored);
            var places = new HiddenPlaces(
                    new SealedNames(identity.sign().getPrivate().getEncoded(), redactor), recorder, ring);
            var lines = new AccessLogs(services, places, recorder, InstantSource.system());
            recorder.resume(lines::replayed);
            boots = new Boots(
                    folder.boots(),
                    ring::reader,
                    config.collect().paths(),
                    new SystemCommands(COMMAND_LIMIT),
                    clock.bootId());
            watch = new Watch(config, rules, folder, ring, maxRingBytes, redactor, recorder, clock);
            ListedTargets listed = Scrapes.listed(config, place, role);
            cluster =
                    new ClusterSide(config, place, role, folder, listed, redactor, recorder, watch.blackBox(), random);
            scrapes = new Scrapes(listed, cluster.annotated(), services, recorder);
            logs = new Logs(config, role, places, lines, watch.blackBox(), cluster.podNotes(), cluster.podLook());
            rounds = new Rounds(
                    new CollectionRound(
                            collectors(),
                            config.collect().limit(),
                            MAX_SAMPLES_PER_COLLECTOR
                                    + (cluster.cluster().isPresent()
                                            ? config.cluster().maxSeries()
                                            : 0),
                            InstantSource.system(),
                            System::nanoTime),
                    recorder,
                    clock,
                    config.collect().every(),
                    this::collected);
            hub = new HubSide(
                    open,
                    config,
                    settings,
                    folder,
                    identity,
                    role,
                    clock,
                    ring,
                    use,
                    recorder,
                    redactor,
                    peerTally,
                    this::status,
                    this::isReady,
                    random);
            standing = new NodeStanding(
                    config,
                    folder,
                    identity,
                    clock,
                    startedAt,
                    ring,
                    maxRingBytes,
                    use,
                    hub,
                    identityCopy,
                    scrapes.tally());
            page = new SitePage(
                    config,
                    folder,
                    new NodeView(
                            standing,
                            rounds,
                            use,
                            watch.alerts(),
                            boots,
                            ring,
                            hub.link(),
                            recorder,
                            hub.tickets(),
                            clock),
                    random);
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
        if (RealTimeClock.isMissing(config.collect().paths())) {
            recorder.event(new Event(
                    "clock",
                    Severity.INFO,
                    now,
                    clock.monoMillis(),
                    "no real-time clock: the date is "
                            + (clock.reading().quality() == ClockQuality.UNKNOWN
                                    ? "the kernel's or the image's, until a time source is there"
                                    : "carried over on the disk, and slow by as long as the machine was off"),
                    Map.of("quality", Integer.toString(clock.reading().quality().code()), "error", "-1")));
        }
        if (role.watchesNode()) {
            boots.look();
            boots.start(new Moment(now, clock.monoMillis()), recorder::event);
        }
        rounds.start();
        scrapes.start();
        cluster.start();
        logs.start();
        watch.start();
        hub.start();
        identityCopy.ifPresent(copy -> copy.start(ring::starts));
    }

    /** Whether its rounds come to an end. */
    boolean lives() {
        return rounds.sinceLast().compareTo(config.collect().every().plus(LATE_ROUND)) < 0;
    }

    private boolean isReady() {
        return rounds.hasCollected() && ring.standing().sentence().isEmpty();
    }

    /** In one sentence, how this node is. */
    String standing() {
        return status().reason().isEmpty() ? "collecting as " + role.word() : status().reason();
    }

    /** Where the technician's page is served. */
    public Optional<String> pageUrl() {
        return page.url();
    }

    /** Where this agent sends, or what it waits for. */
    public String hub() {
        return hub.where();
    }

    public AgentIdentity identity() {
        return identity;
    }

    /** Stops collecting, closes the open window, gives the link a moment to deliver it, and closes everything. */
    @Override
    public void close() {
        boots.close();
        watch.close();
        scrapes.close();
        cluster.close();
        rounds.close();
        // Beside the end of the rounds it says, after a restart of the machine, that this agent was asked to end.
        recorder.event(new Event(
                Boots.STOPPED, Severity.INFO, clock.wallMillis(), clock.monoMillis(), "agent stopped", Map.of()));
        logs.close();
        identityCopy.ifPresent(IdentityCopy::close);
        hub.takeNoMore();
        recorder.finish();
        hub.close();
        page.close();
        open.close();
    }

    /** Without a real-time clock, a date that is not before the last record's must have been left on the disk. */
    private boolean hasCarriedOverDate() {
        return RealTimeClock.isMissing(config.collect().paths())
                && ring.lastRecord()
                        .filter(last -> clock.wallMillis() >= last.wallMillis() - DATE_KEPT_EVERY.toMillis())
                        .isPresent();
    }

    private void batchesStored() {
        hub.link().batchesStored();
    }

    private LiveStatus status() {
        return standing.status();
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
        samples.each("container_oom_events_total", watch.blackBox()::oomKills);
        standing.collected(samples);
        boots.collected();
        heap.look();
    }

    private List<Collector> collectors() throws IOException {
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
            all.add(new Datastore(config.k3sHere()));
            all.add(boots);
            all.add(open.push(new CardWear(
                    config.collect().paths(),
                    folder.wear(),
                    folder.device(),
                    HostPaths.LOCAL.procfs().resolve("self"),
                    clock.bootId(),
                    InstantSource.system(),
                    MonotonicClock.SYSTEM)));
            all.add(new Certificates(config.k3sHere().folder(), InstantSource.system()));
            config.collect().textfiles().ifPresent(directory -> all.add(new TextfileDirectory(directory)));
        } else {
            // The clock's alone: by it the records of this agent are dated.
            host.collectors().stream()
                    .filter(one -> one.name().equals(CLOCK_COLLECTOR))
                    .forEach(all::add);
        }
        cluster.cluster().ifPresent(watched -> all.add(watched.state()));
        all.add(new OwnMetrics(ring, logs.counters(), () -> hub.link().hubSeen(), () -> status().autonomy(), clock));
        if (ring.keys().isUsed()
                || ring.sealing().filter(blocks -> blocks.unreadable() > 0).isPresent()) {
            all.add(new SealingMetrics(ring));
        }
        all.add(new RefusedMetrics(recorder));
        all.add(new BudgetMetrics(use.meter(), use.budget()));
        all.add(new ContactMetrics(use::contact));
        all.add(new AlertMetrics(watch.alerts()::board));
        all.add(new BlackBoxMetrics(watch.blackBox()));
        all.addAll(scrapes.collectors());
        all.add(services);
        all.add(new DistributionMetrics(recorder));
        if (config.peers().listen().isPresent()) {
            all.add(new PeerMetrics(peerTally));
        }
        return all;
    }
}
