package skerry.hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.hub.RunningHub;
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
import skerry.protocol.Stream;
import skerry.protocol.Topics;
import skerry.protocol.Uid;
import skerry.protocol.identity.AgentCard;

class EmbeddedBrokerIT {
    private static final Topics TOPICS = new Topics("skerry");
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int AGENTS = 5;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final CloseStack open = new CloseStack();

    @TempDir
    Path folder;

    private SqliteFleetStore store;

    @BeforeEach
    void openStore() throws IOException {
        store = open.push(new SqliteFleetStore(folder, InstantSource.fixed(Instant.EPOCH), 1));
        store.registry()
                .addSite(new Site(
                        "north",
                        "North",
                        "",
                        Optional.empty(),
                        "",
                        new Site.SiteContract("always-on", 1, 1),
                        List.of()));
    }

    @AfterEach
    void closeAll() {
        open.close();
    }

    @ParameterizedTest(name = "with logins remembered: {0}")
    @ValueSource(booleans = {false, true})
    void noneOfManyAgentsCanUseAnothersTopics(boolean cached) throws Exception {
        var settings = BrokerSettings.loopback(0, TOPICS);
        var broker = start(cached ? settings.withCachedLogins() : settings);
        MqttPeer hub = hub(broker);
        assertThat(hub.subscribe(TOPICS.allUp())).isEqualTo(1);
        var agents = new ArrayList<Agent>();
        var peers = new ArrayList<MqttPeer>();
        for (int i = 0; i < AGENTS; i++) {
            agents.add(enrol(i));
            peers.add(login(broker, agents.get(i)));
            assertThat(peers.get(i).subscribe(TOPICS.allDown(agents.get(i).uid())))
                    .isEqualTo(1);
            assertThat(peers.get(i).subscribe(TOPICS.hubState())).isEqualTo(1);
        }

        for (int i = 0; i < AGENTS; i++) {
            MqttPeer peer = peers.get(i);
            for (int other = 0; other < AGENTS; other++) {
                Uid uid = agents.get(other).uid();
                int expected = other == i ? 0 : NOT_AUTHORIZED;
                assertThat(peer.publish(TOPICS.hello(uid), "from " + i, false)).isEqualTo(expected);
                assertThat(peer.publish(TOPICS.batch(uid, Stream.MINUTES), "from " + i, false))
                        .isEqualTo(expected);
                assertThat(peer.publish(TOPICS.ack(uid), "forged", false)).isEqualTo(NOT_AUTHORIZED);
                assertThat(peer.publish(TOPICS.helloReply(uid), "forged", false))
                        .isEqualTo(NOT_AUTHORIZED);
                if (other != i) {
                    assertThat(peer.subscribe(TOPICS.allDown(uid))).isEqualTo(NOT_AUTHORIZED);
                    assertThat(peer.subscribe(TOPICS.ack(uid))).isEqualTo(NOT_AUTHORIZED);
                }
            }
            assertThat(peer.subscribe("skerry/1/+/dn/#")).isEqualTo(NOT_AUTHORIZED);
            assertThat(peer.subscribe("#")).isEqualTo(NOT_AUTHORIZED);
            assertThat(peer.subscribe(TOPICS.allUp())).isEqualTo(NOT_AUTHORIZED);
            assertThat(peer.publish(TOPICS.hubState(), "forged", true)).isEqualTo(NOT_AUTHORIZED);
            assertThat(peer.publish("skerry/1/" + agents.get(i).uid() + "/up/another", "x", false))
                    .isEqualTo(NOT_AUTHORIZED);
            hub.publish(TOPICS.ack(agents.get(i).uid()), "to " + i, false);
        }

        for (int i = 0; i < AGENTS; i++) {
            Uid uid = agents.get(i).uid();
            assertThat(hub.next()).isEqualTo(new MqttPeer.Heard(TOPICS.hello(uid), "from " + i));
            assertThat(hub.next()).isEqualTo(new MqttPeer.Heard(TOPICS.batch(uid, Stream.MINUTES), "from " + i));
            assertThat(peers.get(i).next()).isEqualTo(new MqttPeer.Heard(TOPICS.ack(uid), "to " + i));
            assertThat(peers.get(i).waiting()).isZero();
        }
        assertThat(hub.waiting()).isZero();
    }

    @ParameterizedTest(name = "with logins remembered: {0}")
    @ValueSource(booleans = {false, true})
    void anAgentCanNeitherTakeAnothersClientIdNorSpeakInAWillForIt(boolean cached) throws Exception {
        var settings = BrokerSettings.loopback(0, TOPICS);
        var broker = start(cached ? settings.withCachedLogins() : settings);
        Agent victim = enrol(1);
        Agent attacker = enrol(2);
        MqttPeer victims = login(broker, victim);
        login(broker, attacker).close();
        String uid = attacker.uid().value();

        assertRefused(broker.port(), new MqttPeer.Login(victim.uid().value(), uid, secret(2), null));
        assertRefused(broker.port(), new MqttPeer.Login(uid, victim.uid().value(), secret(2), null));
        assertRefused(broker.port(), new MqttPeer.Login(uid, uid, secret(2), TOPICS.state(victim.uid())));
        assertRefused(broker.port(), MqttPeer.Login.of(uid, secret(1)));
        assertRefused(broker.port(), MqttPeer.Login.of("nobody", secret(2)));
        assertRefused(broker.port(), MqttPeer.Login.of(EmbeddedBroker.HUB_USER, broker.hubPassword()));
        assertRefused(broker.hubPort(), MqttPeer.Login.of(uid, secret(2)));

        assertThat(victims.publish(TOPICS.hello(victim.uid()), "still here", false))
                .isZero();
    }

    @Test
    void anAgentThatBreaksTheRulesOfTopicsLosesItsConnection() throws Exception {
        var broker = start(BrokerSettings.loopback(0, TOPICS));
        Agent agent = enrol(1);
        Agent other = enrol(2);
        String queueOfOther = TOPICS.hello(agent.uid()) + "::" + other.uid();

        MqttPeer writesToQueue = login(broker, agent);
        assertThatThrownBy(() -> writesToQueue.publish(queueOfOther, "x", false))
                .isInstanceOf(MqttException.class);
        MqttPeer readsQueue = login(broker, agent);
        assertThatThrownBy(() -> readsQueue.subscribe(TOPICS.ack(agent.uid()) + "::q"))
                .isInstanceOf(MqttException.class);
        MqttPeer shares = login(broker, agent);
        assertThatThrownBy(() -> shares.subscribe("$share/hub/" + TOPICS.allUp()))
                .isInstanceOf(MqttException.class);
        MqttPeer retains = login(broker, agent);
        assertThatThrownBy(() -> retains.publish(TOPICS.hello(agent.uid()), "x", true))
                .isInstanceOf(MqttException.class);
    }

    @Test
    void anAgentTakenOutOfTheRegistryLosesItsConnectionAndCannotComeBack() throws Exception {
        var broker = start(BrokerSettings.loopback(0, TOPICS));
        Agent agent = enrol(1);
        MqttPeer peer = login(broker, agent);
        assertThat(peer.publish(TOPICS.hello(agent.uid()), "x", false)).isZero();

        store.registry().changeAgent(agent.withRetired(true));

        assertThat(peer.isEnded()).isTrue();
        assertRefused(broker.port(), MqttPeer.Login.of(agent.uid().value(), secret(1)));
        store.registry().changeAgent(agent);
        assertThat(login(broker, agent).publish(TOPICS.hello(agent.uid()), "x", false))
                .isZero();
    }

    @Test
    void anAgentsWillAndRetainedStateReachTheHub() throws Exception {
        var broker = start(BrokerSettings.loopback(0, TOPICS));
        Agent agent = enrol(1);
        String state = TOPICS.state(agent.uid());
        var login = new MqttPeer.Login(agent.uid().value(), agent.uid().value(), secret(1), state);
        MqttPeer peer = open.push(new MqttPeer(address(broker.port()), login, null));
        peer.publish(state, "birth", true);
        MqttPeer hub = hub(broker);
        hub.subscribe(TOPICS.allUp());
        assertThat(hub.next()).isEqualTo(new MqttPeer.Heard(state, "birth"));

        broker.disconnect(agent.uid());

        assertThat(hub.next()).isEqualTo(new MqttPeer.Heard(state, "will"));
    }

    @Test
    void anAgentThatComesLaterIsToldTheHubsLastState() throws Exception {
        var broker = start(BrokerSettings.loopback(0, TOPICS));
        MqttPeer hub = hub(broker);
        hub.publish(TOPICS.hubState(), "going", true);
        hub.publish(TOPICS.hubState(), "here", true);
        MqttPeer peer = login(broker, enrol(1));

        peer.subscribe(TOPICS.hubState());

        assertThat(peer.next()).isEqualTo(new MqttPeer.Heard(TOPICS.hubState(), "here"));
    }

    @Test
    void agentsThatConfirmNothingKeepNoOtherFromHearingTheHubsState() throws Exception {
        var broker = start(BrokerSettings.loopback(0, TOPICS));
        MqttPeer hub = hub(broker);
        MqttPeer stuck = login(broker, enrol(1));
        stuck.confirmNoMore();
        stuck.subscribe(TOPICS.hubState());
        MqttPeer peer = login(broker, enrol(2));
        peer.subscribe(TOPICS.hubState());
        String padding = "x".repeat(100_000);
        int copies = 15; // 1.5 MB: what 1,500 agents have of one message of ordinary length

        for (int i = 0; i < copies; i++) {
            hub.publish(TOPICS.hubState(), i + padding, true);
        }

        for (int i = 0; i < copies; i++) {
            assertThat(peer.next()).isEqualTo(new MqttPeer.Heard(TOPICS.hubState(), i + padding));
        }
        assertThat(broker.counts().messagesDropped()).isZero();
    }

    @Test
    void whoComesWhenAllPlacesAreTakenIsTurnedAwayAndCountedUntilOneLeaves() throws Exception {
        var usual = BrokerSettings.loopback(0, TOPICS);
        var broker = start(new BrokerSettings(
                usual.mqtt(), usual.webSocket(), TOPICS, 2, usual.maxPacketBytes(), usual.memoryBytes(), false));
        MqttPeer hub = hub(broker);
        hub.subscribe(TOPICS.allUp());
        Agent first = enrol(1);
        MqttPeer leaves = login(broker, enrol(2));
        MqttPeer stays = login(broker, first);

        assertThatThrownBy(() -> login(broker, enrol(3))).isInstanceOf(MqttException.class);
        assertThat(broker.counts().ended()).containsEntry(BrokerCounts.Cause.TOO_MANY, 1L);
        assertThat(stays.publish(TOPICS.batch(first.uid(), Stream.MINUTES), "still here", false))
                .isZero();

        leaves.close();
        Agent next = enrol(4);
        RunningHub.until("the place that was left is free", () -> {
            try {
                login(broker, next);
                return true;
            } catch (MqttException _) {
                return false;
            }
        });
    }

    @Test
    void whatTheHubDoesNotTakeIsDroppedBeyondTheBrokersMemoryAndCounted() throws Exception {
        var usual = BrokerSettings.loopback(0, TOPICS);
        var broker = start(new BrokerSettings(
                usual.mqtt(),
                usual.webSocket(),
                TOPICS,
                usual.maxConnections(),
                usual.maxPacketBytes(),
                1 << 20,
                false));
        MqttPeer hub = hub(broker);
        hub.confirmNoMore();
        hub.subscribe(TOPICS.allUp());
        Agent agent = enrol(1);
        MqttPeer peer = login(broker, agent);
        String large = "x".repeat(100_000);

        for (int i = 0; i < 20; i++) {
            peer.publish(TOPICS.batch(agent.uid(), Stream.MINUTES), large, false);
        }

        assertThat(broker.counts().messagesDropped()).isBetween(9L, 11L);
    }

    @Test
    void whoeverDoesNotSpeakMqttIsCutOffBeforeTheBrokerCollectsItsBytes() throws Exception {
        var broker = start(BrokerSettings.loopback(0, TOPICS));

        assertThat(endsAfter(
                        broker,
                        "POST / HTTP/1.1\r\nContent-Length: 2000000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(endsAfter(
                        broker,
                        new byte[] {0x10, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0, 4, 'M', 'Q', 'T', 'T'}))
                .isTrue();
        assertThat(endsAfter(broker, new byte[] {0x30, 10, 0, 4, 'a', 'b', 'c', 'd', 1, 2, 3, 4}))
                .isTrue();
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAtOnce() throws Exception {
        var few = new BrokerSettings(
                BrokerSettings.Listen.loopback(0),
                Optional.empty(),
                TOPICS,
                1,
                BrokerSettings.MAX_PACKET_BYTES,
                1 << 20,
                false);
        var broker = start(few);
        Agent agent = enrol(1);
        MqttPeer first = login(broker, agent);

        assertRefused(broker.port(), MqttPeer.Login.of(agent.uid().value(), secret(1)));

        assertThat(broker.connections()).isEqualTo(1);
        assertThat(first.publish(TOPICS.hello(agent.uid()), "x", false)).isZero();
    }

    @ParameterizedTest(name = "with logins remembered: {0}")
    @ValueSource(booleans = {false, true})
    void overTlsAnAgentIsWhoItsCertificateSays(boolean cached) throws Exception {
        var authority = CertificateAuthority.open(folder, InstantSource.system(), RANDOM);
        var broker = start(new BrokerSettings(
                new BrokerSettings.Listen("127.0.0.1", 0, Optional.of(authority.serverContext(List.of("127.0.0.1")))),
                Optional.empty(),
                TOPICS,
                10,
                BrokerSettings.MAX_PACKET_BYTES,
                1 << 20,
                cached));
        Agent victim = enrol(1);
        Agent attacker = enrol(2);
        var victims = MqttPeer.Login.of(victim.uid().value(), secret(1));
        String address = "ssl://127.0.0.1:" + broker.port();

        MqttPeer peer = open.push(new MqttPeer(address, victims, certified(authority, victim)));
        assertThat(peer.publish(TOPICS.hello(victim.uid()), "x", false)).isZero();
        assertThat(peer.subscribe(TOPICS.allDown(victim.uid()))).isEqualTo(1);

        assertThatThrownBy(() -> new MqttPeer(address, victims, certified(authority, attacker)))
                .as("the victim's name and password with another certificate")
                .isInstanceOf(MqttException.class);
        var other = CertificateAuthority.open(
                Files.createDirectory(folder.resolve("other")), InstantSource.system(), RANDOM);
        assertThat(isTurnedAway(broker, authority, Optional.empty()))
                .as("no certificate")
                .isTrue();
        assertThat(isTurnedAway(broker, authority, identity(other, victim)))
                .as("the victim's name in a certificate of another authority")
                .isTrue();
        assertRefused(broker.port(), victims);
        MqttPeer own = open.push(new MqttPeer(
                address, MqttPeer.Login.of(attacker.uid().value(), secret(1)), certified(authority, attacker)));
        assertThat(own.publish(TOPICS.hello(victim.uid()), "forged", false)).isEqualTo(NOT_AUTHORIZED);
        assertThat(own.publish(TOPICS.batch(victim.uid(), Stream.MINUTES), "recorded", false))
                .isEqualTo(NOT_AUTHORIZED);
        assertThat(own.publish(TOPICS.ack(victim.uid()), "forged", false)).isEqualTo(NOT_AUTHORIZED);
        assertThat(own.publish(TOPICS.helloReply(victim.uid()), "forged", false))
                .isEqualTo(NOT_AUTHORIZED);
        assertThat(own.subscribe(TOPICS.allDown(victim.uid()))).isEqualTo(NOT_AUTHORIZED);
        assertThat(own.subscribe(TOPICS.allUp())).isEqualTo(NOT_AUTHORIZED);
        store.registry().changeAgent(attacker.withRetired(true));

        assertThat(own.isEnded()).as("a retired agent is cut off at once").isTrue();
    }

    private static SSLSocketFactory certified(CertificateAuthority authority, Agent agent) {
        return ClientTls.context(authority.certificate(), identity(authority, agent), KnownTime.exactly(Instant.now()))
                .getSocketFactory();
    }

    /** Whether TLS itself ends the connection; in TLS 1.3 a client hears of that after its own part of the handshake. */
    private static boolean isTurnedAway(
            EmbeddedBroker broker, CertificateAuthority authority, Optional<ClientTls.Identity> identity)
            throws IOException {
        var sockets = ClientTls.context(authority.certificate(), identity, KnownTime.exactly(Instant.now()))
                .getSocketFactory();
        try (var socket = sockets.createSocket(InetAddress.getLoopbackAddress(), broker.port())) {
            socket.setSoTimeout(9_000);
            socket.getOutputStream().write(0x10);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset, or an alert
        }
    }

    private static Optional<ClientTls.Identity> identity(CertificateAuthority authority, Agent agent) {
        var key = ClientKeys.generate(RANDOM);
        String uid = agent.uid().value();
        return Optional.of(new ClientTls.Identity(
                key.getPrivate(), authority.certify(ClientKeys.request(key, uid), uid, Duration.ofDays(1))));
    }

    @Test
    void aPortInUseIsNamedWithTheNextStep() throws Exception {
        var broker = start(BrokerSettings.loopback(0, TOPICS));

        assertThatThrownBy(() -> new EmbeddedBroker(
                        BrokerSettings.loopback(broker.port(), TOPICS), store.registry(), MonotonicClock.SYSTEM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port " + broker.port())
                .hasMessageContaining("choose another port");
    }

    private EmbeddedBroker start(BrokerSettings settings) throws IOException {
        return open.push(new EmbeddedBroker(settings, store.registry(), MonotonicClock.SYSTEM));
    }

    private MqttPeer hub(EmbeddedBroker broker) throws MqttException {
        var login = MqttPeer.Login.of(EmbeddedBroker.HUB_USER, broker.hubPassword());
        return open.push(new MqttPeer(address(broker.hubPort()), login, null));
    }

    private MqttPeer login(EmbeddedBroker broker, Agent agent) throws MqttException {
        int number = Integer.parseInt(agent.node());
        return open.push(new MqttPeer(
                address(broker.port()), MqttPeer.Login.of(agent.uid().value(), secret(number)), null));
    }

    private static void assertRefused(int port, MqttPeer.Login login) {
        assertThatThrownBy(() -> new MqttPeer(address(port), login, null)).isInstanceOf(MqttException.class);
    }

    private static String address(int port) {
        return "tcp://127.0.0.1:" + port;
    }

    private Agent enrol(int number) {
        var random = new Random(number);
        byte[] id = new byte[16];
        byte[] key = new byte[32];
        random.nextBytes(id);
        random.nextBytes(key);
        Bytes anyKey = Bytes.of(key);
        var card = new AgentCard(
                Uid.of(Bytes.of(id)),
                anyKey,
                anyKey,
                Bytes.ofHex(secret(number)).sha256());
        var agent = new Agent(card, "north", String.valueOf(number), "node", false, false, 0);
        store.registry().addAgent(agent);
        return agent;
    }

    private static String secret(int number) {
        return "%064x".formatted(number);
    }

    /** Whether the broker ends a connection by itself that sent these bytes. */
    private static boolean endsAfter(EmbeddedBroker broker, byte[] bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            socket.setSoTimeout(9_000); // less than the broker waits for a silent client
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException e) {
            return true; // reset
        }
    }
}
