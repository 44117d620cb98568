package skerry.agent.sync.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.sync.usb.ReadStick;
import skerry.agent.sync.usb.StickFiller;
import skerry.platform.files.LocalDisk;
import skerry.platform.net.HostPort;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;
import skerry.platform.tls.KnownTime;
import skerry.platform.tls.NodeTls;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.enrol.RenewRequest;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.peer.PeerCodec;
import skerry.protocol.peer.PeerMessage;
import skerry.protocol.stick.StickEnrol;
import skerry.protocol.stick.StickManifest;

/** Nodes that lie, stand still or do not belong to the site, on either side. */
@Timeout(60)
class HostilePeerTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path stick = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private CertificateAuthority hub;

    @SuppressWarnings("NullAway.Init")
    private SiteNode gateway;

    @SuppressWarnings("NullAway.Init")
    private SiteNode node;

    @BeforeEach
    void open() throws IOException {
        hub = SiteNode.hub(folder.resolve("hub"), SiteNode.NOW);
        stick = Files.createDirectory(folder.resolve("stick"));
        gateway = new SiteNode(folder.resolve("gateway"), hub);
        node = new SiteNode(folder.resolve("node"), hub);
        node.site.minutes(2);
    }

    @AfterEach
    void close() {
        gateway.close();
        node.close();
    }

    @Test
    void onlyTheHubsNodesWithACertificateThatCountsAreServed() throws Exception {
        CertificateAuthority other = SiteNode.hub(folder.resolve("other"), SiteNode.NOW);
        CertificateAuthority past = SiteNode.hub(
                folder.resolve("hub"), SiteNode.NOW.minus(SiteNode.LIFE).minusSeconds(60));
        String name = Uid.random(new Random(1)).value();

        assertRefused(new NodeTls(hub.certificate(), SiteNode.identity(other, name), HostilePeerTest::now), 1);
        assertRefused(new NodeTls(hub.certificate(), SiteNode.identity(past, name), HostilePeerTest::now), 2);
        assertRefused(SiteNode.tls(hub, "Skerry"), 3);

        assertThat(node.audit()).isEmpty();
        assertThat(gateway.ask(stick, node.address())).allMatch(PeerRound.Asked::complete);
    }

    private static KnownTime now() {
        return KnownTime.exactly(SiteNode.NOW);
    }

    private void assertRefused(NodeTls stranger, long times) throws Exception {
        var asked = new PeerRound(
                        List.of(node.address()), () -> Optional.of(stranger), false, MonotonicClock.SYSTEM, LONG)
                .run(new StickFiller(new LocalDisk(), stick), (_, _, _) -> {});
        assertThat(asked.getFirst().complete()).isFalse();
        eventually(() -> node.tally.counted().refused().getOrDefault(Refusal.NO_CERTIFICATE, 0L) == times);
    }

    @Test
    void aNodeWhoseOwnCertificateEndedIsNotAskedEither() throws Exception {
        CertificateAuthority past = SiteNode.hub(
                folder.resolve("hub"), SiteNode.NOW.minus(SiteNode.LIFE).minusSeconds(60));
        NodeTls ended = SiteNode.tls(past, node.site.agent.uid().value());
        try (var fake = new FakePeer(ended, (_, _) -> {})) {
            assertThat(gateway.ask(stick, fake.address()).getFirst().done()).isEmpty();
        }
    }

    @Test
    void aNodeWithoutCertificateIsToldToJoin() {
        var asked = new PeerRound(
                        List.of(node.address()), Optional::empty, false, MonotonicClock.SYSTEM, Duration.ofSeconds(1))
                .run(new StickFiller(new LocalDisk(), stick), (_, _, _) -> {});

        assertThat(asked.getFirst().sentence())
                .contains("this agent has joined no hub")
                .contains("skerry-agent enrol");
    }

    @Test
    void plainHttpIsCutAndCounted() throws Exception {
        try (var plain = new Socket(InetAddress.getLoopbackAddress(), node.listener.port())) {
            plain.getOutputStream().write("GET /outbox HTTP/1.1\r\nHost: node\r\n\r\n".getBytes(US_ASCII));
            assertThat(plain.getInputStream().readAllBytes().length)
                    .as("an alert of TLS, and nothing else")
                    .isLessThan(64);
        }
        eventually(() -> node.tally.counted().refused().containsKey(Refusal.NO_TLS));
    }

    @Test
    void whoeverStandsStillIsCutAndCountedBeforeAndAfterTheHandshake() throws Exception {
        try (var impatient = new SiteNode(folder.resolve("impatient"), hub, SHORT.multipliedBy(4));
                var silent = new Socket(InetAddress.getLoopbackAddress(), impatient.listener.port());
                var known = new Socket(InetAddress.getLoopbackAddress(), impatient.listener.port());
                var secure = gateway.tls.asking(known)) {
            begin(secure);

            assertThat(silent.getInputStream().read()).isNegative();
            eventually(() -> impatient.tally.counted().refused().getOrDefault(Refusal.STALLED, 0L) == 2);
        }
    }

    /** Begins to ask; on a machine that is too busy to come so far the connection is cut already. */
    private static void begin(SSLSocket secure) throws ProtocolException {
        try {
            PeerCodec.write(
                    secure.getOutputStream(), new PeerMessage.Begin(1, false, Optional.empty(), Optional.empty()));
            assertThat(PeerCodec.read(secure.getInputStream())).isInstanceOf(PeerMessage.Begun.class);
        } catch (IOException e) {
            // Cut during the handshake.
        }
    }

    @Test
    void whoeverHasACertificateAndTalksNonsenseIsRefusedInOneWordAndCounted() throws Exception {
        byte[] good = said(
                new PeerMessage.Begin(1, false, Optional.empty(), Optional.empty()),
                new PeerMessage.Keep(List.of()),
                new PeerMessage.Next(8 << 20),
                new PeerMessage.Next(8 << 20),
                new PeerMessage.Finish());
        var random = new Random(29);
        for (int i = 0; i < 150; i++) {
            byte[] changed = good.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            talk(changed);
        }
        assertThat(node.tally.counted().refused().get(Refusal.NOT_UNDERSTOOD)).isPositive();
        assertThat(node.site.waiting()).hasSize(3);

        assertThat(gateway.ask(stick, node.address())).allMatch(PeerRound.Asked::complete);
        assertThat(new ReadStick(stick, node.site).batches()).isEqualTo(node.site.made());
    }

    @Test
    void whoeverAsksForARequestToRenewAndGoesOnOtherwiseIsRefused() throws Exception {
        assertThat(answerTo(new PeerMessage.Renew(2))).isEqualTo(new PeerMessage.Refused(PeerMessage.Reason.VERSION));
        assertThat(answerTo(new PeerMessage.Renew(1))).as("it asks nothing").isEqualTo(nothingAsked());
        assertThat(answerTo(new PeerMessage.Grant(Bytes.of(new byte[9]))))
                .isEqualTo(new PeerMessage.Refused(PeerMessage.Reason.NOT_UNDERSTOOD));
    }

    private static PeerMessage nothingAsked() {
        return new PeerMessage.Asking(Optional.empty());
    }

    private PeerMessage answerTo(PeerMessage first) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.listener.port());
                var secure = gateway.tls.asking(socket)) {
            secure.startHandshake();
            PeerCodec.write(secure.getOutputStream(), first);
            return PeerCodec.read(secure.getInputStream());
        }
    }

    /** Says what is given, reads whatever comes, and ends. */
    private void talk(byte[] bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.listener.port());
                var secure = gateway.tls.asking(socket)) {
            secure.startHandshake();
            secure.getOutputStream().write(bytes);
            secure.shutdownOutput();
            secure.getInputStream().readAllBytes();
        } catch (IOException e) {
            // It was cut, which is right too.
        }
    }

    @Test
    void anAskedNodeThatStandsStillOrLiesCostsNothingButItsOwnData() throws Exception {
        Uid liar = Uid.random(new Random(2));
        NodeTls tls = SiteNode.tls(hub, liar.value());
        Bytes own = manifest(liar);
        Bytes another = manifest(node.site.agent.uid());

        try (var mute = new FakePeer(tls, (in, _) -> in.readAllBytes())) {
            assertThat(gateway.ask(stick, false, SHORT, mute.address())
                            .getFirst()
                            .sentence())
                    .contains("stood still");
        }
        assertThat(lies(tls, new PeerMessage.Begun(0, List.of(3)))).contains("does not answer what it was asked");
        assertThat(lies(tls, new PeerMessage.Refused(PeerMessage.Reason.BUSY))).contains("it is busy");
        assertThat(lies(tls, new PeerMessage.Begun(0, List.of()), new PeerMessage.Manifest(another)))
                .contains("cannot be read, or is another's");
        var begun = new PeerMessage[] {new PeerMessage.Begun(0, List.of()), new PeerMessage.Manifest(own)};
        assertThat(lies(tls, and(begun, new PeerMessage.Chunk(Bytes.of(new byte[9])), new PeerMessage.Sealed(own))))
                .contains("not what its manifest names");
        assertThat(lies(tls, and(begun, new PeerMessage.Chunk(Bytes.of(new byte[9])), new PeerMessage.End())))
                .contains("does not answer what it was asked");
        assertThat(lies(tls, and(begun, new PeerMessage.Finish()))).contains("does not answer what it was asked");

        try (var files = Files.walk(stick)) {
            assertThat(files.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".skb")))
                    .isEmpty();
        }
        assertThat(stick.resolve("SKERRY/" + node.site.agent.uid())).doesNotExist();
    }

    @Test
    void anAskedNodeThatSendsWithoutEndIsCutAtWhatItWasAskedFor() throws Exception {
        NodeTls tls = SiteNode.tls(hub, Uid.random(new Random(3)).value());
        var chunk = new PeerMessage.Chunk(Bytes.of(new byte[PeerMessage.MAX_CHUNK]));
        Bytes own = manifest(Uid.random(new Random(3)));
        try (var fake = new FakePeer(tls, (in, out) -> {
            PeerCodec.read(in);
            PeerCodec.write(out, new PeerMessage.Begun(0, List.of()));
            PeerCodec.read(in);
            PeerCodec.write(out, new PeerMessage.Manifest(own));
            while (true) {
                PeerCodec.write(out, chunk);
            }
        })) {
            var asked = gateway.ask(stick, fake.address());
            assertThat(asked.getFirst().sentence()).contains("it sends more than the");
        }
    }

    @Test
    void anAskedNodeLeavesNothingOnTheStickButItsOwnRequestToRenew() throws Exception {
        Uid liar = Uid.random(new Random(4));
        NodeTls tls = SiteNode.tls(hub, liar.value());
        Bytes anothers = request(node.site.agent.uid());

        assertThat(lies(tls, asking(anothers))).contains("one of another agent than " + liar);
        assertThat(lies(tls, asking(manifest(liar)))).contains("This is not a request to renew");
        assertThat(lies(tls, asking(Bytes.of(new byte[StickEnrol.MAX_BYTES]))))
                .contains("This is not a request to renew");
        assertThat(lies(tls, new PeerMessage.Granted(true))).contains("does not answer what it was asked");
        assertThat(stick.resolve("SKERRY/" + liar + "/renew.ske")).doesNotExist();
        assertThat(stick.resolve("SKERRY/" + node.site.agent.uid())).doesNotExist();

        assertThat(lies(tls, asking(request(liar)))).contains("It asks the hub for a new certificate");
        assertThat(stick.resolve("SKERRY/" + liar + "/renew.ske")).exists();
    }

    private static PeerMessage asking(Bytes request) {
        return new PeerMessage.Asking(Optional.of(request));
    }

    private static Bytes request(Uid uid) {
        var anyone = AgentIdentity.generate(new SecureRandom());
        return Bytes.of(StickEnrol.RENEW.file(
                EnrolCodec.encode(new RenewRequest(uid, Bytes.of(new byte[9]), "test"), anyone.signingKey())));
    }

    /** What the one with the stick makes of these answers. */
    private String lies(NodeTls tls, PeerMessage... answers) throws Exception {
        try (var fake = new FakePeer(tls, (in, out) -> {
            PeerCodec.read(in);
            for (PeerMessage answer : answers) {
                PeerCodec.write(out, answer);
            }
            in.readAllBytes();
        })) {
            return gateway.ask(stick, fake.address()).getFirst().sentence();
        }
    }

    private static PeerMessage[] and(PeerMessage[] begun, PeerMessage... more) {
        return Stream.concat(Stream.of(begun), Stream.of(more)).toArray(PeerMessage[]::new);
    }

    private static Bytes manifest(Uid uid) {
        var anyone = AgentIdentity.generate(new SecureRandom());
        return Bytes.of(new StickManifest(uid, Bytes.of(new byte[8]), 0, false, 0, 0, "test", List.of())
                .encode(anyone.signingKey()));
    }

    private static byte[] said(PeerMessage... messages) throws IOException {
        var out = new ByteArrayOutputStream();
        for (PeerMessage message : messages) {
            PeerCodec.write(out, message);
        }
        return out.toByteArray();
    }

    /** Waits for what another thread does; the test's limit ends it. */
    private static void eventually(BooleanSupplier condition) {
        while (!condition.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** A node of the site that answers as a test says, one connection after the other. */
    private static final class FakePeer implements AutoCloseable {
        private final ServerSocket server;

        @FunctionalInterface
        interface Talk {
            void with(InputStream in, OutputStream out) throws IOException, ProtocolException;
        }

        FakePeer(NodeTls tls, Talk talk) throws IOException {
            server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
            Thread.ofPlatform().daemon().start(() -> serve(tls, talk));
        }

        private void serve(NodeTls tls, Talk talk) {
            while (!server.isClosed()) {
                try (Socket socket = server.accept();
                        var secure = tls.asked(socket)) {
                    secure.startHandshake();
                    talk.with(secure.getInputStream(), secure.getOutputStream());
                } catch (IOException | ProtocolException e) {
                    // The asker cut it, which is what is tested.
                }
            }
        }

        HostPort address() {
            return new HostPort("127.0.0.1", server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
