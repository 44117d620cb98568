package skerry.agent.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import skerry.agent.alert.RulesConfig;
import skerry.agent.blackbox.BlackBoxSettings;
import skerry.agent.budget.BudgetSettings;
import skerry.agent.cluster.ClusterSettings;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.guard.GuardLimits;
import skerry.agent.collect.k3s.K3sSettings;
import skerry.agent.collect.kubelet.KubeletSettings;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogsConfig;
import skerry.agent.collect.logs.pods.UnknownPods;
import skerry.agent.collect.targets.ListedTargets;
import skerry.agent.privacy.PrivacySettings;
import skerry.agent.ring.RingKeys;
import skerry.agent.ring.RingSettings;
import skerry.agent.summary.PatternSettings;
import skerry.agent.summary.SendProfile;
import skerry.agent.ticket.TicketSettings;
import skerry.platform.config.ConfigException;
import skerry.platform.config.Settings;
import skerry.platform.config.Units;
import skerry.platform.net.BrokerUrl;
import skerry.platform.net.HostPort;
import skerry.platform.net.Listening;
import skerry.protocol.Topics;
import skerry.protocol.contact.Contact;
import skerry.protocol.control.CommandType;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.JoinCode;

/**
 * The agent's configuration. Every key has its example in {@code deploy/agent.yaml}.
 *
 * @param data the folder of the ring, the identity and the site PIN
 * @param site what people at the site call it; the hub has its own name for it
 * @param node what people call this machine
 * @param privacy what is done with personal data and secrets
 * @param patterns what of log patterns leaves the site
 * @param limits on what one source may bring
 * @param join by which this agent joins a fleet while it is in none
 * @param contact when the link is used
 * @param proxy an HTTP proxy on the way to hub and broker
 * @param budget what the link may cost
 * @param peers the other nodes of the site, one of which may have a stick
 * @param scrape who is scraped over HTTP
 * @param cluster how a cluster is looked at, and whether
 * @param kubelet how the kubelet of this machine is asked, and whether
 * @param k3s where k3s keeps its files
 * @param rules which alerts are watched for
 * @param blackBox what is kept of crashes
 * @param commands which of the hub's this site allows
 * @param tickets what this site hands out when the hub asks for detail
 */
public record AgentConfig(
        Path data,
        String site,
        String node,
        Collect collect,
        ListedTargets scrape,
        ClusterSettings cluster,
        KubeletSettings kubelet,
        K3sSettings k3s,
        LogsConfig logs,
        PrivacySettings privacy,
        RingSize ring,
        GuardLimits limits,
        SendProfile send,
        PatternSettings patterns,
        Optional<JoinCode> join,
        Contact contact,
        Proxy proxy,
        Mqtt mqtt,
        BudgetSettings budget,
        Stick stick,
        Peers peers,
        RulesConfig rules,
        BlackBoxSettings blackBox,
        Set<CommandType> commands,
        TicketSettings tickets,
        Page page) {
    private static final long MOST_BUDGET = 1L << 50;
    private static final long MOST_RATE = 1L << 30;
    private static final int MOST_PEERS = 256;
    private static final String CREDENTIALS = "${CREDENTIALS_DIRECTORY}/";

    /**
     * Host collection.
     *
     * @param every how often
     * @param limit how long one collector may take
     */
    public record Collect(HostPaths paths, Duration every, Duration limit, Optional<Path> textfiles, boolean systemd) {}

    /**
     * What the ring keeps.
     *
     * @param maxBytes of database and WAL; empty for the smaller of 1 GiB and a tenth of the disk
     * @param ledgerDays days that the ledger of what left tells apart
     * @param keyFile of the key under which raw detail is encrypted; empty for none
     * @param oldKeyFiles of earlier keys, to read what is still encrypted under them
     */
    public record RingSize(Optional<Long> maxBytes, int ledgerDays, Optional<Path> keyFile, List<Path> oldKeyFiles) {
        public RingSize {
            oldKeyFiles = List.copyOf(oldKeyFiles);
        }

        /** For an agent that writes; files that cannot be read are told by it and do not stop it. */
        public RingKeys keys() {
            return RingKeys.ofWriter(keyFile, oldKeyFiles);
        }

        /** For one who reads beside it. */
        public RingKeys readingKeys() {
            return RingKeys.ofReader(keyFile, oldKeyFiles);
        }
    }

    /**
     * The link to the hub.
     *
     * @param url {@code mqtt://host:1883} or {@code mqtts://host:8883}; empty for an agent that joins or only stores
     * @param overrideUrl another way to the broker than the hub grants to an agent that joins; unused where {@code url} is
     * @param hub the hub's public keys; must be there if {@code url} is
     * @param trust certificates to trust, as PEM; the system's otherwise
     * @param allowPlain whether MQTT without TLS may leave this machine
     */
    public record Mqtt(
            Optional<String> url,
            Optional<BrokerUrl> overrideUrl,
            Topics topics,
            Optional<HubCard> hub,
            Optional<Path> trust,
            boolean allowPlain) {}

    /**
     * Data on sticks.
     *
     * @param watch folders below which sticks are mounted, to export to each by itself; empty for never
     * @param diode whether no receipt will ever come back
     */
    public record Stick(List<Path> watch, boolean diode) {
        public Stick {
            watch = List.copyOf(watch);
        }
    }

    /**
     * The other nodes of the site.
     *
     * @param listen where they may ask for this node's outbox; empty for nowhere
     * @param nodes whom this node asks when it exports
     * @param relay whether those who ask may go to the hub over this node's link
     * @param via over whom this node goes to the hub, in this order; empty for its own link
     */
    public record Peers(Optional<InetSocketAddress> listen, List<HostPort> nodes, boolean relay, List<HostPort> via) {
        public Peers {
            nodes = List.copyOf(nodes);
            via = List.copyOf(via);
        }
    }

    /** @param listen where the technician's page is served; empty for nowhere */
    public record Page(Optional<InetSocketAddress> listen) {}

    /**
     * Reads the configuration, with keys set on the command line in front.
     *
     * @throws ConfigException names every mistake
     */
    public static AgentConfig load(Optional<Path> file, Map<String, String> overrides, String hostName)
            throws ConfigException {
        var settings = Settings.load(file, overrides);
        var config = read(settings, hostName);
        settings.finish();
        return config;
    }

    /**
     * Reads settings that the caller has loaded, and finishes afterwards.
     *
     * @param hostName what the node is called if nothing else is said
     */
    public static AgentConfig read(Settings settings, String hostName) {
        Contact contact = settings.read("contact", Contact.ALWAYS_ON, Contact::parse);
        Collect collect = collect(settings);
        return new AgentConfig(
                settings.path("data", Path.of("/var/lib/skerry-agent")),
                settings.text("site", ""),
                settings.text("node", hostName),
                collect,
                new ScrapeSettings(settings, collect.every()).targets(),
                new ClusterReading(settings).cluster(),
                new KubeletReading(settings).kubelet(),
                new KubeletReading(settings).k3s(),
                logs(settings),
                new PrivacyReading(settings).privacy(),
                ring(settings),
                new GuardLimits(
                        settings.number("limits.series", GuardLimits.USUAL.series(), 100, 100_000),
                        settings.number("limits.label-values", GuardLimits.USUAL.values(), 10, 100_000),
                        settings.number("limits.log-sources", GuardLimits.USUAL.logSources(), 10, 100_000)),
                send(settings),
                patterns(settings),
                settings.read(
                        "join", Optional.empty(), text -> Optional.of(JoinCode.parse(line(text, "skerry-join-")))),
                contact,
                settings.read("proxy", Proxy.NO_PROXY, AgentConfig::proxy),
                mqtt(settings),
                budget(settings, contact),
                new Stick(
                        settings.list("stick.watch", List.of()).stream()
                                .map(Path::of)
                                .toList(),
                        settings.flag("stick.diode", false)),
                peers(settings),
                rules(settings),
                blackBox(settings),
                commands(settings),
                new TicketReading(settings).tickets(),
                new Page(settings.read(
                        "page.listen",
                        Optional.of(Listening.parse("127.0.0.1:9140")),
                        text -> text.equals("off") ? Optional.empty() : Optional.of(Listening.parse(text)))));
    }

    /** Where k3s keeps its files, as this process sees them. */
    public K3sSettings k3sHere() {
        return k3s.below(collect.paths().rootfs());
    }

    /** Whether there is a link: a node that is reached by stick has one only if somebody named it a broker as well. */
    public boolean usesLink() {
        return contact.kind() != Contact.Kind.USB
                || mqtt.url().isPresent()
                || mqtt.overrideUrl().isPresent();
    }

    /** The usual settings, for one who looks at an agent whose own cannot be used. */
    public static AgentConfig usual(Path data) {
        try {
            return load(Optional.empty(), Map.of("data", data.toString()), "");
        } catch (ConfigException e) {
            throw new IllegalStateException("the usual settings are wrong", e);
        }
    }

    private static RingSize ring(Settings settings) {
        var old = new ArrayList<Path>();
        for (String file : settings.list("ring.old-key-files", List.of())) {
            try {
                old.add(keyFile(file));
            } catch (IllegalArgumentException e) {
                settings.problem("ring.old-key-files", String.valueOf(e.getMessage()));
            }
        }
        return new RingSize(
                settings.has("ring.max-bytes")
                        ? Optional.of(settings.bytes("ring.max-bytes", 1L << 30, 8L << 20, 1L << 40))
                        : Optional.empty(),
                settings.number("ring.ledger-days", RingSettings.USUAL_LEFT_DAYS, 31, 4_000),
                settings.read("ring.key-file", Optional.empty(), text -> Optional.of(keyFile(text))),
                old);
    }

    /** A path, also one below the folder in which systemd puts a service's credentials. */
    private static Path keyFile(String text) {
        if (!text.startsWith(CREDENTIALS)) {
            return Path.of(text);
        }
        String folder = System.getenv("CREDENTIALS_DIRECTORY");
        // Without the folder the name stays as it is: then the file is missing, and the agent says so and runs.
        return folder == null ? Path.of(text) : Path.of(folder, text.substring(CREDENTIALS.length()));
    }

    private static Collect collect(Settings settings) {
        var local = HostPaths.LOCAL;
        return new Collect(
                new HostPaths(
                        settings.path("path.procfs", local.procfs()),
                        settings.path("path.sysfs", local.sysfs()),
                        settings.path("path.rootfs", local.rootfs()),
                        settings.path("path.udev-data", local.udevData())),
                settings.duration(
                        "collect.every", Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofMinutes(1)),
                settings.duration(
                        "collect.limit", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.path("collect.textfile-directory"),
                settings.flag("collect.systemd", true));
    }

    private static LogsConfig logs(Settings settings) {
        var usual = LogsConfig.DEFAULT;
        var format = settings.read(
                "logs.format",
                usual.format(),
                text -> Arrays.stream(LogFormat.values())
                        .filter(known ->
                                known.word().equals(text.toLowerCase(Locale.ROOT)) && known != LogFormat.JOURNALD)
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("must be auto, cri, docker or plain")));
        List<String> include = settings.list("logs.include", usual.include());
        for (String glob : include) {
            if (!glob.startsWith("/")) {
                settings.problem("logs.include", "must hold absolute paths, was '" + glob + "'");
            }
        }
        return new LogsConfig(
                include,
                settings.list("logs.exclude", usual.exclude()),
                format,
                settings.flag("logs.multiline", usual.multiline()),
                Math.toIntExact(settings.bytes("logs.max-line", usual.maxLineBytes(), 1 << 10, 1 << 24)),
                settings.number("logs.max-open-files", usual.maxOpenFiles(), 1, 65_536),
                settings.read("logs.unknown-pods", usual.unknownPods(), AgentConfig::unknownPods),
                settings.flag("logs.journald", usual.journald()),
                settings.list("logs.units", usual.journaldUnits()));
    }

    private static UnknownPods unknownPods(String text) {
        return switch (text) {
            case "read" -> UnknownPods.READ;
            case "leave" -> UnknownPods.LEAVE;
            default -> throw new IllegalArgumentException("must be read or leave");
        };
    }

    private static SendProfile send(Settings settings) {
        List<String> rules = settings.list("summary.send", List.of("default"));
        try {
            boolean named =
                    rules.size() == 1 && List.of("minimal", "default", "full").contains(rules.getFirst());
            return named ? SendProfile.named(rules.getFirst()) : SendProfile.of(rules);
        } catch (IllegalArgumentException e) {
            settings.problem("summary.send", "cannot be used: " + e.getMessage());
            return SendProfile.named("default");
        }
    }

    private static PatternSettings patterns(Settings settings) {
        var usual = PatternSettings.USUAL;
        return new PatternSettings(
                settings.number("patterns.k", usual.k(), 1, PatternSettings.MOST_K),
                settings.number("patterns.events-per-hour", usual.eventsPerHour(), 0, PatternSettings.MOST_EVENTS),
                settings.number(
                        "patterns.burst-lines",
                        usual.burstLines(),
                        PatternSettings.LEAST_BURST,
                        PatternSettings.MOST_BURST));
    }

    private static Peers peers(Settings settings) {
        Optional<InetSocketAddress> listen = settings.read(
                "peers.listen",
                Optional.empty(),
                text -> text.equals("off") ? Optional.empty() : Optional.of(Listening.parse(text)));
        boolean relay = settings.flag("peers.relay", false);
        if (relay && listen.isEmpty()) {
            settings.problem("peers.relay", "needs peers.listen, where other nodes ask for the way");
        }
        List<HostPort> via = nodes(settings, "peers.via");
        if (!via.isEmpty() && settings.has("proxy")) {
            settings.problem("peers.via", "cannot be used with proxy: the node that leads goes by a proxy of its own");
        }
        return new Peers(listen, nodes(settings, "peers.nodes"), relay, via);
    }

    private static List<HostPort> nodes(Settings settings, String key) {
        var nodes = new ArrayList<HostPort>();
        for (String text : settings.list(key, List.of())) {
            try {
                nodes.add(HostPort.parse(text));
            } catch (IllegalArgumentException e) {
                settings.problem(key, e.getMessage() + ", was '" + text + "'");
            }
        }
        if (nodes.size() > MOST_PEERS) {
            settings.problem(key, "may name " + MOST_PEERS + " nodes, and names " + nodes.size());
        }
        return nodes;
    }

    private static RulesConfig rules(Settings settings) {
        return new RulesConfig(
                settings.list("rules.files", List.of()).stream().map(Path::of).toList(),
                settings.flag("rules.defaults", true),
                Set.copyOf(settings.list("rules.disable", List.of())));
    }

    private static BlackBoxSettings blackBox(Settings settings) {
        var usual = BlackBoxSettings.USUAL;
        return new BlackBoxSettings(
                settings.duration("blackbox.span", usual.span(), Duration.ofMinutes(1), Duration.ofMinutes(30)),
                settings.number("blackbox.boxes", usual.boxes(), 0, 256),
                settings.bytes("blackbox.max-bytes", usual.maxBytes(), 1 << 20, 64 << 20));
    }

    private static Set<CommandType> commands(Settings settings) {
        var allowed = EnumSet.noneOf(CommandType.class);
        List<String> all =
                Arrays.stream(CommandType.values()).map(CommandType::word).toList();
        for (String word : settings.list("commands.allow", all)) {
            CommandType.of(word)
                    .ifPresentOrElse(
                            allowed::add,
                            () -> settings.problem(
                                    "commands.allow", "knows only " + String.join(", ", all) + ", was '" + word + "'"));
        }
        return Set.copyOf(allowed);
    }

    private static Proxy proxy(String text) {
        URI uri = URI.create(text);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 1) {
            throw new IllegalArgumentException("must look like http://proxy.example:3128, was '" + text + "'");
        }
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), uri.getPort()));
    }

    private static Mqtt mqtt(Settings settings) {
        Optional<String> url = settings.text("mqtt.url");
        Optional<BrokerUrl> overrideUrl =
                settings.read("mqtt.override-url", Optional.empty(), text -> Optional.of(BrokerUrl.parse(text)));
        var topics = settings.read("mqtt.root", new Topics("skerry"), Topics::new);
        Optional<HubCard> hub = settings.read(
                "mqtt.hub", Optional.empty(), text -> Optional.of(HubCard.parse(line(text, "skerry-hub-"))));
        if (url.isPresent() && hub.isEmpty() && !settings.has("mqtt.hub")) {
            settings.problem(
                    "mqtt.hub",
                    "is missing: paste the line that 'skerry-hub identity' prints, or name a file that holds it");
        }
        return new Mqtt(
                url,
                overrideUrl,
                topics,
                hub,
                settings.path("mqtt.trust"),
                settings.flag("mqtt.allow-plain-beyond-loopback", false));
    }

    private static BudgetSettings budget(Settings settings, Contact contact) {
        return new BudgetSettings(
                limit(settings, "budget.per-month", BudgetSettings.LEAST_PER_MONTH),
                limit(settings, "budget.per-day", BudgetSettings.LEAST_PER_DAY),
                settings.read("budget.rate", 0L, AgentConfig::rate),
                settings.number("budget.month-starts", 1, 1, 28),
                contact.calendar());
    }

    private static OptionalLong limit(Settings settings, String key, long least) {
        return settings.read(key, OptionalLong.empty(), text -> {
            long bytes = Units.bytes(text);
            if (bytes < least || bytes > MOST_BUDGET) {
                throw new IllegalArgumentException("must lie between " + least
                        + " bytes, which the present state alone needs, and " + MOST_BUDGET);
            }
            return OptionalLong.of(bytes);
        });
    }

    private static long rate(String text) {
        if (!text.endsWith("/s")) {
            throw new IllegalArgumentException("must be bytes per second such as 4KB/s");
        }
        long bytes = Units.bytes(text.substring(0, text.length() - 2).strip());
        if (bytes < 64 || bytes > MOST_RATE) {
            throw new IllegalArgumentException("must lie between 64 and " + MOST_RATE + " bytes per second");
        }
        return bytes;
    }

    /** The line itself, or that of the file that holds it. */
    private static String line(String text, String start) {
        if (text.startsWith(start)) {
            return text;
        }
        try {
            return Files.readString(Path.of(text), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "must be a line that begins with " + start + " or a readable file that holds it", e);
        }
    }
}
