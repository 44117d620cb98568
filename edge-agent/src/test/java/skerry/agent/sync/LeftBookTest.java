package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.left.LeftKind;
import skerry.agent.left.LeftRoad;
import skerry.agent.left.LeftRow;
import skerry.agent.ring.LeftAccount;
import skerry.agent.ring.Outbox;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.RingSettings;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/** The ledger of what left says what is in the bytes that go, and never less than has left. */
class LeftBookTest {
    private static final long BEGIN = Instant.parse("2026-11-01T08:00:00Z").toEpochMilli();
    private static final long DAY = 86_400_000;
    private static final AgentIdentity AGENT = AgentIdentity.generate(new SecureRandom());

    @TempDir
    private Path folder;

    private long millis;
    private Ring ring;
    private BatchSealer sealer;

    @BeforeEach
    void open() {
        ring = open(folder.resolve("ring.db"));
        sealer = new BatchSealer(
                AGENT.signingKey(),
                () -> "rules-3",
                hash -> ring.outbox().chunk(hash).isPresent(),
                ring::putDictionary);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void whatIsInABatchIsToldByKindAndItsBytesAreAllGivenToOne() {
        store();
        long bytes = sendAll(LeftRoad.LINK);

        Map<LeftKind, LeftRow> rows = byKind(ring.left().account());

        assertThat(rows.values().stream().mapToLong(LeftRow::bytes).sum()).isEqualTo(bytes);
        assertThat(rows.values().stream().mapToLong(LeftRow::messages).sum())
                .as("a dictionary, a minute, events and a gap table")
                .isEqualTo(4);
        assertThat(rows.keySet())
                .containsExactlyInAnyOrder(
                        LeftKind.SERIES,
                        LeftKind.PATTERNS,
                        LeftKind.EXAMPLES,
                        LeftKind.NAMES,
                        LeftKind.TEMPLATES,
                        LeftKind.EVENTS,
                        LeftKind.ACCOUNT);
        assertThat(row(rows, LeftKind.SERIES).items()).isEqualTo(2);
        assertThat(row(rows, LeftKind.SERIES).example()).contains("disk", "= 8.0");
        assertThat(row(rows, LeftKind.SERIES).policy()).isEqualTo("rules-3");
        assertThat(row(rows, LeftKind.NAMES).items()).isEqualTo(2);
        assertThat(row(rows, LeftKind.TEMPLATES).example()).isEqualTo("user <*> came");
        assertThat(row(rows, LeftKind.PATTERNS).example()).isEqualTo("pattern b: 5 lines");
        assertThat(row(rows, LeftKind.EXAMPLES).example()).isEqualTo("user [user] came");
        assertThat(row(rows, LeftKind.EXAMPLES).items()).isEqualTo(1);
        assertThat(row(rows, LeftKind.EVENTS).example()).isEqualTo("agent.test: a pump began");
    }

    @Test
    void aResendIsBytesAndNoNewItemsAlsoAfterAnotherStart() {
        store();
        long bytes = sendAll(LeftRoad.LINK);
        sendAll(LeftRoad.LINK);
        ring.close();
        ring = open(folder.resolve("ring.db"));
        sendAll(LeftRoad.LINK);

        Map<LeftKind, LeftRow> rows = byKind(ring.left().account());

        assertThat(row(rows, LeftKind.SERIES).items()).isEqualTo(2);
        assertThat(row(rows, LeftKind.SERIES).messages()).isEqualTo(1);
        assertThat(row(rows, LeftKind.SERIES).repeats()).isEqualTo(2);
        assertThat(rows.values().stream().mapToLong(LeftRow::repeatBytes).sum()).isEqualTo(2 * bytes);
    }

    @Test
    void whatTheHubAsksForOnceMoreIsARepeat() {
        store();
        sendAll(LeftRoad.LINK);
        BatchKey minute = key(Stream.MINUTES);
        var range = List.of(new SeqRange(minute.seq(), minute.seq()));
        ring.outbox().confirmed(minute.epoch(), minute.stream(), range);
        ring.commit();
        ring.outbox().unconfirmed(minute.epoch(), minute.stream(), range);

        send(LeftRoad.LINK, minute);

        LeftRow series = row(byKind(ring.left().account()), LeftKind.SERIES);
        assertThat(series.messages()).isEqualTo(1);
        assertThat(series.repeats()).isEqualTo(1);
    }

    @Test
    void anotherRoadIsAnotherFirstTime() {
        store();
        sendAll(LeftRoad.LINK);
        send(LeftRoad.STICK, key(Stream.MINUTES));

        assertThat(ring.left().account().rows())
                .filteredOn(row -> row.road() == LeftRoad.STICK && row.kind() == LeftKind.SERIES)
                .singleElement()
                .satisfies(row -> assertThat(row.items()).isEqualTo(2))
                .satisfies(row -> assertThat(row.repeats()).isZero());
    }

    /** What a kill leaves is the file as it lies there: a copy of it is opened. */
    @Test
    void killedAtAnyMomentTheLedgerSaysAtLeastWhatHasLeft() throws Exception {
        store();
        long left = 0;
        for (int i = 0; i < 300; i++) {
            ring.left().message(LeftRoad.LINK, LeftKind.SESSION, 997, "hello");
            left += 997;
            if (i % 50 == 17) {
                ring.commit();
            }
            if (i % 37 == 0) {
                assertThat(afterAKill("kill-" + i)).isBetween(left, left + (1 << 20));
            }
        }
    }

    @Test
    void anEndInGoodOrderLeavesNothingUncertain() {
        store();
        sendAll(LeftRoad.LINK);
        ring.close();
        ring = open(folder.resolve("ring.db"));
        ring.commit();

        assertThat(ring.left().account().open()).isZero();
        assertThat(byKind(ring.left().account())).doesNotContainKey(LeftKind.UNCERTAIN);
    }

    @Test
    void aNodeWithoutALinkForTenMinutesAllowsNothingAhead() {
        ring.left().message(LeftRoad.LINK, LeftKind.SESSION, 10, "hello");
        assertThat(ring.left().account().open()).isPositive();

        store(); // durable
        millis += 700_000;
        store();

        assertThat(ring.left().account().open()).isZero();
    }

    @Test
    void oldDaysBecomeMonthsAndNothingOfThemIsLost() {
        ring.clock(ClockQuality.NTP, 1);
        for (int day = 0; day < 450; day++) {
            ring.left().message(LeftRoad.LINK, LeftKind.SESSION, 100, "hello " + day);
            ring.commit();
            millis += DAY;
        }
        store();

        LeftAccount account = ring.left().account();
        assertThat(account.rows().stream().mapToLong(LeftRow::bytes).sum()).isEqualTo(45_000);
        assertThat(account.rows()).filteredOn(row -> !row.month()).hasSize(400);
        LeftRow first = account.rows().getFirst();
        assertThat(first.month()).isTrue();
        assertThat(LocalDate.ofEpochDay(first.day())).isEqualTo("2026-11-01");
        assertThat(first.messages()).isEqualTo(30);
        assertThat(first.example()).isEqualTo("hello 0");
    }

    @Test
    void aClockThatNobodyTrustsMakesNoMonths() {
        ring.left().message(LeftRoad.LINK, LeftKind.SESSION, 100, "hello");
        store();
        millis += 3_000 * DAY;
        ring.left().message(LeftRoad.LINK, LeftKind.SESSION, 100, "hello");
        store();

        assertThat(ring.left().account().rows()).hasSize(2).noneMatch(LeftRow::month);
    }

    @Test
    void anEntryThatIsDamagedIsSaidAndNotBelieved() throws Exception {
        store();
        sendAll(LeftRoad.LINK);
        ring.close();
        sql("UPDATE left_site SET bytes = 1 WHERE id = (SELECT min(id) FROM left_site)");

        try (RingReader reader = RingReader.open(folder.resolve("ring.db"))) {
            assertThat(reader.left().damaged()).isEqualTo(1);
        }
        ring = open(folder.resolve("ring.db"));
        assertThat(ring.left().account().damaged()).isEqualTo(1);
    }

    @Test
    void aDamagedRingKeepsItsLedger() throws Exception {
        store();
        sendAll(LeftRoad.LINK);
        List<LeftRow> before = ring.left().account().rows();
        ring.close();
        sql("UPDATE epoch SET made = made + 1"); // A row that no checksum fits: the file is replaced.

        ring = open(folder.resolve("ring.db"));

        assertThat(Files.exists(folder.resolve("ring.db.damaged-1"))).isTrue();
        assertThat(ring.left().account().rows()).isEqualTo(before);
    }

    private long afterAKill(String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name)).resolve("ring.db");
        Files.copy(folder.resolve("ring.db"), copy);
        Files.copy(folder.resolve("ring.db-wal"), copy.resolveSibling("ring.db-wal"));
        try (Ring again = open(copy)) {
            again.commit();
            return again.left().account().rows().stream()
                    .mapToLong(LeftRow::allBytes)
                    .sum();
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ring.db"));
                var work = connection.createStatement()) {
            assertThat(work.executeUpdate(statement)).isPositive();
        }
    }

    private static Map<LeftKind, LeftRow> byKind(LeftAccount account) {
        var rows = new EnumMap<LeftKind, LeftRow>(LeftKind.class);
        account.rows().forEach(row -> rows.put(row.kind(), row));
        return rows;
    }

    private void store() {
        var span = new ClockSpan(
                Bytes.of(new byte[16]), millis, millis + 60_000, BEGIN, BEGIN + 60_000, ClockQuality.NTP, 20);
        var minute = new Summary(
                new Window(BEGIN, 60_000),
                List.of(gauge("mem", 7), gauge("disk", 8)),
                List.of(),
                List.of(new PatternSummary(11, Map.of(Severity.INFO, 5L), "user [user] came", "")));
        var drafts = new ArrayList<>(sealer.summary(
                        Kind.MINUTE,
                        minute,
                        List.of(new PatternTemplate(11, "user <*> came", 0)),
                        RecordCounts.NONE,
                        span)
                .drafts());
        drafts.addAll(sealer.events(
                List.of(new Event("agent.test", Severity.INFO, BEGIN, 0, "a pump began", Map.of())), span));
        drafts.add(sealer.gaps(new GapTable(List.of()), span));
        ring.closeWindow(drafts);
    }

    private static GaugeSummary gauge(String name, double value) {
        return new GaugeSummary(
                new Series(name, Labels.of("place", "one"), MetricType.GAUGE), 4, value, value, value, value);
    }

    private long sendAll(LeftRoad road) {
        long bytes = 0;
        for (Stream stream : Stream.values()) {
            for (Outbox.Entry entry : ring.outbox().pending(stream, 0, 10)) {
                bytes += send(road, entry.key());
            }
        }
        return bytes;
    }

    private long send(LeftRoad road, BatchKey key) {
        Optional<byte[]> bytes = ring.outbox().load(key);
        ring.left().batch(road, key, bytes.orElseThrow());
        return bytes.orElseThrow().length;
    }

    private BatchKey key(Stream stream) {
        return ring.outbox().pending(stream, 0, 1).getFirst().key();
    }

    private Ring open(Path file) {
        return Ring.open(
                RingSettings.of(file, 8L << 20),
                AGENT.uid(),
                () -> Instant.ofEpochMilli(BEGIN + millis),
                () -> millis,
                Bytes.of(new byte[16]),
                _ -> true);
    }

    private static LeftRow row(Map<LeftKind, LeftRow> rows, LeftKind kind) {
        return Objects.requireNonNull(rows.get(kind), kind::name);
    }
}
