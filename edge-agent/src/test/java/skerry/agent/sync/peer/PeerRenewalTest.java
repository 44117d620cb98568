package skerry.agent.sync.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.enrol.GrantingHub;
import skerry.agent.sync.usb.ReadStick;
import skerry.agent.sync.usb.StickSite;
import skerry.platform.tls.CertificateAuthority;
import skerry.protocol.peer.PeerCodec;
import skerry.protocol.peer.PeerMessage;
import skerry.protocol.stick.Invitation;
import skerry.protocol.stick.StickEnrol;
import skerry.protocol.stick.StickLayout;

/** A node that no network reaches renews its certificate by the stick that is in another node of its site, over real TLS. */
class PeerRenewalTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Half of a certificate's life is over, and it counts. */
    private static final Duration DUE = Duration.ofDays(40);

    private static final Duration ENDED = Duration.ofDays(70);
    private static final String ASKS =
            "It asks the hub for a new certificate by this stick; bring the stick back after the import.";
    private static final String RENEWED = "It has its new certificate.";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path stick = Path.of("");
    private Instant hubTime = SiteNode.NOW;

    @SuppressWarnings("NullAway.Init")
    private GrantingHub hub;

    @SuppressWarnings("NullAway.Init")
    private SiteNode gateway;

    @SuppressWarnings("NullAway.Init")
    private SiteNode node;

    @BeforeEach
    void open() throws Exception {
        Path authority = folder.resolve("hub");
        CertificateAuthority certifying = SiteNode.hub(authority, SiteNode.NOW.minus(Duration.ofDays(100)));
        hub = new GrantingHub(authority, StickSite.HUB, URI.create("https://127.0.0.1:8440/"), RANDOM, () -> hubTime);
        stick = Files.createDirectory(folder.resolve("stick"));
        gateway = new SiteNode(folder.resolve("gateway"), SiteNode.hub(authority, SiteNode.NOW));
        node = new SiteNode(folder.resolve("node"), certifying);
        node.site.minutes(2);
    }

    @AfterEach
    void close() {
        gateway.close();
        node.close();
    }

    @Test
    void aRequestTravelsOnTheStickInAnotherNodeAndTheGrantComesBackByIt() throws Exception {
        joined(DUE);
        Instant firstEnd = node.enrolment().orElseThrow().end();

        PeerRound.Asked asks = ask();
        assertThat(asks.complete()).as(asks.sentence()).isTrue();
        assertThat(asks.sentence()).endsWith(ASKS);
        assertThat(new ReadStick(stick, node.site).batches()).isEqualTo(node.site.made());
        byte[] request = Files.readAllBytes(request());
        assertThat(ask().sentence()).endsWith(ASKS);
        assertThat(request()).as("not answered yet, it stays the same").hasBinaryContent(request);
        imported();

        assertThat(ask().sentence()).endsWith(RENEWED);
        assertThat(node.enrolment().orElseThrow().end()).isAfter(firstEnd);
        assertThat(request()).doesNotExist();
        assertThat(ask().sentence()).as("there is nothing left to ask").endsWith("were there already.");
    }

    @Test
    void aNodeWhoseCertificateEndedRenewsAndHandsOverItsDataFromThenOn() throws Exception {
        joined(ENDED);

        PeerRound.Asked ended = ask();
        assertThat(ended.done()).as("its certificate is not good for data").isEmpty();
        assertThat(ended.sentence()).contains("did not hand over all it has").endsWith(ASKS);
        imported();

        PeerRound.Asked renewed = ask();
        assertThat(renewed.complete()).as(renewed.sentence()).isTrue();
        assertThat(renewed.sentence()).endsWith(RENEWED);
        assertThat(new ReadStick(stick, node.site).batches()).isEqualTo(node.site.made());
    }

    @Test
    void aGrantThatIsNotTheHubsForThisRequestIsCountedAndMakesRoomForAnother() throws Exception {
        joined(DUE);
        Instant firstEnd = node.enrolment().orElseThrow().end();
        ask();
        byte[] good = Files.readAllBytes(imported());
        var random = new Random(7);
        for (int i = 0; i < 10; i++) {
            byte[] damaged = good.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertNotUsed(damaged);
        }
        assertThat(node.tally.counted().refused()).containsEntry(Refusal.GRANT, 10L);
        assertNotUsed(new byte[StickEnrol.MAX_BYTES + 100]);
        assertThat(node.enrolment().orElseThrow().end()).isEqualTo(firstEnd);

        imported();
        assertThat(ask().sentence()).endsWith(RENEWED);
    }

    @Test
    void aStickThatNeverComesBackCarriesNoRequest() throws Exception {
        joined(DUE);

        var asked = gateway.ask(stick, true, Duration.ofSeconds(20), node.address());

        assertThat(asked).allMatch(PeerRound.Asked::complete);
        assertThat(request()).doesNotExist();
    }

    @Test
    void aNodeWithAStickThatSaysAnythingElseThanAGrantIsRefused() throws Exception {
        joined(DUE);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.listener.port());
                var secure = gateway.tls.asking(socket)) {
            secure.startHandshake();
            PeerCodec.write(secure.getOutputStream(), new PeerMessage.Renew(PeerMessage.VERSION));
            assertThat(PeerCodec.read(secure.getInputStream()))
                    .isInstanceOfSatisfying(
                            PeerMessage.Asking.class,
                            asking -> assertThat(asking.request()).isPresent());
            PeerCodec.write(secure.getOutputStream(), new PeerMessage.Keep(List.of()));
            assertThat(PeerCodec.read(secure.getInputStream()))
                    .isEqualTo(new PeerMessage.Refused(PeerMessage.Reason.NOT_UNDERSTOOD));
        }
        assertThat(node.tally.counted().refused()).containsEntry(Refusal.NOT_UNDERSTOOD, 1L);
    }

    private void assertNotUsed(byte[] grant) throws Exception {
        Files.write(grant(), grant);
        assertThat(ask().sentence()).contains("The hub's grant for it was not used");
        assertThat(grant()).doesNotExist();
        assertThat(request()).exists();
    }

    private PeerRound.Asked ask() {
        return gateway.ask(stick, node.address()).getFirst();
    }

    /** Has the node join by a stick of its own, some time ago. */
    private void joined(Duration ago) throws Exception {
        hubTime = SiteNode.NOW.minus(ago);
        Path own = Files.createDirectory(folder.resolve("own-stick"));
        Path root = Files.createDirectory(own.resolve(StickLayout.ROOT));
        Files.write(root.resolve(StickLayout.INVITATION), new Invitation(hub.code, hub.keys.card()).file());
        node.door.join(own, "pi", "node");
        node.door.serve(own);
        byte[] request = StickEnrol.JOIN.message(
                Files.readAllBytes(root.resolve(node.site.agent.uid().value()).resolve("join.ske")));
        Path receipts = Files.createDirectory(root.resolve(StickLayout.RECEIPTS));
        Files.write(
                receipts.resolve(StickLayout.grant(node.site.agent.uid(), request)),
                StickEnrol.GRANT.file(hub.join(request)));
        node.door.serve(own);
        hubTime = SiteNode.NOW;
    }

    /** Does with the node's request what an import does. */
    private Path imported() throws Exception {
        byte[] request = StickEnrol.RENEW.message(Files.readAllBytes(request()));
        Files.createDirectories(stick.resolve(StickLayout.ROOT).resolve(StickLayout.RECEIPTS));
        return Files.write(grant(), StickEnrol.GRANT.file(hub.renew(request)));
    }

    private Path grant() throws Exception {
        byte[] request = StickEnrol.RENEW.message(Files.readAllBytes(request()));
        return stick.resolve(StickLayout.ROOT)
                .resolve(StickLayout.RECEIPTS)
                .resolve(StickLayout.grant(node.site.agent.uid(), request));
    }

    private Path request() {
        return stick.resolve(StickLayout.ROOT)
                .resolve(node.site.agent.uid().value())
                .resolve(StickLayout.request(StickEnrol.RENEW));
    }
}
