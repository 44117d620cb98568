package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.BatchKey;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.Ack;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.LossCause;

/** Every record is in one place, on each day and stream. */
class RingAccountTest {
    private static final long MAX_BYTES = 8L << 20;
    private static final long DAY = 86_400_000;

    @TempDir
    private Path folder;

    private final RingHistory history = new RingHistory(11);
    private Path file;
    private Ring ring;

    @BeforeEach
    void open() {
        file = folder.resolve("ring.db");
        ring = history.open(file, MAX_BYTES);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void whatBecameOfRecordsIsToldByTheDayThatTheyWereBookedOn() {
        long first = Ledger.day(history.now());
        lines(3);
        history.addEvent(ring);
        history.closeWindow(ring, 100, List.of());
        lines(2);
        history.closeWindow(ring, 100, List.of());
        history.pass(DAY);
        lines(4);
        history.closeWindow(ring, 100, List.of());
        lines(5);
        ring.commit();
        List<Outbox.Entry> minutes = ring.outbox().pending(Stream.MINUTES, 0, 10);
        confirm(minutes.get(0).key());
        ring.outbox().refused(minutes.get(1).key(), Ack.Reason.SCHEMA);
        ring.lost(lines(0, 7), LossCause.SOURCE_GONE, history.now(), history.now());
        ring.commit();

        Account account = account();
        assertThat(account.days())
                .extracting(DayAccount::epochDay, DayAccount::stream)
                .containsExactly(
                        tuple(first, Stream.EVENTS), tuple(first, Stream.MINUTES), tuple(first + 1, Stream.MINUTES));
        DayAccount early = account.days().get(1);
        assertThat(early.collected().lines()).isEqualTo(5);
        assertThat(early.delivered().lines()).isEqualTo(3);
        assertThat(early.refused().lines()).isEqualTo(2);
        DayAccount late = account.days().get(2);
        assertThat(late.collected().lines()).isEqualTo(16);
        assertThat(late.held().lines()).as("a batch and the open window").isEqualTo(9);
        assertThat(late.dropped()).containsEntry(LossCause.SOURCE_GONE, lines(0, 7));
        assertThat(account.balances()).isTrue();
    }

    @Test
    void whatTheHubRefusesCountsAsRefusedUntilItTakesItAfterAll() {
        lines(3);
        history.closeWindow(ring, 100, List.of());
        BatchKey key = ring.outbox().pending(Stream.MINUTES, 0, 1).getFirst().key();
        confirm(key);

        ring.outbox().refused(key, Ack.Reason.POLICY);
        confirm(key);
        assertThat(account().refused().lines()).isEqualTo(3);
        assertThat(account().delivered()).isEqualTo(RecordCounts.NONE);
        assertThat(account().balances()).isTrue();

        ring.outbox().admitted(key.epoch(), key.stream(), List.of(new SeqRange(key.seq(), key.seq())));
        assertThat(account().refused()).isEqualTo(RecordCounts.NONE);
        assertThat(account().delivered().lines()).isEqualTo(3);
        assertThat(account().balances()).isTrue();
    }

    @Test
    void whatLeftByARoadWithoutReceiptsIsNeitherHeldNorDroppedUntilItIsConfirmed() {
        lines(3);
        history.closeWindow(ring, 100, List.of());
        BatchKey key = ring.outbox().pending(Stream.MINUTES, 0, 1).getFirst().key();

        ring.outbox().sentOneWay(key.epoch(), key.stream(), List.of(new SeqRange(key.seq(), key.seq())));
        assertThat(account().sentUnconfirmed().lines()).isEqualTo(3);
        assertThat(account().held()).isEqualTo(RecordCounts.NONE);
        assertThat(account().balances()).isTrue();

        confirm(key);
        assertThat(account().sentUnconfirmed()).isEqualTo(RecordCounts.NONE);
        assertThat(account().delivered().lines()).isEqualTo(3);
        assertThat(account().balances()).isTrue();
    }

    @Test
    void whatWasSentOneWayAndGaveWayStillCountsAsSent() {
        lines(3);
        history.closeWindow(ring, 100, List.of());
        BatchKey key = ring.outbox().pending(Stream.MINUTES, 0, 1).getFirst().key();
        ring.outbox().sentOneWay(key.epoch(), key.stream(), List.of(new SeqRange(key.seq(), key.seq())));
        while (ring.outbox().load(key).isPresent()) {
            lines(1);
            history.closeWindow(ring, 60_000, List.of());
        }

        assertThat(account().sentUnconfirmed().lines()).isEqualTo(3);
        assertThat(account().dropped()).doesNotContainKey(LossCause.SENT_UNCONFIRMED);
        assertThat(account().balances()).isTrue();
    }

    @Test
    void aDayThatIsNotToldApartAnyMoreTakesItsBatchesAlong() {
        lines(3);
        history.closeWindow(ring, 100, List.of());
        BatchKey key = ring.outbox().pending(Stream.MINUTES, 0, 1).getFirst().key();
        for (int day = 0; day < 401; day++) {
            history.pass(DAY);
            lines(1);
            ring.commit();
            history.closeWindow(ring, 10, List.of());
        }
        assertThat(account().days().getFirst().epochDay()).isEqualTo(DayAccount.EARLIER);
        assertThat(account().days().getFirst().held().lines()).isGreaterThanOrEqualTo(3);
        assertThat(account().balances()).isTrue();

        confirm(key);
        assertThat(account().balances()).isTrue();
        ring.outbox().unconfirmed(key.epoch(), key.stream(), List.of(new SeqRange(key.seq(), key.seq())));

        assertThat(account().delivered()).isEqualTo(RecordCounts.NONE);
        assertThat(account().balances()).isTrue();
    }

    @Test
    void theHubIsToldOfAMonthAndOfAllBeforeItTogether() {
        for (int day = 0; day < 40; day++) {
            history.pass(DAY);
            lines(1);
            history.addEvent(ring);
            history.closeWindow(ring, 10, List.of());
        }

        List<DayAccount> told = ring.gaps().days();
        assertThat(told).hasSize(64);
        assertThat(told.subList(0, 2)).extracting(DayAccount::epochDay).containsOnly(DayAccount.EARLIER);
        assertThat(told.stream().map(DayAccount::collected).reduce(RecordCounts.NONE, RecordCounts::plus))
                .isEqualTo(account().collected());
    }

    @Test
    void aDamagedLedgerIsSettledDayByDayWithoutALossThatNobodyHad() throws Exception {
        lines(30);
        history.closeWindow(ring, 100, List.of());
        history.pass(DAY);
        lines(20);
        history.closeWindow(ring, 100, List.of());
        ring.outbox().pending(Stream.MINUTES, 0, 10).forEach(entry -> confirm(entry.key()));
        long second = Ledger.day(history.now());
        ring.close();
        change("DELETE FROM ledger WHERE line = " + LedgerTable.DELIVERED + " AND day < " + second);
        change("DELETE FROM ledger WHERE line = " + LedgerTable.COLLECTED + " AND day = " + second);
        try (RingReader reader = RingReader.open(file)) {
            assertThat(reader.account().balances()).isFalse();
        }

        ring = history.open(file, MAX_BYTES);

        assertThat(account().balances()).as("%s", account()).isTrue();
        assertThat(account().droppedInAll().lines())
                .as("only what is missing in all is lost")
                .isEqualTo(10);
    }

    @Test
    void aRowThatIsDamagedWhileTheAgentRunsShowsAndBreaksNothing() throws Exception {
        lines(3);
        history.closeWindow(ring, 100, List.of());
        change("UPDATE batch SET day = 1000000000000, stream = 115 WHERE stream = 109");

        assertThat(account().balances()).isFalse();
        assertThat(ring.gaps().days()).isNotEmpty();
    }

    @Test
    void aClockThatIsFarAheadBooksOnTheLastDayThereIs() {
        history.pass(1L << 58);
        lines(1);
        ring.commit();

        assertThat(account().days()).extracting(DayAccount::epochDay).containsExactly(DayAccount.LAST_DAY);
        assertThat(account().balances()).isTrue();
    }

    private void confirm(BatchKey key) {
        ring.outbox().confirmed(key.epoch(), key.stream(), List.of(new SeqRange(key.seq(), key.seq())));
    }

    private void lines(int count) {
        for (int i = 0; i < count; i++) {
            history.addLine(ring);
        }
    }

    private static RecordCounts lines(long samples, long lines) {
        return new RecordCounts(samples, lines, 0);
    }

    private Account account() {
        return ring.account().orElseThrow();
    }

    private void change(String sql) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = database.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }
}
