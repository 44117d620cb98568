package skerry.hub;

import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsConfig;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import skerry.hub.access.Access;
import skerry.hub.access.GuessLimit;
import skerry.hub.backup.BackupDesk;
import skerry.hub.backup.KeyFiles;
import skerry.hub.broker.BrokerSettings;
import skerry.hub.broker.EmbeddedBroker;
import skerry.hub.cli.OperatorFile;
import skerry.hub.config.HubConfig;
import skerry.hub.config.HubConfig.Broker;
import skerry.hub.fleet.Enrolment;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.ingest.BrokerAddress;
import skerry.hub.ingest.HubIdent;
import skerry.hub.ingest.Ingest;
import skerry.hub.ingest.stick.ImportDesk;
import skerry.hub.ingest.stick.SpoolFolder;
import skerry.hub.query.StoreFacts;
import skerry.hub.store.FleetStore;
import skerry.hub.store.StoreException;
import skerry.hub.store.sqlite.SqliteAccessStore;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.hub.update.PieceDesk;
import skerry.hub.update.ReleaseDesk;
import skerry.hub.update.ReleaseFolder;
import skerry.hub.update.RolloutDesk;
import skerry.hub.web.HubApi;
import skerry.hub.web.HubServer;
import skerry.platform.CloseStack;
import skerry.platform.FolderLock;
import skerry.platform.net.BrokerUrl;
import skerry.platform.net.Listening;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;
import skerry.platform.tls.Trust;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.HubIdentity;

/** The process in the operations centre: makes the parts and joins them, in the order in which data flows. */
public final class Hub implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Hub.class.getName());
    private static final InstantSource WALL = InstantSource.system();

    private final CloseStack open = new CloseStack();
    private final HubConfig config;
    private final HubIdent hub;
    private final Access access;
    private final SqliteFleetStore store;
    private final HubServer server;
    private final Supplier<Optional<String>> trouble;
    private final BrokerUrl brokerUrl;
    private final Path authorityFile;

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
            open.push(FolderLock.take(folder.path(), "hub"));
            HubIdentity identity = folder.identity(random);
            hub = HubIdent.of(identity, boot);
            store = open.push(new SqliteFleetStore(folder.path(), WALL, boot));
            requirePolicy();
            SqliteAccessStore accessStore = open.push(SqliteAccessStore.open(folder.access()));
            access = new Access(accessStore, WALL, random, new GuessLimit());
            var authority = CertificateAuthority.open(folder.tls(), WALL, random);
            authorityFile = authority.certificateFile();
            Optional<EmbeddedBroker> embedded = embedded(authority);
            BrokerAddress address = embedded.isPresent() ? ownAddress(embedded.get()) : outsideAddress();
            brokerUrl = embedded.map(this::urlForAgents).orElse(address.url());
            var releaseFolder = ReleaseFolder.in(folder.path());
            var pieces = new PieceDesk(
                    store,
                    releaseFolder,
                    new PieceDesk.Rates(
                            config.updates().rate(), config.updates().ratePerAgent()),
                    MonotonicClock.SYSTEM);
            var ingest = open.push(new Ingest(
                    store, hub, address, config.broker().topics(), pieces::answer, WALL, MonotonicClock.SYSTEM));
            var watch = new FleetWatch(store.registry(), new StoreFacts(store, WALL), WALL, store.states());
            watch.look();
            Optional<Tls> tls = webTls(authority);
            var enrolment = new Enrolment(store, authority, identity, this::addresses, WALL, random);
            ingest.rollback()
                    .tell(found -> access.audit(
                            "hub",
                            "hub.rolled-back",
                            "agents heard of commit " + found.heard() + ", this store had " + found.had(),
                            "agents send again what they hold",
                            "local"));
            var backups = open.push(new BackupDesk(
                    folder.path(),
                    List.of(store, accessStore, new KeyFiles(folder.path()), releaseFolder),
                    config.backup().map(own -> new BackupDesk.Schedule(own.to(), own.every(), own.keep())),
                    Version.TEXT,
                    WALL,
                    (actor, target, result, from) -> access.audit(actor, "hub.backup", target, result, from)));
            var releases = new ReleaseDesk(store, releaseFolder, WALL);
            var rollouts = open.push(new RolloutDesk(
                    store,
                    releases,
                    watch::snapshot,
                    ingest::commandWaits,
                    access::audit,
                    config.demo(),
                    WALL,
                    random));
            var api = new HubApi(
                    access,
                    store,
                    watch,
                    enrolment,
                    WALL,
                    new ImportDesk(store, hub, ingest.intake(), ingest::decode, SpoolFolder.in(folder.path()), WALL),
                    backups,
                    releases,
                    rollouts,
                    ingest::commandWaits,
                    ingest.rollback()::noticed,
                    new HubApi.About(
                            Version.TEXT, Long.toHexString(boot), WALL.millis(), config.demo(), tls.isPresent()),
                    new HubFigures(ingest, store, embedded, backups, pieces, WALL)::families,
                    ingest::trouble);
            trouble = ingest::trouble;
            server = open.push(HubServer.start(
                    new HubServer.Listen(config.web().listen(), config.web().names(), tls),
                    access,
                    api.api(),
                    api.open()));
            open.push(api);
            new OperatorFile(URI.create(localUrl()), access.operatorToken()).write(folder.path());
            open.push(() -> OperatorFile.remove(config.data()));
            rollouts.start();
            open.push(new Upkeep(
                    store,
                    new FleetStore.Retention(
                            config.retention().days(), config.retention().maxBytes()),
                    watch,
                    api,
                    access,
                    WALL,
                    MonotonicClock.SYSTEM));
        } catch (SQLException | StoreException e) {
            try (open) {
                throw new IOException(e.getMessage(), e);
            }
        } catch (IOException | RuntimeException e) {
            try (open) {
                throw e;
            }
        }
    }

    private void requirePolicy() {
        long admitted = store.batches().requirePolicy(config.minimumPolicy());
        if (admitted > 0) {
            LOG.log(
                    Level.INFO,
                    "{0} batches that were refused for their privacy policy are decoded, since privacy.minimum-policy is now {1}",
                    admitted,
                    config.minimumPolicy());
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
        return url(host(config.web().listen().getAddress()));
    }

    /** What agents that join are told. */
    private Enrolment.Addresses addresses() {
        return new Enrolment.Addresses(
                config.broker().publicUrl().orElse(brokerUrl).toString(),
                config.broker().topics().root(),
                config.web().publicUrl().orElseGet(() -> URI.create(pageUrl())));
    }

    /** Under which programs on this machine find the pages. */
    private String localUrl() {
        InetAddress address = config.web().listen().getAddress();
        return url(address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress());
    }

    private String url(String host) {
        return server.scheme() + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + server.port() + "/";
    }

    /** Where agents find the broker. */
    public BrokerUrl brokerUrl() {
        return config.broker().publicUrl().orElse(brokerUrl);
    }

    /** The certificate that agents must trust; empty where they need none of the hub's. */
    public Optional<Path> trust() {
        boolean own = config.broker() instanceof Broker.Embedded && brokerUrl.encrypted();
        return own ? Optional.of(authorityFile) : Optional.empty();
    }

    /** What keeps it from taking batches, as a sentence; empty if nothing does. */
    Optional<String> trouble() {
        return trouble.get();
    }

    @Override
    public void close() {
        open.close();
    }

    private Optional<EmbeddedBroker> embedded(CertificateAuthority authority) throws IOException {
        if (!(config.broker() instanceof Broker.Embedded own)) {
            return Optional.empty();
        }
        Listening.requireFree(own.listen(), "broker.listen");
        if (own.webSocket().isPresent()) {
            Listening.requireFree(own.webSocket().get(), "broker.websocket-listen");
        }
        var usual = BrokerSettings.loopback(own.listen().getPort(), own.topics());
        return Optional.of(open.push(new EmbeddedBroker(
                new BrokerSettings(
                        listen(own.listen(), authority),
                        own.webSocket().map(address -> listen(address, authority)),
                        own.topics(),
                        own.maxConnections(),
                        usual.maxPacketBytes(),
                        usual.memoryBytes(),
                        usual.cacheLogins()),
                store.registry(),
                MonotonicClock.SYSTEM)));
    }

    private BrokerSettings.Listen listen(InetSocketAddress address, CertificateAuthority authority) {
        return new BrokerSettings.Listen(
                address.getAddress().getHostAddress(),
                address.getPort(),
                address.getAddress().isLoopbackAddress()
                        ? Optional.empty()
                        : Optional.of(authority.serverContext(names())));
    }

    private static BrokerAddress ownAddress(EmbeddedBroker broker) {
        return new BrokerAddress(
                new BrokerUrl("127.0.0.1", broker.hubPort(), false),
                EmbeddedBroker.HUB_USER,
                broker.hubPassword(),
                Optional.empty());
    }

    private BrokerAddress outsideAddress() throws IOException {
        var outside = (Broker.Outside) config.broker();
        return new BrokerAddress(
                outside.url(),
                outside.user().orElse(""),
                password(outside.password()),
                outside.url().encrypted()
                        ? Optional.of(Trust.clientContext(outside.trust()).getSocketFactory())
                        : Optional.empty());
    }

    private BrokerUrl urlForAgents(EmbeddedBroker broker) {
        InetAddress address = ((Broker.Embedded) config.broker()).listen().getAddress();
        return new BrokerUrl(host(address), broker.port(), !address.isLoopbackAddress());
    }

    /** What others may call an address that this hub listens on. */
    private String host(InetAddress address) {
        return address.isAnyLocalAddress() ? names().getFirst() : address.getHostAddress();
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
}
