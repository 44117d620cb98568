package skerry.agent.sync.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.sync.usb.ReadStick;
import skerry.agent.sync.usb.StickNote;
import skerry.agent.sync.usb.StickSite;
import skerry.faults.TcpProxy;
import skerry.platform.net.HostPort;
import skerry.platform.tls.CertificateAuthority;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.stick.StickReceipt;

/** One stick for a site of three nodes, over real TLS; read as the hub reads it. */
class HandOverTest {
    private static final long BOOT = 5;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path stick = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private SiteNode gateway;

    @SuppressWarnings("NullAway.Init")
    private SiteNode first;

    @SuppressWarnings("NullAway.Init")
    private SiteNode second;

    @BeforeEach
    void open() throws IOException {
        CertificateAuthority hub = SiteNode.hub(folder.resolve("hub"), SiteNode.NOW);
        stick = Files.createDirectory(folder.resolve("stick"));
        gateway = new SiteNode(folder.resolve("gateway"), hub);
        first = new SiteNode(folder.resolve("first"), hub);
        second = new SiteNode(folder.resolve("second"), hub);
    }

    @AfterEach
    void close() {
        gateway.close();
        first.close();
        second.close();
    }

    @Test
    void oneStickTakesWhatAllNodesHaveAndFreesNothingBeforeItsReceipts() throws Exception {
        gateway.site.minutes(2);
        first.site.minutes(3);
        second.site.minutes(1);
        second.site.restart();
        second.site.minutes(2);
        gateway.site.export(stick);

        var asked = gateway.ask(stick, first.address(), second.address());

        assertThat(asked).allMatch(PeerRound.Asked::complete);
        for (SiteNode node : List.of(gateway, first, second)) {
            assertThat(read(node).batches()).isEqualTo(node.site.made());
            assertThat(node.site.waiting()).hasSameSizeAs(node.site.made().keySet());
        }
        assertThat(first.audit())
                .singleElement()
                .asString()
                .startsWith("4 batches were handed over to node " + gateway.site.agent.uid());
        assertThat(first.tally.counted()).extracting(PeerTally.Counted::batches).isEqualTo(4L);

        // The same stick again: nothing is written twice.
        var again = gateway.ask(stick, first.address(), second.address());
        assertThat(again)
                .allSatisfy(
                        one -> assertThat(one.done().orElseThrow().batches()).isZero());

        // The hub's receipts come back on the stick, and each goes to its own node.
        for (SiteNode node : List.of(first, second)) {
            read(node).receipt(1, BOOT, 50, node.site.made().keySet());
        }
        gateway.ask(stick, first.address(), second.address());
        for (SiteNode node : List.of(first, second)) {
            node.site.takeUp();
            assertThat(node.site.waiting()).isEmpty();
            assertThat(read(node).batches())
                    .as("the stick is free for newer data")
                    .isEmpty();
        }
        assertThat(gateway.site.waiting()).hasSize(3);
    }

    @Test
    void forgedAndForeignReceiptsAreRefusedAndCountedAndChangeNothing() throws Exception {
        first.site.minutes(2);
        gateway.ask(stick, first.address());
        var held = ReadStick.rows(first.site.made().keySet());
        var good = new StickReceipt(first.site.agent.uid(), BOOT, 50, 0, 0, 0, held);
        Path receipts = Files.createDirectories(stick.resolve("SKERRY/receipts"));
        Path at = receipts.resolve(first.site.agent.uid() + "-1.skr");

        Files.write(at, good.encode(HubIdentity.generate(new SecureRandom()).signingKey()));
        var forged = gateway.ask(stick, first.address());
        var foreign = new StickReceipt(second.site.agent.uid(), BOOT, 50, 0, 0, 0, held);
        Files.write(at, foreign.encode(StickSite.HUB.signingKey()));
        var stranger = gateway.ask(stick, first.address());
        Files.write(at, new byte[400 * 1024]);
        gateway.ask(stick, first.address());
        first.site.takeUp();

        assertThat(forged.getFirst().done().orElseThrow().notes())
                .containsExactly(StickNote.RECEIPT_NOT_USED.sentence());
        assertThat(stranger.getFirst().done().orElseThrow().notes())
                .containsExactly(StickNote.RECEIPT_NOT_USED.sentence());
        assertThat(first.tally.counted().refused()).containsEntry(Refusal.RECEIPT, 2L);
        assertThat(first.site.waiting()).hasSize(3);
        assertThat(read(first).batches()).isEqualTo(first.site.made());
    }

    @Test
    void oneWayTheFilesSaySoAndNothingCountsAsConfirmed() throws Exception {
        first.site.minutes(2);

        var asked = gateway.ask(stick, true, Duration.ofSeconds(20), first.address());
        first.site.takeUp();

        assertThat(asked).allMatch(PeerRound.Asked::complete);
        assertThat(read(first).manifest().orElseThrow().oneWay()).isTrue();
        assertThat(first.site.waiting()).hasSize(3);
        assertThat(read(first).batches()).isEqualTo(first.site.made());
    }

    @Test
    void whatADamagedStickLostIsHandedOverAgain() throws Exception {
        first.site.minutes(2);
        first.site.restart();
        first.site.minutes(2);
        gateway.ask(stick, first.address());
        Path file = read(first)
                .folder()
                .resolve(read(first).manifest().orElseThrow().files().getFirst().name());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        var asked = gateway.ask(stick, first.address());

        assertThat(asked.getFirst().done().orElseThrow())
                .satisfies(done -> assertThat(done.files()).isEqualTo(1))
                .satisfies(done -> assertThat(done.kept()).isEqualTo(1));
        assertThat(read(first).batches()).isEqualTo(first.site.made());
    }

    @Test
    void whereverTheConnectionIsCutNothingMisleadsAndTheNextRoundCompletesIt() throws Exception {
        for (int start = 0; start < 3; start++) {
            first.site.minutes(2);
            first.site.restart();
        }
        int cuts = 0;
        boolean whole = false;
        for (int bytes = 1; !whole; bytes += 131) {
            Path one = Files.createDirectory(folder.resolve("stick-" + bytes));
            try (var proxy = new TcpProxy("127.0.0.1", first.listener.port(), bytes)) {
                proxy.cutAfter(bytes);
                var asked = gateway.ask(one, new HostPort("127.0.0.1", proxy.port()));
                whole = asked.getFirst().complete();
            }
            cuts += whole ? 0 : 1;
            var found = new ReadStick(one, first.site).batches();
            assertThat(first.site.made().entrySet()).as("cut after " + bytes).containsAll(found.entrySet());

            assertThat(gateway.ask(one, first.address()))
                    .as("cut after " + bytes)
                    .allMatch(PeerRound.Asked::complete);
            assertThat(new ReadStick(one, first.site).batches()).isEqualTo(first.site.made());
        }
        assertThat(cuts).isGreaterThan(10);
        assertThat(first.tally.counted().cut()).isPositive();
    }

    @Test
    void aNodeThatIsAwayStopsNoOther() throws Exception {
        first.site.minutes(1);
        second.site.minutes(1);
        HostPort gone = first.address();
        first.listener.close();

        var asked = gateway.ask(stick, gone, second.address());

        assertThat(asked.getFirst().complete()).isFalse();
        assertThat(asked.getFirst().sentence())
                .startsWith("the node at " + gone + " did not hand over all it has (")
                .contains("refused")
                .endsWith("exporting again goes on.");
        assertThat(asked.getLast().complete()).isTrue();
        assertThat(read(second).batches()).isEqualTo(second.site.made());
    }

    private ReadStick read(SiteNode node) {
        return new ReadStick(stick, node.site);
    }
}
