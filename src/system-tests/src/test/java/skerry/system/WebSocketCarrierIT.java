package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.budget.WireMeter;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.SessionInput;
import skerry.agent.sync.TestPublications;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.agent.sync.mqtt.CarrierContract;
import skerry.agent.sync.mqtt.ConnectProxy;
import skerry.agent.sync.mqtt.Inputs;
import skerry.agent.sync.mqtt.MqttAccount;
import skerry.agent.sync.mqtt.PahoCarrier;
import skerry.faults.TcpProxy;
import skerry.hub.broker.BrokerSettings;
import skerry.hub.broker.EmbeddedBroker;
import skerry.hub.store.Agent;
import skerry.hub.store.Site;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.platform.CloseStack;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;
import skerry.platform.tls.ClientKeys;
import skerry.platform.tls.ClientTls;
import skerry.platform.tls.KnownTime;
import skerry.protocol.Bytes;
import skerry.protocol.Topics;
import skerry.protocol.identity.AgentIdentity;

/** What the carrier and the hub's own broker must do together where only the ports of web servers are open. */
class WebSocketCarrierIT extends CarrierContract {
    private static final Topics TOPICS = new Topics("skerry");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AgentIdentity AGENT = AgentIdentity.generate(RANDOM);
    private static final Bytes WILL = Bytes.of(new byte[] {1});
    private static final CloseStack OPEN = new CloseStack();

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker plain;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker secure;

    @SuppressWarnings("NullAway.Init")
    private static CertificateAuthority authority;

    @BeforeAll
    static void startBrokers(@TempDir Path folder) throws Exception {
        var store = OPEN.push(new SqliteFleetStore(folder.resolve("store"), InstantSource.system(), 1));
        var contract = new Site.SiteContract("always-on", 120_000, 180_000);
        store.registry().addSite(new Site("north", "North", "", Optional.empty(), "", contract, List.of()));
        store.registry().addAgent(new Agent(AGENT.card(), "north", "n1", "node", false, true, 1));
        authority = CertificateAuthority.open(folder, InstantSource.system(), RANDOM);
        plain = OPEN.push(new EmbeddedBroker(settings(Optional.empty()), store.registry(), MonotonicClock.SYSTEM));
        secure = OPEN.push(new EmbeddedBroker(
                settings(Optional.of(authority.serverContext(List.of("hub.invalid")))),
                store.registry(),
                MonotonicClock.SYSTEM));
    }

    private static BrokerSettings settings(Optional<SSLContext> tls) {
        return new BrokerSettings(
                BrokerSettings.Listen.loopback(0),
                Optional.of(new BrokerSettings.Listen("127.0.0.1", 0, tls)),
                TOPICS,
                100,
                BrokerSettings.MAX_PACKET_BYTES,
                1 << 22,
                false);
    }

    @AfterAll
    static void stopBrokers() {
        OPEN.close();
    }

    @Override
    protected Access access() {
        return new Access(
                "127.0.0.1",
                plain.webSocketPort().orElseThrow(),
                AGENT.uid(),
                AGENT.mqttPassword(),
                plain.hubPort(),
                EmbeddedBroker.HUB_USER,
                plain.hubPassword());
    }

    @Override
    protected Carrier carrier(MqttAccount account, BrokerLink link) {
        return new PahoCarrier(account, at(link.port(), "/mqtt"));
    }

    @Test
    void aProxyLeadsToTheBrokerWhichKnowsTheAgentByItsCertificate() throws Exception {
        var key = ClientKeys.generate(RANDOM);
        String uid = AGENT.uid().value();
        var identity = new ClientTls.Identity(
                key.getPrivate(), authority.certify(ClientKeys.request(key, uid), uid, Duration.ofDays(1)));
        var context =
                ClientTls.context(authority.certificate(), Optional.of(identity), KnownTime.exactly(Instant.now()));
        var inputs = new Inputs();
        try (var proxy = new ConnectProxy(secure.webSocketPort().orElseThrow());
                var carrier = new PahoCarrier(
                        account(),
                        new BrokerLink(
                                "hub.invalid", 443, Optional.of(context), Optional.of("/mqtt"), proxy.address()))) {
            carrier.connect(1, WILL, inputs);

            assertThat(inputs.await(SessionInput.Connected.class).attempt()).isEqualTo(1);
            assertThat(proxy.asked()).isEqualTo("CONNECT hub.invalid:443 HTTP/1.1");
        }
    }

    @Test
    void whatAWebSocketCostsIsReckonedAsTheWireHasIt() throws Exception {
        assertReckoned(plain.webSocketPort().orElseThrow(), Optional.empty(), "127.0.0.1");
    }

    @Test
    void whatAWebSocketCostsUnderTlsIsReckonedAsTheWireHasIt() throws Exception {
        var key = ClientKeys.generate(RANDOM);
        String uid = AGENT.uid().value();
        var identity = new ClientTls.Identity(
                key.getPrivate(), authority.certify(ClientKeys.request(key, uid), uid, Duration.ofDays(1)));
        var context =
                ClientTls.context(authority.certificate(), Optional.of(identity), KnownTime.exactly(Instant.now()));
        assertReckoned(secure.webSocketPort().orElseThrow(), Optional.of(context), "hub.invalid");
    }

    private static void assertReckoned(int port, Optional<SSLContext> tls, String host) throws Exception {
        var meter = new WireMeter();
        var inputs = new Inputs();
        try (var wire = new TcpProxy("127.0.0.1", port, 1);
                var way = new ConnectProxy(wire.port());
                var carrier = new PahoCarrier(
                        account(), () -> new BrokerLink(host, port, tls, Optional.of("/mqtt"), way.address()), meter)) {
            carrier.connect(1, WILL, inputs);
            inputs.await(SessionInput.Connected.class);
            for (int i = 1; i <= 50; i++) {
                carrier.publish(1, TestPublications.batch(AGENT.uid(), i, i, new byte[i * 40]));
                inputs.await(SessionInput.Published.class);
            }

            assertThat(meter.total()).isCloseTo(wire.bytesUp() + wire.bytesDown(), Percentage.withPercentage(5));
        }
    }

    @Test
    void aWebServerThatSpeaksNoMqttIsNamedWithItsAnswer() throws Exception {
        var inputs = new Inputs();
        try (var carrier = new PahoCarrier(account(), at(plain.webSocketPort().orElseThrow(), "/other"))) {
            carrier.connect(1, WILL, inputs);

            assertThat(inputs.await(SessionInput.ConnectFailed.class).sentence())
                    .contains("no MQTT is spoken over WebSocket")
                    .contains("/other")
                    .contains("404");
        }
    }

    private static MqttAccount account() {
        return new MqttAccount(AGENT.uid(), AGENT.mqttPassword(), TOPICS);
    }

    private static BrokerLink at(int port, String path) {
        return new BrokerLink("127.0.0.1", port, Optional.empty(), Optional.of(path), Proxy.NO_PROXY);
    }
}
