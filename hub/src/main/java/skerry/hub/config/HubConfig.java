package skerry.hub.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.platform.config.ConfigException;
import skerry.platform.config.Settings;
import skerry.platform.net.BrokerUrl;
import skerry.platform.net.Listening;
import skerry.protocol.Topics;

/**
 * The hub's configuration. Every key has its example in {@code deploy/hub.yaml}.
 *
 * @param data the folder of the databases, keys and certificates
 * @param backup empty if the hub makes none by itself
 * @param minimumPolicy the earliest version of the privacy policy under which a batch is taken
 * @param demo whether pages say that this is a demonstration
 */
public record HubConfig(
        Path data,
        Web web,
        Broker broker,
        Retention retention,
        Optional<Backup> backup,
        Updates updates,
        int minimumPolicy,
        boolean demo) {
    private static final long BASE_HEAP_BYTES = 160L << 20;
    private static final long AGENT_HEAP_BYTES = 120L << 10;

    /**
     * The pages and the API.
     *
     * @param names further host names under which people ask for the hub
     * @param publicUrl what agents that join are told, if it is not where the hub listens
     */
    public record Web(InetSocketAddress listen, List<String> names, Optional<URI> publicUrl) {}

    /** Where agents and the hub meet. */
    public sealed interface Broker {
        Topics topics();

        /** What agents are told, if it is not where the hub listens or connects. */
        Optional<BrokerUrl> publicUrl();

        /**
         * A broker in this process.
         *
         * @param webSocket where agents connect that reach nothing but web servers
         * @param maxConnections agents at once; usually as many as the heap can serve
         */
        record Embedded(
                InetSocketAddress listen,
                Optional<InetSocketAddress> webSocket,
                Topics topics,
                Optional<BrokerUrl> publicUrl,
                int maxConnections)
                implements Broker {}

        /**
         * A broker of one's own.
         *
         * @param password a file that holds it, so that it is in no configuration and no process list
         * @param trust PEM certificates of the only authorities to trust; the system's otherwise
         */
        record Outside(
                BrokerUrl url,
                Topics topics,
                Optional<BrokerUrl> publicUrl,
                Optional<String> user,
                Optional<Path> password,
                Optional<Path> trust)
                implements Broker {}
    }

    /**
     * How long data is kept.
     *
     * @param days of arrival
     * @param maxBytes of all days together
     */
    public record Retention(int days, long maxBytes) {}

    /**
     * Backups that the hub makes by itself.
     *
     * @param to a folder that is there
     * @param keep how many are kept
     */
    public record Backup(Path to, Duration every, int keep) {}

    /**
     * How fast releases are handed to agents, in bytes a second.
     *
     * @param rate to all together
     * @param ratePerAgent to one
     */
    public record Updates(long rate, long ratePerAgent) {}

    /**
     * Reads the configuration, with keys set on the command line in front.
     *
     * @throws ConfigException names every mistake
     */
    public static HubConfig load(Optional<Path> file, Map<String, String> overrides) throws ConfigException {
        var settings = Settings.load(file, overrides);
        var config = read(settings);
        settings.finish();
        return config;
    }

    /** Reads settings that the caller has loaded, and finishes afterwards. */
    public static HubConfig read(Settings settings) {
        return new HubConfig(
                settings.path("data", Path.of("/var/lib/skerry-hub")),
                new Web(
                        settings.read("web.listen", Listening.parse("127.0.0.1:8440"), Listening::parse),
                        settings.list("web.names", List.of()),
                        settings.read("web.public-url", Optional.empty(), text -> Optional.of(webUrl(text)))),
                broker(settings),
                new Retention(
                        settings.number("retention.days", 400, 1, 4000),
                        settings.bytes("retention.max-bytes", 50L << 30, 64L << 20, 1L << 50)),
                backup(settings),
                new Updates(
                        settings.bytes("updates.rate", 4L << 20, 1L << 10, 1L << 30),
                        settings.bytes("updates.rate-per-agent", 256L << 10, 1L << 10, 1L << 30)),
                settings.number("privacy.minimum-policy", 1, 0, 1_000),
                settings.flag("demo", false));
    }

    private static Optional<Backup> backup(Settings settings) {
        Optional<Path> to = settings.path("backup.to");
        Duration every =
                settings.duration("backup.every", Duration.ofDays(1), Duration.ofMinutes(1), Duration.ofDays(366));
        int keep = settings.number("backup.keep", 14, 1, 10_000);
        if (to.isEmpty() && (settings.has("backup.every") || settings.has("backup.keep"))) {
            settings.problem("backup.to", "is missing: name the folder to back up to");
        }
        return to.map(folder -> new Backup(folder, every, keep));
    }

    /**
     * How many agents a hub of this heap can serve at once. Measured with 5,000: 92 to 99 KiB for each, its connection and all
     * that is known of it.
     */
    static int agentsThatFit(long heapBytes) {
        return Math.clamp((heapBytes - BASE_HEAP_BYTES) / AGENT_HEAP_BYTES, 100, 20_000);
    }

    private static Broker broker(Settings settings) {
        var topics = settings.read("broker.root", new Topics("skerry"), Topics::new);
        Optional<BrokerUrl> publicUrl =
                settings.read("broker.public-url", Optional.empty(), text -> Optional.of(BrokerUrl.parse(text)));
        Optional<String> url = settings.text("broker.url");
        if (url.isEmpty()) {
            return new Broker.Embedded(
                    settings.read("broker.listen", Listening.parse("127.0.0.1:1883"), Listening::parse),
                    settings.read(
                            "broker.websocket-listen", Optional.empty(), text -> Optional.of(Listening.parse(text))),
                    topics,
                    publicUrl,
                    settings.number(
                            "broker.max-connections",
                            agentsThatFit(Runtime.getRuntime().maxMemory()),
                            1,
                            1_000_000));
        }
        for (String key : List.of("broker.listen", "broker.websocket-listen")) {
            if (settings.text(key).isPresent()) {
                settings.problem(
                        key, "has no meaning beside broker.url: the hub runs its own broker or uses yours, not both");
            }
        }
        BrokerUrl read = settings.read("broker.url", new BrokerUrl("localhost", 1883, false), BrokerUrl::parse);
        if (read.webSocketPath().isPresent()) {
            settings.problem("broker.url", "must begin with mqtts: or mqtt: the hub itself speaks no WebSocket");
        }
        boolean allowPlain = settings.flag("broker.allow-plain-beyond-loopback", false);
        if (read.isExposed() && !allowPlain) {
            settings.problem(
                    "broker.url",
                    "is not encrypted and leaves this machine: use mqtts://, or set"
                            + " broker.allow-plain-beyond-loopback: true if the network is protected in another way");
        }
        Optional<String> user = settings.text("broker.user");
        Optional<Path> password = file(settings, "broker.password-file");
        if (user.isEmpty() && password.isPresent()) {
            settings.problem("broker.password-file", "needs broker.user beside it");
        }
        return new Broker.Outside(read, topics, publicUrl, user, password, file(settings, "broker.trust"));
    }

    private static URI webUrl(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
            throw new IllegalArgumentException("must be like https://hub.example:8440/, was '" + text + "'");
        }
        return url;
    }

    private static Optional<Path> file(Settings settings, String key) {
        Optional<Path> file = settings.path(key);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            settings.problem(key, "names " + file.get() + ", which is missing or not readable by this user");
        }
        return file;
    }
}
