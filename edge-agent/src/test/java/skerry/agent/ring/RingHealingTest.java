package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.logs.LogRecord;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.Ack;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.LossCause;

/**
 * Whatever happens to the files of a ring: it opens, can be written, gives back nothing but what was written, and counts
 * what is missing.
 */
class RingHealingTest {
    private static final long MAX_BYTES = 2L << 20;
    private static final int PAGE = 1024;
    private static final int WINDOWS = 9;
    private static final BoxBounds BOXES = new BoxBounds(WINDOWS, 1 << 20);
    /** Files set aside, with the WAL of each. */
    private static final int MAX_ASIDE = 2;

    private static final RingHistory PAST = new RingHistory(1);
    private static RecordCounts held = RecordCounts.NONE;
    private static Image earlier = new Image(new byte[0], new byte[0]);
    private static Image killed = earlier;
    private static Image closed = earlier;

    @TempDir
    private Path folder;

    private Path file = Path.of("ring.db");

    /** The files of a ring as they lie on disk. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Image(byte[] database, byte[] wal) {
        static Image of(Path file) throws IOException {
            Path wal = walOf(file);
            return new Image(Files.readAllBytes(file), Files.exists(wal) ? Files.readAllBytes(wal) : new byte[0]);
        }

        void write(Path file) throws IOException {
            Files.write(file, database);
            if (wal.length > 0) {
                Files.write(walOf(file), wal);
            }
        }

        Image withDatabase(Function<byte[], byte[]> change) {
            return new Image(change.apply(database.clone()), wal);
        }

        Image withWal(Function<byte[], byte[]> change) {
            return new Image(database, change.apply(wal.clone()));
        }
    }

    /** A ring with everything in it, some of it in the WAL alone, and a window that is open. */
    @BeforeAll
    static void fill(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ring.db");
        try (Ring ring = PAST.open(file, MAX_BYTES)) {
            for (int window = 0; window < WINDOWS; window++) {
                addWindow(PAST, ring);
                var chunk = PAST.putChunk(ring);
                assertThat(PAST.closeWindow(ring, 700, List.of(chunk))).isInstanceOf(Closing.Stored.class);
                ring.store(List.of(
                        PAST.draft(Stream.DICTIONARY, RecordCounts.NONE, 300, List.of(chunk)),
                        PAST.draft(Stream.SUMMARIES, new RecordCounts(1, 1, 1), 400, List.of()),
                        PAST.draft(Stream.GAPS, RecordCounts.NONE, 100, List.of())));
                ring.lost(new RecordCounts(3, 2, 1), LossCause.SOURCE_GONE, PAST.now(), PAST.now());
                ring.learned(List.of(new LearnedPattern(window, 1, "a.log", "pump <*> of " + window)), List.of());
                ring.add(box(window), BOXES);
                PAST.pass(3_700_000);
                if (window == WINDOWS / 2) {
                    ring.commit();
                    earlier = Image.of(file);
                }
            }
            long epoch = ring.outbox().heads().getFirst().epoch();
            ring.outbox().confirmed(epoch, Stream.MINUTES, List.of(new SeqRange(1, 2)));
            ring.outbox().refused(new BatchKey(RingHistory.UID, epoch, Stream.MINUTES, 3), Ack.Reason.SCHEMA);
            addWindow(PAST, ring);
            held = ring.account().orElseThrow().held();
            killed = Image.of(file);
        }
        closed = Image.of(file);
        assertThat(killed.database.length).as("pages in the database").isGreaterThan(50 * PAGE);
        assertThat(killed.wal.length).as("pages in the WAL").isGreaterThan(20 * PAGE);
    }

    /** A box of 3 kB, which has pages of its own. */
    private static Box box(int window) {
        var body = new byte[3_000];
        new Random(window).nextBytes(body);
        return new Box("shop/cart/web@" + window, "crash " + window, Bytes.of(body));
    }

    private static void addWindow(RingHistory history, Ring ring) {
        for (int commit = 0; commit < 4; commit++) {
            for (int i = 0; i < 25; i++) {
                history.addLine(ring);
            }
            history.addRound(ring);
            history.addEvent(ring);
            history.pass(1000);
            assertThat(ring.commit()).isTrue();
        }
    }

    @Test
    void aSoundRingIsReadBackWhole() throws Exception {
        Found found = check(killed, 0);

        assertThat(found.held).isEqualTo(held);
        assertThat(found.told).isFalse();
        assertThat(found.aside).isEmpty();
        assertThat(found.checkpoints).isEqualTo(3);
        assertThat(found.boxes).isEqualTo(WINDOWS);
    }

    @TestFactory
    List<DynamicTest> flippedBytesOfTheDatabaseAreFoundAndWhatTheyTookIsCounted() {
        return seeds(16, (image, random) -> image.withDatabase(bytes -> flipped(bytes, random, 0, bytes.length)));
    }

    @TestFactory
    List<DynamicTest> flippedBytesOfAClosedDatabaseAreFoundAndWhatTheyTookIsCounted() {
        return seeds(8, (_, random) -> closed.withDatabase(bytes -> flipped(bytes, random, 0, bytes.length)));
    }

    @TestFactory
    List<DynamicTest> flippedBytesOfTheSchemaAreNoObstacle() {
        return seeds(8, (_, random) -> closed.withDatabase(bytes -> flipped(bytes, random, 0, 16 * PAGE)));
    }

    @Test
    void aChangedLetterInTheNameOfAColumnIsMendedAndNothingIsLost() throws Exception {
        Found found = check(
                closed.withDatabase(bytes -> {
                    String text = new String(bytes, StandardCharsets.ISO_8859_1);
                    return text.replace("wall_first INTEGER", "wall_firsu INTEGER")
                            .getBytes(StandardCharsets.ISO_8859_1);
                }),
                12);

        assertThat(found.told).isTrue();
        assertThat(found.held).isEqualTo(held);
    }

    @TestFactory
    List<DynamicTest> aPageOfGarbageAnywhereIsNoObstacle() {
        return seeds(
                12,
                (_, random) -> closed.withDatabase(bytes -> {
                    int page = random.nextInt(random.nextBoolean() ? 20 : bytes.length / PAGE);
                    return garbage(bytes, random, page * PAGE, (page + 1) * PAGE);
                }));
    }

    @TestFactory
    List<DynamicTest> aDatabaseThatIsCutOffAnywhereIsNoObstacle() {
        return seeds(
                5, (image, random) -> image.withDatabase(bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length))));
    }

    @TestFactory
    List<DynamicTest> aDatabaseCutOffWithoutAWalIsNoObstacle() {
        return seeds(
                3, (_, random) -> closed.withDatabase(bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length))));
    }

    @Test
    void aZeroedHeaderIsMadeUpAndWhatIsBehindItTaken() throws Exception {
        Found found = check(closed.withDatabase(bytes -> zeroed(bytes, 0, 100)), 1);

        assertThat(found.told).isTrue();
        assertThat(found.held).isEqualTo(held);
        assertThat(found.boxes).isEqualTo(WINDOWS);
    }

    @Test
    void aFirstPageOfZerosIsMadeUpAndWhatIsBehindItTaken() throws Exception {
        Found found = check(closed.withDatabase(bytes -> zeroed(bytes, 0, PAGE)), 1);

        assertThat(found.told).isTrue();
        assertThat(found.held).isEqualTo(held);
    }

    @Test
    void anEmptiedDatabaseBeginsAnew() throws Exception {
        assertThat(check(new Image(new byte[0], new byte[0]), 1).told).isTrue();
    }

    @Test
    void ofAnEmptiedDatabaseWhatTheWalHoldsIsTaken() throws Exception {
        assertThat(check(killed.withDatabase(_ -> new byte[0]), 1).told).isTrue();
    }

    @Test
    void ofARemovedDatabaseWhatTheWalHoldsIsTaken() throws Exception {
        Found found = checkAfter(
                killed,
                () -> {
                    Files.delete(file);
                },
                1);

        assertThat(found.told).isTrue();
        assertThat(found.raw).isPositive();
    }

    @Test
    void aRingThatIsGoneBeginsAnew() throws Exception {
        Found found = checkAfter(
                killed,
                () -> {
                    Files.delete(file);
                    Files.delete(walOf(file));
                },
                1);

        assertThat(found.held).isEqualTo(RecordCounts.NONE);
    }

    @TestFactory
    List<DynamicTest> aDatabaseOfGarbageBeginsAnewAndTells() {
        return seeds(1, (_, random) -> new Image(garbage(new byte[random.nextInt(1, 9) * 1000], random), new byte[0]));
    }

    @TestFactory
    List<DynamicTest> garbageBehindTheFirstPageBeginsAnewAndTells() {
        return seeds(1, (_, random) -> closed.withDatabase(bytes -> garbage(bytes, random, PAGE, bytes.length)));
    }

    @TestFactory
    List<DynamicTest> aDatabaseOfGarbageBesideASoundWalIsNoObstacle() {
        return seeds(2, (image, random) -> image.withDatabase(bytes -> garbage(bytes, random)));
    }

    @TestFactory
    List<DynamicTest> flippedBytesOfTheWalForgetTheCommitsBehindThem() {
        return seeds(5, (image, random) -> image.withWal(bytes -> flipped(bytes, random, 0, bytes.length)));
    }

    @TestFactory
    List<DynamicTest> aWalThatIsCutOffForgetsTheCommitsBehindIt() {
        return seeds(4, (image, random) -> image.withWal(bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length))));
    }

    @Test
    void aWalOfGarbageIsSetAsideAndTold() throws Exception {
        Found found = check(killed.withWal(bytes -> garbage(bytes, new Random(7))), 7);

        assertThat(found.told).isTrue();
        assertThat(found.aside).isNotEmpty();
    }

    @Test
    void anOlderWalIsNoObstacle() throws Exception {
        check(new Image(closed.database, earlier.wal), 8);
    }

    @Test
    void anOlderDatabaseUnderANewerWalIsNoObstacle() throws Exception {
        check(new Image(earlier.database, killed.wal), 9);
    }

    @Test
    void aWalThatIsGoneIsNoObstacle() throws Exception {
        check(killed.withWal(_ -> new byte[0]), 10);
    }

    @Test
    void noMoreThanTwoDamagedFilesAreKept() throws Exception {
        var history = new RingHistory(PAST, 11);
        file = Files.createDirectory(folder.resolve("again")).resolve("ring.db");
        closed.write(file);
        for (int i = 1; i <= 4; i++) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, zeroed(bytes, 0, PAGE));
            try (Ring ring = history.open(file, MAX_BYTES)) {
                assertThat(ring.standing()).isEqualTo(RingStanding.WELL);
            }
            assertThat(aside()).hasSize(Math.min(i, MAX_ASIDE));
        }
    }

    private List<DynamicTest> seeds(int count, BiFunction<Image, Random, Image> damage) {
        return IntStream.range(0, count)
                .mapToObj(seed -> DynamicTest.dynamicTest(
                        "seed " + seed, () -> check(damage.apply(killed, new Random(seed)), seed)))
                .toList();
    }

    /** What came out of a damaged ring. */
    private record Found(RecordCounts held, boolean told, Set<String> aside, int checkpoints, int raw, int boxes) {}

    private Found check(Image image, long seed) throws Exception {
        return checkAfter(image, () -> {}, seed);
    }

    /** Damages files. */
    @FunctionalInterface
    private interface Damage {
        void happen() throws IOException;
    }

    private Found checkAfter(Image image, Damage damage, long seed) throws Exception {
        Path place = folder.resolve("ring-" + seed);
        file = Files.createDirectories(place).resolve("ring.db");
        image.write(file);
        damage.happen();
        var history = new RingHistory(PAST, 1000 + seed);
        Found found;
        try (Ring ring = history.open(file, MAX_BYTES)) {
            found = use(ring, history);
        }
        Set<String> after = aside();
        try (Ring ring = history.open(file, MAX_BYTES)) {
            use(ring, history);
            assertThat(ring.files()).as("files opened").isEqualTo(1);
        }
        assertThat(aside()).as("nothing is damaged any more").isEqualTo(after);
        assertThat(after.stream().filter(name -> !name.endsWith("-wal"))).hasSizeLessThanOrEqualTo(MAX_ASIDE);
        return found;
    }

    /** Reads all that is there, writes, and checks every promise. */
    private Found use(Ring ring, RingHistory history) throws SQLException, IOException {
        int files = ring.files();
        RecordCounts readable;
        do {
            files = ring.files();
            RecordCounts uncovered = replayed(ring, history);
            readable = uncovered.plus(loaded(ring, history));
            checkAllBlocks(ring, history);
            ring.boxes();
        } while (ring.files() > files);
        assertThat(ring.standing()).isEqualTo(RingStanding.WELL);
        Account account = ring.account().orElseThrow();
        assertThat(account.balances()).as("%s balances", account).isTrue();
        assertThat(withoutSamples(account.held())).as("held and readable").isEqualTo(withoutSamples(readable));
        // A sample whose series is damaged may be one that stays at the site, which is not counted.
        assertThat(account.held().samples()).isBetween(readable.samples(), readable.samples() + unknownSamples(ring));
        assertThat(history.checkpoints).containsAll(ring.load());
        int checkpoints = ring.load().size();
        history.chunks.forEach((hash, bytes) ->
                ring.dictionary(hash).ifPresent(found -> assertThat(found).isEqualTo(bytes)));
        int boxes = boxes(ring);
        boolean told = isTold(ring);
        if (!aside().isEmpty()) {
            assertThat(told).as("a gap of corruption is told").isTrue();
        }
        Optional<RecordCounts> lost = Optional.ofNullable(account.dropped().get(LossCause.CORRUPTION));
        if (lost.isPresent() && lost.get().total() > 0) {
            assertThat(corruptionOf(ring)).as("told of %s", account).isEqualTo(lost.get());
        }
        history.open = uncoveredOf(account, ring);
        addWindow(history, ring);
        assertThat(history.closeWindow(ring, 500, List.of(history.putChunk(ring))))
                .isInstanceOf(Closing.Stored.class);
        assertThat(ring.store(List.of(history.draft(Stream.DICTIONARY, RecordCounts.NONE, 100, List.of()))))
                .isInstanceOf(Closing.Stored.class);
        assertThat(ring.account().orElseThrow().balances()).isTrue();
        assertThat(ring.standing()).isEqualTo(RingStanding.WELL);
        loaded(ring, history);
        int raw = read(history);
        return new Found(readable, told, aside(), checkpoints, raw, boxes);
    }

    /** How many boxes are as they were written; each of the others says that it is not. */
    private int boxes(Ring ring) throws SQLException {
        ring.commit();
        int sound = 0;
        try (RingReader reader = RingReader.open(file)) {
            for (StoredBox head : reader.boxes()) {
                Optional<StoredBox> whole = reader.box(head.id());
                if (whole.isPresent() && whole.get().intact()) {
                    assertThat(IntStream.range(0, WINDOWS).mapToObj(RingHealingTest::box))
                            .contains(whole.get().box());
                    sound++;
                }
            }
        }
        return sound;
    }

    private static void assertWritten(Set<String> written, String found) {
        assertThat(written.contains(found)).as("%s was written", found).isTrue();
    }

    private static boolean isTold(Ring ring) {
        return ring.gaps().gaps().stream().anyMatch(gap -> gap.cause() == LossCause.CORRUPTION);
    }

    private static RecordCounts corruptionOf(Ring ring) {
        return ring.gaps().gaps().stream()
                .filter(gap -> gap.cause() == LossCause.CORRUPTION)
                .map(gap -> gap.records())
                .reduce(RecordCounts.NONE, RecordCounts::plus);
    }

    private static RecordCounts uncoveredOf(Account account, Ring ring) {
        RecordCounts batches = RecordCounts.NONE;
        for (Stream stream : List.of(Stream.MINUTES, Stream.EVENTS)) {
            for (Outbox.Entry entry : ring.outbox().pending(stream, 0, 10_000)) {
                batches = batches.plus(entry.records());
            }
        }
        return Counts.excess(account.held(), batches);
    }

    private static RecordCounts withoutSamples(RecordCounts counts) {
        return new RecordCounts(0, counts.lines(), counts.events());
    }

    private static long unknownSamples(Ring ring) {
        return replay(ring, Optional.empty())[1].samples();
    }

    private static RecordCounts replayed(Ring ring, RingHistory history) {
        return replay(ring, Optional.of(history))[0];
    }

    /** What no batch covers, and how many samples of it have lost the name of their series. */
    private static RecordCounts[] replay(Ring ring, Optional<RingHistory> history) {
        var counts = new RecordCounts[] {RecordCounts.NONE, RecordCounts.NONE};
        ring.unsummarised(new Counting(ring, counts, history));
        return counts;
    }

    /** Counts what is handed over, and compares it with what was written. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Counting(Ring ring, RecordCounts[] counts, Optional<RingHistory> history) implements Replay {
        @Override
        public void samples(SampleRound round) {
            for (int i = 0; i < round.size(); i++) {
                var series = ring.series(round.seriesId(i));
                double value = round.value(i);
                if (series.isEmpty()) {
                    counts[1] = counts[1].plus(new RecordCounts(1, 0, 0));
                } else if (RingHistory.isSent(series.get())) {
                    counts[0] = counts[0].plus(new RecordCounts(1, 0, 0));
                }
                series.ifPresent(known -> history.ifPresent(
                        past -> assertWritten(past.samples, RingHistory.sample(known, round.wallMillis(), value))));
            }
        }

        @Override
        public void line(LogRecord line) {
            counts[0] = counts[0].plus(new RecordCounts(0, 1, 0));
            if (!line.source().key().startsWith("unknown-")) {
                history.ifPresent(past -> assertWritten(past.lines, line.toString()));
            }
        }

        @Override
        public void event(Event event) {
            counts[0] = counts[0].plus(new RecordCounts(0, 0, 1));
            history.ifPresent(past -> assertWritten(past.events, event.toString()));
        }
    }

    /** Loads every batch that waits. */
    private static RecordCounts loaded(Ring ring, RingHistory history) {
        RecordCounts records = RecordCounts.NONE;
        for (Stream stream : Stream.values()) {
            for (Outbox.Entry entry : ring.outbox().pending(stream, 0, 10_000)) {
                Optional<byte[]> bytes = ring.outbox().load(entry.key());
                if (bytes.isPresent()) {
                    assertThat(bytes.get()).as("%s", entry.key()).isEqualTo(history.sealed.get(entry.key()));
                    records = records.plus(
                            stream == Stream.MINUTES || stream == Stream.EVENTS ? entry.records() : RecordCounts.NONE);
                }
            }
        }
        return records;
    }

    /** Lets the ring go through its raw blocks, as it does over the first minutes. */
    private static void checkAllBlocks(Ring ring, RingHistory history) {
        for (int i = 0; i < 8; i++) {
            history.pass(15_000);
            assertThat(ring.commit()).isTrue();
        }
    }

    /** Reads all raw detail as a query does. */
    private int read(RingHistory history) throws SQLException {
        var seen = new HashSet<String>();
        try (RingReader reader = RingReader.open(file)) {
            reader.samples(SeriesSelector.parse(""), Long.MIN_VALUE, Long.MAX_VALUE, (series, time, value) -> {
                assertWritten(history.samples, RingHistory.sample(series, time, value));
                assertThat(seen.add(RingHistory.sample(series, time, value))).isTrue();
                return true;
            });
            reader.lines(LineFilter.between(Long.MIN_VALUE, Long.MAX_VALUE), 0, line -> {
                if (!line.source().key().startsWith("unknown-")) {
                    assertWritten(history.lines, RingHistory.line(line));
                    assertThat(seen.add(RingHistory.line(line))).isTrue();
                }
                return true;
            });
            assertThat(reader.damagedBlocks()).isZero();
            assertThat(reader.account().balances()).isTrue();
        }
        return seen.size();
    }

    private Set<String> aside() throws IOException {
        try (var files = Files.list(file.toAbsolutePath().getParent())) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains("damaged"))
                    .collect(Collectors.toSet());
        }
    }

    private static Path walOf(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** Changes one to eight bytes. */
    private static byte[] flipped(byte[] bytes, Random random, int from, int to) {
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            bytes[random.nextInt(from, to)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] zeroed(byte[] bytes, int from, int to) {
        Arrays.fill(bytes, from, to, (byte) 0);
        return bytes;
    }

    private static byte[] garbage(byte[] bytes, Random random) {
        return garbage(bytes, random, 0, bytes.length);
    }

    private static byte[] garbage(byte[] bytes, Random random, int from, int to) {
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return bytes;
    }
}
