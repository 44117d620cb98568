package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.platform.sqlite.Migrations;
import skerry.platform.sqlite.Sqlite;
import skerry.platform.sqlite.SqliteSettings;
import skerry.protocol.BatchKey;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.Ack;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.LossCause;

/** What a full ring lost of minutes is delivered coarsely as long as the hub has their hour, and never otherwise. */
class CoarseDeliveryTest {
    private static final long DAY = 86_400_000;
    /** Some thirty of these fill the smallest ring; a minute makes room for one. */
    private static final int LARGE = 20_000;

    @TempDir
    private Path folder;

    private final RingHistory history = new RingHistory(17);
    private Path file;
    private Ring ring;
    private int killed;

    @BeforeEach
    void open() {
        file = folder.resolve("ring.db");
        ring = history.open(file, RingSettings.MIN_BYTES);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void anHourThatIsConfirmedAfterItsMinutesGaveWayDeliversThemCoarsely() {
        List<BatchKey> minutes = List.of(minute(2), minute(3));
        BatchKey hour = hour(1, minutes).getFirst();
        minute(4);
        fill();
        assertThat(dropped()).isEqualTo(9);
        assertThat(account().coarse()).isEqualTo(RecordCounts.NONE);

        confirm(hour);

        assertThat(account().coarse()).isEqualTo(new RecordCounts(0, 5, 0));
        assertThat(dropped()).as("of another hour").isEqualTo(4);
        balances();
    }

    @Test
    void aMinuteThatGivesWayAfterItsHourWasConfirmedIsDeliveredCoarselyAtOnce() {
        BatchKey hour = hour(1, List.of(minute(2), minute(3))).getFirst();
        confirm(hour);

        fill();

        assertThat(ring.outbox().load(hour))
                .as("a confirmed hour gives way first")
                .isEmpty();
        assertThat(account().coarse().lines()).isEqualTo(5);
        assertThat(account().dropped()).doesNotContainKey(LossCause.RING_FULL);
        balances();
    }

    @Test
    void minutesThatWereDeliveredThemselvesAreNotCountedAgain() {
        BatchKey delivered = minute(2);
        BatchKey hour = hour(1, List.of(delivered, minute(3))).getFirst();
        confirm(delivered);
        fill();
        confirm(hour);

        assertThat(account().delivered().lines()).isEqualTo(2);
        assertThat(account().coarse().lines()).isEqualTo(3);
        balances();
    }

    @Test
    void aMinuteThatLeftByARoadWithoutReceiptsStaysSentUnconfirmed() {
        BatchKey left = minute(2);
        BatchKey stayed = minute(3);
        BatchKey hour = hour(1, List.of(left, stayed)).getFirst();
        minute(4);
        ring.outbox().sentOneWay(left.epoch(), Stream.MINUTES, List.of(new SeqRange(left.seq(), left.seq())));
        fill();

        confirm(hour);

        assertThat(account().coarse().lines()).isEqualTo(3);
        assertThat(dropped()).as("of another hour").isEqualTo(4);
        balances();
    }

    @Test
    void aMinuteBetweenThoseOfAnHourIsNotPartOfIt() {
        BatchKey first = minute(2);
        minute(4);
        BatchKey last = minute(8);
        BatchKey hour = hour(1, List.of(first, last)).getFirst();
        fill();

        confirm(hour);

        assertThat(account().coarse().lines()).isEqualTo(10);
        assertThat(dropped()).isEqualTo(4);
        balances();
    }

    @Test
    void samplesThatLeaveTheSiteCountAndEventsNever() {
        history.addRound(ring);
        history.addEvent(ring);
        RecordCounts open = history.open;
        BatchKey hour = hour(1, List.of(minute(1))).getFirst();
        fill();
        confirm(hour);

        assertThat(account().coarse()).isEqualTo(new RecordCounts(open.samples(), 1, 0));
        assertThat(account().held().events()).isEqualTo(1);
        balances();
    }

    @Test
    void anHourInSeveralBatchesDeliversNothingUntilAllOfThemAreConfirmed() {
        List<BatchKey> hour = hour(3, List.of(minute(2)));
        fill();
        confirm(hour.get(2));
        confirm(hour.get(0));
        confirm(hour.get(0));
        assertThat(account().coarse()).isEqualTo(RecordCounts.NONE);

        confirm(hour.get(1));

        assertThat(account().coarse().lines()).isEqualTo(2);
        balances();
    }

    @Test
    void anHourThatWasRefusedDeliversNothing() {
        List<BatchKey> hour = hour(2, List.of(minute(2)));
        fill();
        confirm(hour.getFirst());
        ring.outbox().refused(hour.getLast(), Ack.Reason.SCHEMA);

        assertThat(account().coarse()).isEqualTo(RecordCounts.NONE);
        assertThat(dropped()).isEqualTo(2);
        balances();
    }

    @Test
    void anHourThatGaveWayAsWellDeliversNothing() {
        BatchKey hour = hour(1, List.of(minute(2))).getFirst();
        while (ring.outbox().load(hour).isPresent()) {
            answers();
        }
        confirm(hour);

        assertThat(dropped()).isEqualTo(2);
        assertThat(account().coarse()).isEqualTo(RecordCounts.NONE);
        balances();
    }

    @Test
    void aHubThatWasRestoredTakesTheHourBack() {
        List<BatchKey> hour = hour(2, List.of(minute(2), minute(3)));
        fill();
        hour.forEach(this::confirm);
        assertThat(account().coarse().lines()).isEqualTo(5);

        BatchKey part = hour.getLast();
        ring.outbox().unconfirmed(part.epoch(), part.stream(), List.of(new SeqRange(part.seq(), part.seq())));
        assertThat(account().coarse()).isEqualTo(RecordCounts.NONE);
        assertThat(dropped()).isEqualTo(5);
        balances();

        confirm(part);
        assertThat(account().coarse().lines()).isEqualTo(5);
        balances();
    }

    @Test
    void aMinuteThatGaveWayBeforeItsHourWasStoredIsDeliveredByIt() {
        BatchKey early = minute(2);
        fill();
        assertThat(ring.outbox().load(early)).isEmpty();

        confirm(hour(1, List.of(early, minute(3))).getFirst());

        assertThat(account().coarse().lines()).isEqualTo(2);
        balances();
    }

    @Test
    void whatIsKnownOfHoursOutlivesAKill() throws Exception {
        BatchKey first = hour(1, List.of(minute(2))).getFirst();
        BatchKey second = hour(1, List.of(minute(3))).getFirst();
        confirm(second);
        kill();
        fill();
        assertThat(account().coarse().lines()).isEqualTo(3);
        kill();

        confirm(first);

        assertThat(account().coarse().lines()).isEqualTo(5);
        balances();
        kill();
        assertThat(account().coarse().lines()).isEqualTo(5);
        balances();
    }

    @Test
    void anHourOfTwoDaysIsBookedOnBoth() {
        BatchKey early = minute(2);
        history.pass(DAY);
        BatchKey hour = hour(1, List.of(early, minute(3))).getFirst();
        fill();
        confirm(hour);

        assertThat(account().days())
                .filteredOn(
                        day -> day.stream() == Stream.MINUTES && day.coarse().total() > 0)
                .extracting(day -> day.coarse().lines())
                .containsExactly(2L, 3L);
        balances();
    }

    @Test
    void aDayThatIsNotToldApartAnyMoreIsDeliveredAmongTheEarlierOnes() {
        BatchKey hour = hour(1, List.of(minute(2))).getFirst();
        fill();
        ring.outbox().pending(Stream.RESULTS, 0, Integer.MAX_VALUE).forEach(entry -> confirm(entry.key()));
        for (int day = 0; day < 401; day++) {
            history.pass(DAY);
            history.addEvent(ring);
            history.open = RecordCounts.NONE;
            ring.closeEvents(List.of());
        }
        confirm(hour);

        DayAccount earlier = account().days().stream()
                .filter(day -> day.epochDay() == DayAccount.EARLIER && day.stream() == Stream.MINUTES)
                .findFirst()
                .orElseThrow();
        assertThat(earlier.coarse().lines()).isEqualTo(2);
        assertThat(earlier.dropped()).doesNotContainKey(LossCause.RING_FULL);
        balances();
    }

    @Test
    void theGapStaysAsItWasTold() {
        BatchKey hour = hour(1, List.of(minute(2))).getFirst();
        fill();
        var gaps = ring.gaps().gaps();
        confirm(hour);

        assertThat(ring.gaps().gaps()).isEqualTo(gaps);
        assertThat(account().total().everDropped().get(LossCause.RING_FULL))
                .isEqualTo(gaps.stream().map(gap -> gap.records()).reduce(RecordCounts.NONE, RecordCounts::plus));
    }

    @Test
    void aRingOfAnEarlierReleaseGoesOnAndItsMinutesStayDropped() throws Exception {
        ring.close();
        file = folder.resolve("earlier.db");
        try (Connection earlier = Sqlite.open(file, SqliteSettings.DEFAULT)) {
            new Migrations(
                            RingDatabase.class,
                            List.of("schema/0001-ring.sql", "schema/0002-patterns.sql", "schema/0003-usage.sql"))
                    .apply(earlier);
        }
        ring = history.open(file, RingSettings.MIN_BYTES);
        assertThat(ring.standing()).isEqualTo(RingStanding.WELL);
        BatchKey untold = minute(2);
        ring.store(List.of(history.draft(Stream.SUMMARIES, RecordCounts.NONE, 100, List.of())));
        BatchKey hour = hour(1, List.of(minute(3))).getFirst();
        fill();
        confirm(new BatchKey(untold.uid(), untold.epoch(), Stream.SUMMARIES, 1));
        confirm(hour);

        assertThat(dropped()).isEqualTo(2);
        assertThat(account().coarse().lines()).isEqualTo(3);
        balances();
    }

    @Test
    void whatIsKnownOfHoursThatAreGoneIsForgotten() throws Exception {
        for (int i = 0; i < 80; i++) {
            BatchKey minute = minute(1);
            BatchKey hour = hour(1, List.of(minute)).getFirst();
            confirm(minute);
            confirm(hour);
            answers();
        }

        assertThat(rows("SELECT count(*) FROM outline")).isLessThan(70);
    }

    @Test
    void aDamagedRowOfAnHourCostsNoRecord() throws Exception {
        BatchKey hour = hour(1, List.of(minute(2))).getFirst();
        fill();
        ring.close();
        change("UPDATE outline SET lines = lines + 1000");
        ring = history.open(file, RingSettings.MIN_BYTES);
        confirm(hour);

        assertThat(dropped()).isEqualTo(2);
        assertThat(account().collected().lines()).isEqualTo(2);
        balances();
    }

    /** Hours and minutes, receipts, restored hubs, full rings and restarts as they come, against what is known of each batch. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whateverComesInWhicheverOrderTheAccountIsRightToTheRecord(long seed) throws Exception {
        var random = new Random(seed);
        var lines = new HashMap<BatchKey, Integer>();
        var confirmed = new HashSet<BatchKey>();
        var hours = new HashMap<BatchKey, List<BatchKey>>();
        var hourOf = new HashMap<BatchKey, List<BatchKey>>();
        var open = new ArrayList<BatchKey>();
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> {
                    int count = 1 + random.nextInt(9);
                    BatchKey minute = minute(count);
                    lines.put(minute, count);
                    open.add(minute);
                }
                case 3 -> {
                    List<BatchKey> parts = hour(1 + random.nextInt(2), open);
                    parts.forEach(part -> hours.put(part, parts));
                    open.forEach(minute -> hourOf.put(minute, parts));
                    open.clear();
                }
                case 4, 5 -> confirmSome(random, List.copyOf(hours.keySet()), confirmed);
                case 6 -> confirmSome(random, List.copyOf(lines.keySet()), confirmed);
                case 7 -> {
                    List<BatchKey> all = List.copyOf(hours.keySet());
                    if (!all.isEmpty()) {
                        BatchKey part = all.get(random.nextInt(all.size()));
                        if (ring.outbox().load(part).isPresent() && confirmed.remove(part)) {
                            ring.outbox()
                                    .unconfirmed(
                                            part.epoch(), part.stream(), List.of(new SeqRange(part.seq(), part.seq())));
                        }
                    }
                }
                case 8, 9 -> answers();
                case 10 -> history.pass(DAY / 3);
                default -> {
                    kill();
                    open.removeIf(minute -> ring.outbox().load(minute).isEmpty());
                }
            }
            expect(lines, confirmed, hourOf);
        }
        assertThat(account().coarse().lines()).as("not for nothing").isPositive();
    }

    private void confirmSome(Random random, List<BatchKey> keys, Set<BatchKey> confirmed) {
        if (!keys.isEmpty()) {
            BatchKey key = keys.get(random.nextInt(keys.size()));
            if (ring.outbox().load(key).isPresent()) {
                confirm(key);
                confirmed.add(key);
            }
        }
    }

    private void expect(Map<BatchKey, Integer> lines, Set<BatchKey> confirmed, Map<BatchKey, List<BatchKey>> hourOf) {
        Set<BatchKey> waiting = ring.outbox().pending(Stream.MINUTES, 0, Integer.MAX_VALUE).stream()
                .map(Outbox.Entry::key)
                .collect(Collectors.toSet());
        long coarse = 0;
        long dropped = 0;
        for (var minute : lines.entrySet()) {
            BatchKey key = minute.getKey();
            if (!confirmed.contains(key) && !waiting.contains(key)) {
                List<BatchKey> hour = hourOf.getOrDefault(key, List.of());
                boolean atHub = !hour.isEmpty() && confirmed.containsAll(hour);
                coarse += atHub ? minute.getValue() : 0;
                dropped += atHub ? 0 : minute.getValue();
            }
        }
        assertThat(account().coarse().lines()).isEqualTo(coarse);
        assertThat(dropped()).isEqualTo(dropped);
        balances();
    }

    /** Closes a minute with this many lines. */
    private BatchKey minute(int lines) {
        for (int i = 0; i < lines; i++) {
            history.addLine(ring);
        }
        return stored(history.closeWindow(ring, LARGE + 4_000, List.of()), Stream.MINUTES)
                .getFirst();
    }

    private List<BatchKey> hour(int parts, List<BatchKey> minutes) {
        var drafts = new ArrayList<BatchDraft>();
        for (int i = 0; i < parts; i++) {
            drafts.add(history.draft(Stream.SUMMARIES, RecordCounts.NONE, 500, List.of()));
        }
        return stored(ring.storeOutline(drafts, List.copyOf(minutes)), Stream.SUMMARIES);
    }

    private static List<BatchKey> stored(Closing closing, Stream stream) {
        return ((Closing.Stored) closing)
                .batches().stream()
                        .map(Outbox.Entry::key)
                        .filter(key -> key.stream() == stream)
                        .toList();
    }

    /** Fills the ring with what gives way after minutes and hours, until no minute is left. */
    private void fill() {
        while (!ring.outbox().pending(Stream.MINUTES, 0, 1).isEmpty()) {
            answers();
        }
    }

    private void answers() {
        ring.store(List.of(history.draft(Stream.RESULTS, RecordCounts.NONE, LARGE, List.of())));
    }

    private void confirm(BatchKey key) {
        ring.outbox().confirmed(key.epoch(), key.stream(), List.of(new SeqRange(key.seq(), key.seq())));
    }

    /** The files as they lie there, in another folder: the process that had them open is no more. */
    private void kill() throws IOException {
        Path next = Files.createDirectory(folder.resolve("start-" + ++killed)).resolve("ring.db");
        Files.copy(file, next);
        Path wal = file.resolveSibling("ring.db-wal");
        if (Files.exists(wal)) {
            Files.copy(wal, next.resolveSibling("ring.db-wal"));
        }
        ring.close();
        file = next;
        ring = history.open(file, RingSettings.MIN_BYTES);
    }

    private long dropped() {
        return account().droppedInAll().lines();
    }

    private Account account() {
        return ring.account().orElseThrow();
    }

    private void balances() {
        assertThat(account().balances()).as("%s", account()).isTrue();
    }

    private void change(String sql) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = database.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private long rows(String sql) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = database.createStatement();
                var result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }
}
