package skerry.agent.sync.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.ring.Outbox.HubMark;
import skerry.agent.ring.OutboxReader;
import skerry.platform.files.Arrivals;
import skerry.platform.files.LocalDisk;
import skerry.protocol.BatchKey;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.LossCause;
import skerry.protocol.stick.StickReceipt;

class StickExportTest {
    private static final long BOOT = 5;

    @TempDir
    Path folder;

    private StickSite site;
    private Path stick;
    private ReadStick read;

    @BeforeEach
    void open() throws IOException {
        site = new StickSite(folder.resolve("site"));
        stick = Files.createDirectory(folder.resolve("stick"));
        read = new ReadStick(stick, site);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void whatTheHubAsksForIsTakenUpBeforeItsReceiptAndIsFreshOnceOnly() throws Exception {
        site.minutes(1);
        site.export(stick);
        HubMark heard = site.outbox().lastHub();
        Path receipts = stick.resolve("SKERRY/receipts");
        read.receipt(1, BOOT, 50, site.made().keySet());
        Files.write(
                receipts.resolve(site.agent.uid() + "-1.skc"),
                site.commands(StickSite.HUB, site.agent.uid(), 7, heard));
        site.export(stick);
        site.takeUp();
        assertThat(site.asked()).containsExactly("7 fresh");

        site.export(stick);
        site.takeUp();
        assertThat(site.asked()).as("the hub was heard since").containsExactly("7 fresh", "7 stale");
    }

    @Test
    void commandsOfAnotherHubOrForAnotherAgentAreNotTakenUp() throws Exception {
        site.minutes(1);
        site.export(stick);
        HubMark heard = site.outbox().lastHub();
        Path receipts = Files.createDirectories(stick.resolve("SKERRY/receipts"));
        Path file = receipts.resolve(site.agent.uid() + "-1.skc");
        for (byte[] wrong : List.of(
                site.commands(HubIdentity.generate(new SecureRandom()), site.agent.uid(), 7, heard),
                site.commands(StickSite.HUB, new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa"), 7, heard),
                new byte[] {1, 2, 3})) {
            Files.write(file, wrong);
            site.export(stick);
            site.takeUp();
        }
        assertThat(site.asked()).isEmpty();
        Files.write(file, site.commands(StickSite.HUB, site.agent.uid(), 7, heard));
        site.export(new LocalDisk(), stick, true);
        site.takeUp();
        assertThat(site.asked()).as("one way").isEmpty();
    }

    @Test
    void anExportMarksNothingAsDoneAndAReceiptDoes() throws Exception {
        site.minutes(3);
        site.export(stick);
        site.takeUp();
        assertThat(site.waiting()).hasSize(4);
        assertThat(read.batches()).isEqualTo(site.made());

        read.receipt(1, BOOT, 50, site.made().keySet());
        site.export(stick);
        assertThat(site.waiting()).as("before the agent's next tick").hasSize(4);
        site.takeUp();

        assertThat(site.waiting()).isEmpty();
        assertThat(site.outbox().lastHub()).isEqualTo(new HubMark(BOOT, 50));
        assertThat(ReadStick.names(site.data.resolve("receipts"))).isEmpty();
        assertThat(read.manifest().orElseThrow().files())
                .as("what the hub holds is not on the stick any more")
                .isEmpty();
    }

    @Test
    void aReceiptFreesWhatItNamesAndNothingElse() throws Exception {
        site.minutes(3);
        site.export(stick);
        var all = List.copyOf(site.waiting());

        read.receipt(1, BOOT, 50, all.subList(0, 2));
        site.export(stick);
        site.takeUp();

        assertThat(site.waiting()).containsExactlyElementsOf(all.subList(2, 4));
        assertThat(read.batches().keySet()).containsAll(site.waiting());
    }

    @Test
    void whatAnAgentHeardLastIsInItsManifestAlsoWhenItHeardItOnThisVisit() throws Exception {
        site.minutes(1);
        site.export(stick);
        assertThat(read.manifest().orElseThrow().lastLsn()).isZero();

        read.receipt(1, BOOT, 50, List.of());
        site.minutes(1);
        site.export(stick);

        assertThat(read.manifest().orElseThrow().lastHubBoot()).isEqualTo(BOOT);
        assertThat(read.manifest().orElseThrow().lastLsn()).isEqualTo(50);

        // The hub was started anew before the next import; its receipt counts all the same.
        site.takeUp();
        read.receipt(2, BOOT + 1, 60, site.made().keySet());
        site.export(stick);
        site.takeUp();
        assertThat(site.waiting()).isEmpty();
    }

    @Test
    void anOldReceiptFreesNothingThatARestoredHubLost() throws Exception {
        site.minutes(2);
        site.export(stick);
        read.receipt(1, BOOT, 50, site.made().keySet());
        // Meanwhile the hub was restored from a backup, and said so over MQTT.
        site.outbox().heardHub(new HubMark(BOOT + 1, 20));

        Exported done = site.export(stick);
        site.takeUp();

        assertThat(done.notes())
                .contains("The receipt on the stick is older than what the hub said since and changed nothing.");
        assertThat(site.waiting()).hasSize(3);
        assertThat(read.batches().keySet()).containsAll(site.waiting());
    }

    @Test
    void aReceiptOfARestoredHubTakesBackWhatItLost() throws Exception {
        site.minutes(3);
        site.export(stick);
        read.receipt(1, BOOT, 50, site.made().keySet());
        site.export(stick);
        site.takeUp();
        assertThat(site.waiting()).isEmpty();
        site.minutes(1);
        site.export(stick);
        BatchKey first = read.manifest().stream()
                .flatMap(manifest -> manifest.files().stream())
                .map(file -> new BatchKey(site.agent.uid(), file.epoch(), Stream.MINUTES, 1))
                .findFirst()
                .orElseThrow();

        // Restored from before it took anything but the first minute.
        read.receipt(2, BOOT + 1, 10, List.of(first));
        site.export(stick);
        site.takeUp();

        assertThat(site.waiting())
                .filteredOn(key -> key.stream() == Stream.MINUTES)
                .extracting(BatchKey::seq)
                .containsExactly(2L, 3L, 4L);
    }

    @Test
    void receiptsForAnotherAgentOfAnotherHubAndDamagedOnesChangeNothing() throws Exception {
        site.minutes(2);
        site.export(stick);
        var good = new StickReceipt(
                site.agent.uid(), BOOT, 50, 0, 0, 0, ReadStick.rows(site.made().keySet()));
        try (var neighbour = new StickSite(folder.resolve("neighbour"))) {
            var theirs = new StickReceipt(neighbour.agent.uid(), BOOT, 50, 0, 0, 0, good.held());
            read.receipt(1, theirs);
            assertThat(site.export(stick).notes()).containsExactly(StickNote.RECEIPT_NOT_USED.sentence());
            site.drop.receipt(theirs.encode(StickSite.HUB.signingKey()));
        }
        byte[] forged = good.encode(HubIdentity.generate(new SecureRandom()).signingKey());
        Files.write(stick.resolve("SKERRY/receipts/" + site.agent.uid() + "-2.skr"), forged);
        assertThat(site.export(stick).notes()).containsExactly(StickNote.RECEIPT_NOT_USED.sentence());
        site.drop.receipt(forged);

        site.takeUp();

        assertThat(site.waiting()).hasSize(3);
        assertThat(ReadStick.names(site.data.resolve("receipts"))).isEmpty();
    }

    @Test
    void theDropTakesOnlyItsOwnNamesAndNoLongFileAndNotTooMany() throws Exception {
        site.drop.make();
        Path receipts = site.data.resolve("receipts");
        Files.writeString(receipts.resolve("readme.txt"), "not a receipt");
        Files.write(receipts.resolve("ab".repeat(16) + ".skr"), new byte[1 << 20]);

        site.takeUp();

        assertThat(ReadStick.names(receipts)).containsExactly("readme.txt");
        for (int i = 0; i < 64; i++) {
            site.drop.receipt(new byte[] {(byte) i});
        }
        assertThatThrownBy(() -> site.drop.receipt(new byte[] {99}))
                .hasMessage("64 papers of sticks wait in " + receipts + ": start the agent, it takes them up");
    }

    @Test
    void aDamagedFileOnTheStickIsWrittenAgain() throws Exception {
        site.minutes(2);
        site.export(stick);
        Path file = read.folder()
                .resolve(read.manifest().orElseThrow().files().getFirst().name());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        Exported done = site.export(stick);

        assertThat(done.files()).isEqualTo(1);
        assertThat(read.batches()).isEqualTo(site.made());
    }

    @Test
    void aFileForAnotherHubGivesWayToOneForThisHub() throws Exception {
        site.minutes(2);
        try (var reader = OutboxReader.open(site.ringFile())) {
            new StickExport(
                            new LocalDisk(),
                            site.agent,
                            HubIdentity.generate(new SecureRandom()).card(),
                            site.drop,
                            site.left,
                            false,
                            "test",
                            () -> Instant.EPOCH)
                    .run(stick, reader, _ -> {});
        }

        site.export(stick);

        assertThat(read.manifest().orElseThrow().hubKeyId())
                .isEqualTo(StickSite.HUB.card().keyId());
        assertThat(read.batches()).isEqualTo(site.made());
        assertThat(ReadStick.names(read.folder())).hasSize(2);
    }

    @Test
    void aFileWhoseBatchesGaveWayAtTheAgentStaysOnTheStick() throws Exception {
        site.minutes(2);
        site.export(stick);
        var made = site.made();
        try (var other = new StickSite(folder.resolve("emptied"))) {
            assertThat(other.waiting()).isEmpty();
        }
        site.close();
        for (String name : ReadStick.names(site.data)) {
            if (name.startsWith("ring.db")) {
                Files.delete(site.data.resolve(name));
            }
        }
        site.restart();
        site.minutes(1);

        site.export(stick);

        assertThat(read.batches().keySet()).containsAll(made.keySet());
    }

    @Test
    void oneWayNothingIsConfirmedAndWhatGivesWayCountsAsSent() throws Exception {
        site.minutes(2);
        site.export(new LocalDisk(), stick, true);
        assertThat(read.manifest().orElseThrow().oneWay()).isTrue();
        site.takeUp();
        assertThat(site.waiting()).hasSize(3);

        int sent = 2;
        while (site.ring().gaps().gaps().size() < 2) {
            site.ring().store(List.of(Padding.minute(sent++)));
        }

        var causes = site.ring().gaps().gaps().stream().map(Gap::cause).toList();
        assertThat(causes).containsExactly(LossCause.SENT_UNCONFIRMED, LossCause.RING_FULL);
        assertThat(site.ring().gaps().gaps().getFirst())
                .extracting(Gap::fromSeq, Gap::toSeq)
                .containsExactly(1L, 2L);
    }

    @Test
    void aManifestThatExpectsReceiptsMarksNothingAsSent() throws Exception {
        site.minutes(2);
        site.export(stick);
        site.drop.manifest(Files.readAllBytes(read.folder().resolve("manifest-2.cbor")));
        site.takeUp();

        int sent = 2;
        while (site.ring().gaps().gaps().isEmpty()) {
            site.ring().store(List.of(Padding.minute(sent++)));
        }

        assertThat(site.ring().gaps().gaps()).extracting(Gap::cause).containsOnly(LossCause.RING_FULL);
    }

    @Test
    void aStickIsServedOnceForEachTimeItIsPutIn() throws Exception {
        Path media = Files.createDirectories(folder.resolve("media/pi/STICK"));
        StickWatch watch = watch(_ -> List.of());
        site.minutes(1);
        watch.look();
        assertThat(watch.last()).as("a stick without the folder is nobody's").isEmpty();

        Files.createDirectory(media.resolve("SKERRY"));
        watch.look();
        assertThat(watch.last()).contains("2 batches written to " + media + ": safe to remove.");

        site.minutes(1);
        watch.look();
        assertThat(new ReadStick(media, site).batches()).hasSize(2);

        Path away = Files.move(media, folder.resolve("away"));
        watch.look();
        Files.move(away, media);
        watch.look();
        assertThat(new ReadStick(media, site).batches()).hasSize(3);

        site.minutes(1);
        Files.writeString(
                Files.createDirectories(media.resolve("SKERRY/receipts")).resolve("of-another"), "");
        watch.look();
        assertThat(new ReadStick(media, site).batches())
                .as("a stick that was at a hub between two looks")
                .hasSize(4);
        site.minutes(1);
        watch.look();
        assertThat(new ReadStick(media, site).batches()).hasSize(4);
        assertThat(StickWatch.otherDiskThan(site.data).test(media))
                .as("a folder on the agent's own disk is no stick")
                .isFalse();
    }

    @Test
    void whatIsTakenOffAStickWhileItIsServedMakesItNoOther() throws Exception {
        Path receipts = Files.createDirectories(folder.resolve("media/pi/STICK/SKERRY/receipts"));
        Path grant = Files.writeString(receipts.resolve("grant"), "");
        var served = new AtomicInteger();
        StickWatch watch = watch(_ -> {
            Files.deleteIfExists(grant);
            return List.of("visit " + served.incrementAndGet());
        });
        site.minutes(1);

        watch.look();
        watch.look();

        assertThat(served).hasValue(1);
    }

    private StickWatch watch(StickWatch.Visit door) {
        return new StickWatch(
                new Arrivals(
                        new LocalDisk(),
                        List.of(folder.resolve("media")),
                        "SKERRY",
                        _ -> true,
                        StickWatch.receipts(new LocalDisk())),
                door,
                new StickExport(
                        new LocalDisk(),
                        site.agent,
                        StickSite.HUB.card(),
                        site.drop,
                        site.left,
                        false,
                        "test",
                        () -> Instant.EPOCH),
                site.ringFile(),
                OtherNodes.NONE);
    }

    @Test
    void theRangesOfAFileAreThoseOfItsBatches() throws Exception {
        site.minutes(4);
        long epoch = site.waiting().getFirst().epoch();
        site.outbox().confirmed(epoch, Stream.MINUTES, List.of(new SeqRange(2, 3)));

        site.export(stick);

        assertThat(read.manifest().orElseThrow().files().getFirst().runs())
                .filteredOn(run -> run.stream() == Stream.MINUTES)
                .extracting(run -> run.range())
                .containsExactly(new SeqRange(1, 1), new SeqRange(4, 4));
    }
}
