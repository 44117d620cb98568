package skerry.agent;

import java.io.IOException;
import java.net.Proxy;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import skerry.agent.cluster.Role;
import skerry.agent.command.CommandDesk;
import skerry.agent.command.SupportFileWork;
import skerry.agent.command.TicketWork;
import skerry.agent.command.Work;
import skerry.agent.config.AgentConfig;
import skerry.agent.enrol.CertificateKeeper;
import skerry.agent.enrol.Enroller;
import skerry.agent.enrol.Enrolment;
import skerry.agent.enrol.NodeCertificate;
import skerry.agent.enrol.StickDoor;
import skerry.agent.privacy.Redactor;
import skerry.agent.ring.Ring;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.PatternMiner;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.support.SupportReport;
import skerry.agent.sync.LiveStatus;
import skerry.agent.sync.peer.PeerTally;
import skerry.agent.ticket.TicketFolder;
import skerry.agent.update.UpgradePlace;
import skerry.agent.update.Upgrades;
import skerry.platform.CloseStack;
import skerry.platform.files.LocalDisk;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.NodeTls;
import skerry.protocol.control.CommandType;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.update.UpgradeNews;

/**
 * What this node has to do with its hub: joining it, the link, sticks, its commands, and other nodes that go to it by this one.
 * Thread-safe.
 */
final class HubSide {
    private final AgentConfig config;
    private final NodeClock clock;
    private final Recorder recorder;
    private final CommandDesk commands;
    private final TicketFolder tickets;
    private final TicketWork ticketWork;
    private final Upgrades upgrades;
    private final HubLink link;
    private final CertificateKeeper certificates;
    private final NodeCertificate nodeCertificate;
    private final Sticks sticks;
    private final Peers peers;

    /**
     * Listens for other nodes where that is set; {@link #start} does all else.
     *
     * @param open takes over the closing of what listens
     * @param settings what was set, by key, for support
     * @param peerTally counts what other nodes ask
     * @param status how this node is at present
     * @param ready whether it has collected and its ring stands
     * @throws IOException names what cannot be opened
     */
    HubSide(
            CloseStack open,
            AgentConfig config,
            Map<String, String> settings,
            DataFolder folder,
            AgentIdentity identity,
            Role role,
            NodeClock clock,
            Ring ring,
            LinkUse use,
            Recorder recorder,
            Redactor redactor,
            PeerTally peerTally,
            Supplier<LiveStatus> status,
            BooleanSupplier ready,
            SecureRandom random)
            throws IOException {
        this.config = config;
        this.clock = clock;
        this.recorder = recorder;
        tickets = new TicketFolder(folder.tickets());
        ticketWork = new TicketWork(
                config.commands().contains(CommandType.DETAIL),
                config.tickets(),
                tickets,
                ring,
                redactor,
                () -> miner(ring),
                InstantSource.system(),
                this::ticketTold);
        upgrades = new Upgrades(
                UpgradePlace.ofThisMachine(folder.path()),
                Version.TEXT,
                new UpgradingAgent(this::link, ring, use, ready, this::upgradeTold),
                config.budget().bytesPerSecond());
        commands = new CommandDesk(
                folder.commands(),
                works(settings),
                List.of(ticketWork),
                clock::reading,
                MonotonicClock.SYSTEM,
                recorder::answer,
                this::commandTaken);
        Proxy proxy = Peers.proxy(open, config, this::nodeTls);
        link = new HubLink(
                config,
                identity,
                clock,
                ring,
                use,
                proxy,
                new Heard(commands, use.budget(), clock, recorder, upgrades),
                status,
                random);
        var enroller = new Enroller(identity, random, Version.TEXT, proxy, ring.left());
        StickDoor stickDoor = folder.stickDoor(new LocalDisk(), enroller, clock::known);
        certificates = new CertificateKeeper(
                folder.enrolment(),
                folder.openRequest(),
                enroller,
                config.join(),
                config.node(),
                role.word(),
                clock::known,
                MonotonicClock.SYSTEM,
                use::isOpen,
                link::isLinked,
                this::hubKnown,
                this::enrolled);
        nodeCertificate = new NodeCertificate(certificates::present, certificates::time);
        sticks = new Sticks(
                config, folder, identity, ring, stickDoor, nodeCertificate, link::stickReceipt, commands::take);
        peers = new Peers(
                open,
                config,
                folder,
                use,
                link,
                certificates,
                nodeCertificate,
                stickDoor,
                sticks,
                peerTally,
                recorder,
                clock);
    }

    /** Begins to send, to join and to do what the hub asks for. */
    void start() {
        link.start();
        sticks.start();
        certificates.start();
        commands.start();
        upgrades.start();
    }

    /** Takes nothing more on, of the hub or of other nodes; what is stored still goes until {@link #close}. */
    void takeNoMore() {
        certificates.close();
        commands.close();
        upgrades.close();
        peers.close();
    }

    /** Gives the link a moment to deliver what was just stored, and ends it. */
    void close() {
        sticks.close();
        link.close();
    }

    /** Where this agent sends, or what it waits for. */
    String where() {
        return config.mqtt()
                .url()
                .or(() -> certificates
                        .present()
                        .map(granted -> link.broker(granted) + ", as " + granted.site() + "/" + granted.node()))
                .or(() -> config.join().map(code -> "none yet; joining by the code of " + code.hub()))
                .orElse("none; collecting for this site alone");
    }

    /** What waits for a person at the site. */
    TicketFolder tickets() {
        return tickets;
    }

    HubLink link() {
        return link;
    }

    Sticks sticks() {
        return sticks;
    }

    /** What is wrong with the enrolment, as a sentence. */
    Optional<String> enrolmentTrouble() {
        return certificates.trouble();
    }

    private Optional<NodeTls> nodeTls() {
        return nodeCertificate.get();
    }

    private void hubKnown(HubCard hub) {
        sticks.hubKnown(hub);
    }

    private void enrolled(Enrolment granted) {
        link.enrolled(granted, certificates);
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
        all.put(CommandType.DETAIL, ticketWork);
        all.put(CommandType.UPGRADE, upgrades);
        all.keySet().retainAll(config.commands());
        return all;
    }

    private void upgradeTold(UpgradeNews news) {
        recorder.event(news.event(clock.wallMillis(), clock.monoMillis()));
    }

    /** One for a look back, which knows what the present one has learned. */
    private static PatternMiner miner(Ring ring) {
        var miner = new TemplateMiner(MinerLimits.STANDARD, 0);
        miner.restore(ring.learned());
        return miner;
    }

    private void ticketTold(String id, String step, String sentence) {
        recorder.event(new Event(
                "ticket",
                Severity.INFO,
                clock.wallMillis(),
                clock.monoMillis(),
                "ticket " + id + ": " + step + ", " + sentence,
                Map.of("ticket", id, "step", step)));
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
}
