package skerry.hub;

import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import skerry.hub.access.Access;
import skerry.hub.access.GuessLimit;
import skerry.hub.broker.BrokerSettings;
import skerry.hub.broker.EmbeddedBroker;
import skerry.hub.config.HubConfig;
import skerry.hub.config.HubConfig.Broker;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.ingest.BrokerAddress;
import skerry.hub.ingest.HubIdent;
import skerry.hub.ingest.Ingest;
import skerry.hub.query.StoreFacts;
import skerry.hub.store.FleetStore;
import skerry.hub.store.sqlite.SqliteAccessStore;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.hub.web.HubApi;
import skerry.hub.web.HubServer;
import skerry.platform.CloseStack;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;
import skerry.protocol.identity.HubCard;

/** The process in the operations centre: makes the parts and joins them, in the order in which data flows. */
public final class Hub implements AutoCloseable {
    private static final InstantSource WALL = InstantSource.system();

    private final CloseStack open = new CloseStack();
    private final HubConfig config;
    private final HubIdent hub;
    private final Access access;
    private final FleetStore store;
    private final Ingest ingest;
    private final HubServer server;
    private final BrokerRoads broker;

    /** How the hub itself and how agents reach the broker. */
    private record BrokerRoads(BrokerAddress ofHub, String ofAgents) {}

    /**
     * Opens the store, starts the broker, the ingest and the pages.
     *
     * @throws IOException names what cannot be opened or listened on; nothing is left open then
     */
    public Hub(HubConfig config) throws IOException {
        this.config = config;
        try {
            var random = new SecureRandom();
            long boot = random.nextLong() | 1;
            var folder = DataFolder.open(config.data());
            hub = HubIdent.of(folder.identity(random), boot);
            store = open.push(new SqliteFleetStore(folder.path(), WALL, boot));
            access = new Access(open.push(SqliteAccessStore.open(folder.access())), WALL, random, new GuessLimit());
            var authority = CertificateAuthority.open(folder.tls(), WALL, random);
            broker = broker(authority);
            ingest = open.push(
                    new Ingest(store, hub, broker.ofHub(), config.broker().topics(), WALL, MonotonicClock.SYSTEM));
            var watch = new FleetWatch(store.registry(), new StoreFacts(store, WALL), WALL);
            watch.look();
            Optional<Tls> tls = webTls(authority);
            var api = new HubApi(
                    access,
                    store,
                    watch,
                    WALL,
                    new HubApi.About(
                            Version.TEXT, Long.toHexString(boot), WALL.millis(), config.demo(), tls.isPresent()),
                    this::metrics,
                    this::notReady);
            server = open.push(HubServer.start(
                    new HubServer.Listen(config.web().listen(), config.web().names(), tls),
                    access,
                    api.api(),
                    api.open()));
            open.push(api);
            open.push(new Upkeep(
                    store,
                    new FleetStore.Retention(
                            config.retention().days(), config.retention().maxBytes()),
                    watch,
                    api,
                    access,
                    WALL,
                    MonotonicClock.SYSTEM));
        } catch (SQLException e) {
            try (open) {
                throw new IOException(e.getMessage(), e);
            }
        } catch (IOException | RuntimeException e) {
            try (open) {
                throw e;
            }
        }
    }

    /** By which agents know this hub. */
    public HubCard card() {
        return hub.card();
    }

    /** The one-time code for the first administrator; empty once there is one. */
    public Optional<String> setupCode() {
        return access.setupCode();
    }

    public String pageUrl() {
        return server.scheme() + "://" + config.web().listen().getAddress().getHostAddress() + ":" + server.port()
                + "/";
    }

    /** Where agents find the broker. */
    public String brokerUrl() {
        return broker.ofAgents();
    }

    @Override
    public void close() {
        open.close();
    }

    private BrokerRoads broker(CertificateAuthority authority) throws IOException {
        return switch (config.broker()) {
            case Broker.Embedded embedded -> {
                InetSocketAddress listen = embedded.listen();
                Optional<SSLContext> tls = listen.getAddress().isLoopbackAddress()
                        ? Optional.empty()
                        : Optional.of(authority.serverContext(names()));
                var usual = BrokerSettings.loopback(listen.getPort(), embedded.topics());
                var broker = open.push(new EmbeddedBroker(
                        new BrokerSettings(
                                listen.getAddress().getHostAddress(),
                                listen.getPort(),
                                tls,
                                embedded.topics(),
                                embedded.maxConnections(),
                                usual.maxPacketBytes(),
                                usual.memoryBytes(),
                                usual.cacheLogins()),
                        store.registry(),
                        MonotonicClock.SYSTEM));
                yield new BrokerRoads(
                        new BrokerAddress(
                                "tcp://127.0.0.1:" + broker.hubPort(),
                                EmbeddedBroker.HUB_USER,
                                broker.hubPassword(),
                                Optional.empty()),
                        (tls.isPresent() ? "mqtts://" : "mqtt://")
                                + listen.getAddress().getHostAddress() + ":" + broker.port());
            }
            case Broker.Outside outside ->
                new BrokerRoads(
                        new BrokerAddress(
                                outside.url().replaceFirst("^mqtts:", "ssl:").replaceFirst("^mqtt:", "tcp:"),
                                outside.user().orElse(""),
                                password(outside.password()),
                                Optional.empty()),
                        outside.url());
        };
    }

    private static String password(Optional<Path> file) throws IOException {
        return file.isPresent()
                ? Files.readString(file.get(), StandardCharsets.UTF_8).strip()
                : "";
    }

    private Optional<Tls> webTls(CertificateAuthority authority) {
        return config.web().listen().getAddress().isLoopbackAddress()
                ? Optional.empty()
                : Optional.of(TlsConfig.builder()
                        .sslContext(authority.serverContext(names()))
                        .build());
    }

    private List<String> names() {
        var names = new ArrayList<>(config.web().names());
        names.add("localhost");
        names.add("127.0.0.1");
        InetSocketAddress listen = config.web().listen();
        if (!listen.getAddress().isAnyLocalAddress()) {
            names.add(listen.getAddress().getHostAddress());
        }
        return names;
    }

    private Map<String, Double> metrics() {
        var counts = ingest.counts();
        var size = store.size();
        var metrics = new TreeMap<String, Double>();
        metrics.put("skerry_hub_batches_stored_total", (double) counts.stored());
        metrics.put("skerry_hub_batch_bytes_stored_total", (double) counts.storedBytes());
        metrics.put("skerry_hub_batches_duplicate_total", (double) counts.duplicates());
        metrics.put("skerry_hub_batches_refused_total", (double) (counts.refused() + counts.conflicts()));
        metrics.put("skerry_hub_batches_later_total", (double) counts.later());
        metrics.put("skerry_hub_batches_undecodable_total", (double) counts.undecodable());
        metrics.put("skerry_hub_receipts_total", (double) counts.receipts());
        metrics.put("skerry_hub_messages_foreign_total", (double) counts.foreign());
        metrics.put("skerry_hub_store_bytes", (double) size.bytes());
        metrics.put("skerry_hub_undecoded_batches", (double) size.undecoded());
        metrics.put("skerry_hub_broker_connected", ingest.isConnected() ? 1.0 : 0.0);
        metrics.put("skerry_hub_load_level", (double) ingest.loadLevel());
        return metrics;
    }

    private Optional<String> notReady() {
        if (!ingest.isConnected()) {
            return Optional.of("the hub does not reach its broker at " + broker.ofHub());
        }
        return ingest.counts().storing()
                ? Optional.empty()
                : Optional.of("the store takes no batches; the log says why, a full disk is the usual cause");
    }
}
