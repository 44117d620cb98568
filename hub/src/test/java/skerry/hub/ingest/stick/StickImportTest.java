package skerry.hub.ingest.stick;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.fleet.Contract;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.HubIdent;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.ingest.Intake;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Present;
import skerry.hub.store.Road;
import skerry.hub.store.Site;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.platform.CloseStack;
import skerry.platform.files.LocalDisk;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.Topics;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.stick.SealedHeader;
import skerry.protocol.stick.StickEnrol;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickLayout;
import skerry.protocol.stick.StickReceipt;

/** Sticks at a real store: what each brings, and what each refusal says. */
class StickImportTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final long MINUTE = FakeAgent.MINUTE;
    private static final LocalDisk DISK = new LocalDisk();

    @TempDir
    Path folder;

    private final CloseStack open = new CloseStack();
    private final FakeAgent agent = new FakeAgent(1);
    private final FakeAgent other = new FakeAgent(2);
    private final HubIdentity keys = HubIdentity.generate(new SecureRandom());
    private Instant now = NOON;
    private FleetStore store;
    private Decoder decoder;
    private ImportDesk desk;
    private Door door = (_, _) -> new Door.Answer.Refused("nobody may join here");
    private Path stick;
    private MadeStick made;

    @BeforeEach
    void open() throws Exception {
        InstantSource clock = () -> now;
        store = open.push(new SqliteFleetStore(Files.createDirectory(folder.resolve("hub")), clock, 1));
        store.registry()
                .addSite(new Site("north", "North", "", Optional.empty(), "", Contract.ALWAYS_ON.stored(), List.of()));
        store.registry().addAgent(agent.enrolledAt("north", "pi"));
        store.registry().addAgent(other.enrolledAt("north", "pi-2"));
        var counts = new IngestCounts();
        decoder = new Decoder(store, counts, _ -> {});
        desk = new ImportDesk(
                store,
                HubIdent.of(keys, 9),
                new Intake(store, new Topics("skerry"), clock, counts),
                decoder::drain,
                SpoolFolder.in(folder),
                clock);
        stick = Files.createDirectory(folder.resolve("stick"));
        made = new MadeStick(stick, keys.card());
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void whatAStickBringsIsStoredDecodedAndReceiptedAndShowsItsRoad() throws Exception {
        List<Batch> batches = batches(agent, 3);
        made.put(agent, batches);

        Imported imported = imported();

        assertThat(imported).isEqualTo(new Imported(agent.uid().value(), "north/pi", 4, 0, 0, true, List.of()));
        for (Batch batch : batches) {
            assertThat(store.batches().bytes(batch.header().key())).hasValue(batch.encode());
        }
        assertThat(store.size().undecoded()).isZero();
        assertThat(store.present().of(agent.uid()).map(Present::road)).contains(Road.USB);
        StickReceipt receipt = receipt(agent, 1);
        assertThat(receipt.uid()).isEqualTo(agent.uid());
        assertThat(receipt.hubBoot()).isEqualTo(9);
        assertThat(receipt.lsn()).isEqualTo(store.batches().lsn());
        assertThat(receipt.answeredBoot()).isEqualTo(7);
        assertThat(receipt.answeredLsn()).isEqualTo(70);
        assertThat(receipt.held())
                .extracting(Held::stream, Held::cum)
                .containsExactlyInAnyOrder(tuple(Stream.DICTIONARY, 1L), tuple(Stream.MINUTES, 3L));
    }

    @Test
    void theSameStickTwiceIsHarmlessAndNoSignOfLife() throws Exception {
        made.put(agent, batches(agent, 3));
        imported();
        long lsn = store.batches().lsn();
        now = NOON.plusSeconds(86_400);

        Imported again = imported();

        assertThat(again).isEqualTo(new Imported(agent.uid().value(), "north/pi", 0, 4, 0, true, List.of()));
        assertThat(store.batches().lsn()).isEqualTo(lsn);
        assertThat(store.present().of(agent.uid()).map(Present::seen)).contains(NOON.toEpochMilli());
        assertThat(files(stick.resolve("SKERRY/receipts"))).containsExactly(agent.uid() + "-2.skr");
    }

    @Test
    void aRequestIsHandedInOnceAndItsGrantWrittenToTheStick() throws Exception {
        byte[] request = {1, 2, 3};
        var asked = new ArrayList<String>();
        door = (kind, bytes) -> {
            asked.add(kind + " " + Arrays.toString(bytes));
            return new Door.Answer.Granted(Bytes.of(new byte[] {9}));
        };
        ask(StickEnrol.JOIN, StickEnrol.JOIN.file(request));
        made.put(agent, batches(agent, 1));

        Imported imported = imported();
        imported();

        assertThat(imported).isEqualTo(new Imported(agent.uid().value(), "north/pi", 2, 0, 0, true, List.of()));
        assertThat(asked).containsExactly("JOIN [1, 2, 3]");
        assertThat(grant(request)).hasBinaryContent(StickEnrol.GRANT.file(new byte[] {9}));

        ask(StickEnrol.JOIN, StickEnrol.JOIN.file(new byte[] {4}));
        imported();
        assertThat(grant(request)).as("of an older request").doesNotExist();
        assertThat(grant(new byte[] {4})).exists();
    }

    @Test
    void aRequestThatIsRefusedDamagedOrTooLongIsToldAndTheDataStillImported() throws Exception {
        made.put(agent, batches(agent, 1));
        ask(StickEnrol.JOIN, StickEnrol.JOIN.file(new byte[] {1}));
        ask(StickEnrol.RENEW, "no request".getBytes(UTF_8));

        Imported imported = imported();

        assertThat(imported.stored()).isEqualTo(2);
        assertThat(imported.problems())
                .containsExactly(
                        "The hub does not take agent " + agent.uid() + " in: nobody may join here.",
                        "The request of agent " + agent.uid()
                                + " cannot be read: This is not a request to renew: it begins with other bytes.");
        ask(StickEnrol.RENEW, new byte[StickEnrol.MAX_BYTES + 7]);
        assertThat(imported().problems())
                .last()
                .asString()
                .contains("of more than " + StickEnrol.MAX_BYTES + " bytes where no more are allowed");
    }

    @Test
    void aStickThatOnlyAsksIsNotTakenForOneThatWasPulledOut() throws Exception {
        door = (_, _) -> new Door.Answer.Granted(Bytes.of(new byte[] {9}));
        ask(StickEnrol.JOIN, StickEnrol.JOIN.file(new byte[] {1}));

        assertThat(imported()).isEqualTo(new Imported(agent.uid().value(), "", 0, 0, 0, false, List.of()));
    }

    private void ask(StickEnrol kind, byte[] file) throws Exception {
        Path folder = Files.createDirectories(
                stick.resolve("SKERRY").resolve(agent.uid().value()));
        Files.write(folder.resolve(StickLayout.request(kind)), file);
    }

    private Path grant(byte[] request) {
        return stick.resolve("SKERRY/receipts").resolve(StickLayout.grant(agent.uid(), request));
    }

    @Test
    void twoAgentsOnOneStickAreBothImported() throws Exception {
        made.put(agent, batches(agent, 2));
        var theirs = new MadeStick(stick, keys.card());
        theirs.put(other, batches(other, 1));

        List<Imported> imported = new StickImport(DISK, desk, door).run(stick, _ -> {});

        assertThat(imported).extracting(Imported::stored).containsExactlyInAnyOrder(3L, 2L);
        assertThat(receipt(other, 1).uid()).isEqualTo(other.uid());
    }

    @Test
    void aStickThatWasPulledWhileItWasWrittenCountsUpToItsLastWholeManifest() throws Exception {
        made.put(agent, batches(agent, 2));
        StickFile unnamed = made.file(agent, List.of(agent.minute(NOON.toEpochMilli() + 9 * MINUTE)));
        Files.write(made.folder(agent).resolve("sealing.tmp"), new byte[100]);
        byte[] manifest = MadeStick.manifest(agent, List.of(unnamed), false, keys.card());
        Files.write(made.nextManifest(agent), Arrays.copyOf(manifest, manifest.length / 2));

        Imported imported = imported();

        assertThat(imported.stored()).isEqualTo(3);
        assertThat(imported.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "The newest manifest of agent " + agent.uid() + " cannot be used, so the one before it was: ");
    }

    @Test
    void aStickForAnotherHubIsRefused() throws Exception {
        var elsewhere = HubIdentity.generate(new SecureRandom()).card();
        new MadeStick(stick, elsewhere).put(agent, batches(agent, 1));

        assertRefused("The data of agent " + agent.uid() + " (north/pi) is sealed for hub " + elsewhere.keyId()
                + ", and this is hub " + keys.card().keyId()
                + ": import it there, or set mqtt.hub at the agent and export again.");
    }

    @Test
    void anAgentThatIsNotEnrolledIsRefused() throws Exception {
        var stranger = new FakeAgent(3);
        made.put(stranger, batches(stranger, 1));

        assertRefused("Agent " + stranger.uid() + " is not enrolled at this hub: register it, then import again.");
    }

    @Test
    void aRetiredAgentIsRefused() throws Exception {
        made.put(agent, batches(agent, 1));
        store.registry().changeAgent(agent.enrolledAt("north", "pi").withRetired(true));

        assertRefused("Agent " + agent.uid() + " (north/pi) is retired: restore it, then import again.");
    }

    @Test
    void aManifestThatAnotherSignedIsRefused() throws Exception {
        StickFile file = made.file(agent, batches(agent, 1));
        byte[] manifest = MadeStick.manifest(agent, List.of(file), false, keys.card());
        byte[] signature = other.identity()
                .signingKey()
                .sign("skerry-stick-manifest-1", Bytes.of(manifest, 0, manifest.length - 64))
                .toArray();
        System.arraycopy(signature, 0, manifest, manifest.length - 64, 64);
        Files.write(made.nextManifest(agent), manifest);

        assertRefused("The data of agent " + agent.uid()
                + " cannot be read: The signature of the manifest of a stick does not hold.");
    }

    @Test
    void aManifestOfALaterVersionIsRefusedWithTheReason() throws Exception {
        StickFile file = made.file(agent, batches(agent, 1));
        byte[] manifest = MadeStick.manifest(agent, List.of(file), false, keys.card());
        manifest[7] = 2;
        Files.write(made.nextManifest(agent), manifest);

        assertRefused("The data of agent " + agent.uid() + " cannot be read: There is the manifest of a stick of"
                + " version 2, and this program knows version 1: update it.");
    }

    @Test
    void damagedShortenedLengthenedAndMissingFilesAreNamedAndTheOthersImported() throws Exception {
        long at = NOON.toEpochMilli();
        StickFile whole = made.put(agent, batches(agent, 1));
        StickFile damaged = made.put(agent, List.of(agent.minute(at + 5 * MINUTE)));
        StickFile cut = made.put(agent, List.of(agent.minute(at + 6 * MINUTE)));
        StickFile grown = made.put(agent, List.of(agent.minute(at + 7 * MINUTE)));
        StickFile missing = made.put(agent, List.of(agent.minute(at + 8 * MINUTE)));
        change(damaged, bytes -> {
            bytes[bytes.length / 2] ^= 1;
            return bytes;
        });
        change(cut, bytes -> Arrays.copyOf(bytes, bytes.length - 1));
        change(grown, bytes -> Arrays.copyOf(bytes, bytes.length + 1));
        Files.delete(path(missing));

        Imported imported = imported();

        String again = "; export again, to a better stick if it recurs.";
        assertThat(imported.stored()).isEqualTo(2);
        assertThat(imported.problems())
                .containsExactly(
                        "The file " + damaged.name() + " was damaged: its content is not what its manifest names"
                                + again,
                        "The file " + cut.name() + " was cut off after " + (cut.length() - 1) + " of " + cut.length()
                                + " bytes" + again,
                        "The file " + grown.name() + " is longer than the " + grown.length()
                                + " bytes that its manifest names" + again,
                        "The file " + missing.name()
                                + " is named by the manifest and is not on the stick; export again.");
        assertThat(path(whole)).exists();
        assertThat(files(folder.resolve("imports"))).isEmpty();
    }

    @Test
    void aLinkAndAPipeOnAStickAreNotFollowed() throws Exception {
        StickFile file = made.put(agent, batches(agent, 1));
        Path secret = Files.move(path(file), folder.resolve("elsewhere"));
        Files.createSymbolicLink(path(file), secret);

        assertThat(imported().problems()).singleElement().asString().contains("is no ordinary file");

        Files.delete(path(file));
        assertThat(new ProcessBuilder("mkfifo", path(file).toString()).start().waitFor())
                .isZero();
        assertThat(imported().problems()).singleElement().asString().contains("is no ordinary file");
    }

    @Test
    void aFileUnderTheNameOfAnotherIsNotReadEvenIfTheAgentSaysSo() throws Exception {
        byte[] sealed =
                made.sealed(new SealedHeader(keys.card().keyId(), agent.uid(), agent.epoch(), 5), batches(agent, 1));
        var file = new StickFile(
                agent.epoch(), 1, 2, sealed.length, Bytes.of(sealed).sha256(), List.of());
        Files.write(made.folder(agent).resolve(file.name()), sealed);
        made.manifest(agent, List.of(file), false);

        assertRefusedButReceipted("The file " + file.name() + " holds another file's content and was not read.");
    }

    @Test
    void batchesThatTheAgentDidNotMakeAreCountedAsRefused() throws Exception {
        var batches = batches(agent, 1);
        batches.add(other.dictionary(NOON.toEpochMilli()));
        batches.add(other.forgedFor(agent, NOON.toEpochMilli()));
        made.put(agent, batches);

        Imported imported = imported();

        assertThat(imported.stored()).isEqualTo(2);
        assertThat(imported.refused()).isEqualTo(2);
        assertThat(store.batches().holdings(other.uid())).isEmpty();
    }

    @Test
    void onAOneWayRoadABatchIsStoredReceiptedAndWaitsUntilItsChunkComes() throws Exception {
        Batch chunk = agent.dictionary(NOON.toEpochMilli());
        Batch minute = agent.minute(NOON.toEpochMilli());
        made.manifest(agent, List.of(made.file(agent, List.of(minute))), true);

        Imported imported = imported();

        assertThat(imported.stored()).isEqualTo(1);
        assertThat(imported.receipt()).isFalse();
        assertThat(stick.resolve("SKERRY/receipts")).doesNotExist();
        assertThat(store.size().waiting()).isEqualTo(1);
        assertThat(store.batches()
                        .holding(agent.uid(), agent.epoch(), Stream.MINUTES)
                        .orElseThrow()
                        .cum())
                .isEqualTo(1);

        made.manifest(agent, List.of(made.file(agent, List.of(chunk))), true);
        imported();
        decoder.drain();
        assertThat(store.size().waiting()).isZero();
        assertThat(store.size().undecoded()).isZero();
        assertThat(store.size().refused()).isZero();
    }

    @Test
    void whatWasCountedAsLostAndComesOnAStickIsNotLostAnyMore() throws Exception {
        List<Batch> batches = batches(agent, 3);
        store.batches().announce(agent.uid(), List.of(new EpochHead(agent.epoch(), 1, Stream.MINUTES, 3, 4)), true);
        assertThat(store.batches().account(agent.uid()).lost()).isPositive();
        made.put(agent, batches);

        imported();

        assertThat(store.batches().account(agent.uid()).lost()).isZero();
    }

    @Test
    void aReceiptThatCannotBeWrittenDoesNotMakeTheImportFail() throws Exception {
        made.put(agent, batches(agent, 1));
        Files.write(stick.resolve("SKERRY/receipts"), new byte[1]);

        Imported imported = imported();

        assertThat(imported.stored()).isEqualTo(2);
        assertThat(imported.receipt()).isFalse();
        assertThat(imported.problems())
                .singleElement()
                .asString()
                .contains("the data is safe at the hub; make the stick writable and import again.");
    }

    @Test
    void aFolderThatIsNoStickSaysSo() throws Exception {
        assertThatThrownBy(() -> new StickImport(DISK, desk, door).run(stick, _ -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("there is no folder SKERRY at " + stick);
        made.folder(agent);
        assertRefused("The folder of agent " + agent.uid()
                + " has no manifest: the stick was pulled out too soon; export again.");
    }

    @Test
    void changedManifestsAndFilesNeverMakeTheDeskFail() throws Exception {
        StickFile file = made.file(agent, batches(agent, 1));
        byte[] manifest = MadeStick.manifest(agent, List.of(file), false, keys.card());
        byte[] sealed = Files.readAllBytes(path(file));
        var accepted = (Desk.Opening.Accepted) desk.open(manifest);
        var random = new Random(77);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = (i % 2 == 0 ? manifest : sealed).clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] changed = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            if (i % 2 == 0) {
                assertThat(desk.open(changed)).as("case %s", i).isInstanceOf(Desk.Opening.Refused.class);
            } else {
                assertThat(desk.take(accepted.id(), file.name(), new ByteArrayInputStream(changed))
                                .problem())
                        .as("case %s", i)
                        .isPresent();
            }
        }
        assertThat(store.batches().holdings(agent.uid())).isEmpty();
    }

    private interface Change {
        byte[] of(byte[] bytes);
    }

    private void change(StickFile file, Change change) throws IOException {
        Files.write(path(file), change.of(Files.readAllBytes(path(file))));
    }

    private Path path(StickFile file) throws IOException {
        return made.folder(agent).resolve(file.name());
    }

    private Imported imported() throws IOException {
        return new StickImport(DISK, desk, door).run(stick, _ -> {}).getFirst();
    }

    private void assertRefused(String why) throws IOException {
        Imported imported = imported();
        assertThat(imported.problems()).containsExactly(why);
        assertThat(imported.stored()).isZero();
        assertThat(imported.receipt()).isFalse();
        assertThat(stick.resolve("SKERRY/receipts")).doesNotExist();
    }

    private void assertRefusedButReceipted(String why) throws IOException {
        Imported imported = imported();
        assertThat(imported.problems()).containsExactly(why);
        assertThat(imported.stored()).isZero();
    }

    private StickReceipt receipt(FakeAgent of, int number) throws Exception {
        return StickReceipt.decode(
                Files.readAllBytes(stick.resolve("SKERRY/receipts/" + of.uid() + "-" + number + ".skr")),
                keys.card().verifyKey());
    }

    private static List<Batch> batches(FakeAgent of, int minutes) {
        var batches = new ArrayList<Batch>();
        batches.add(of.dictionary(NOON.toEpochMilli()));
        for (int i = 0; i < minutes; i++) {
            batches.add(of.minute(NOON.toEpochMilli() + i * MINUTE));
        }
        return batches;
    }

    private static List<String> files(Path in) throws IOException {
        try (var files = Files.list(in)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
