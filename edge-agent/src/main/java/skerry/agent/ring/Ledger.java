package skerry.agent.ring;

import java.sql.SQLException;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.LossCause;

/** Books records: events on stream {@code e}, samples and lines on {@code m}; and losses on the gap table as well. */
final class Ledger {
    private final RingDatabase database;

    Ledger(RingDatabase database) {
        this.database = database;
    }

    /** The UTC day of a moment, not before 1970 and not after 9999. */
    static long day(long wallMillis) {
        return Math.clamp(Math.floorDiv(wallMillis, 86_400_000L), 0, DayAccount.LAST_DAY);
    }

    void book(long day, int line, RecordCounts records) throws SQLException {
        book(day, line, records, 1);
    }

    void takeBack(long day, int line, RecordCounts records) throws SQLException {
        book(day, line, records, -1);
    }

    /** Moves samples and lines from one line of a day to another. */
    void move(long day, int from, int to, RecordCounts records) throws SQLException {
        database.ledger.move(day, Stream.MINUTES, from, to, Counts.samplesAndLines(records));
    }

    /** Counts a loss and adds it to what the hub is told. */
    void lose(long day, Gap gap) throws SQLException {
        book(day, LedgerTable.dropped(gap.cause()), gap.records());
        announce(gap);
    }

    /** As {@link #lose}, for records that were in no batch. */
    void lose(long day, RecordCounts records, LossCause cause, long fromMillis, long toMillis) throws SQLException {
        var losses = new Losses();
        losses.add(records, cause, fromMillis, toMillis);
        for (Gap gap : losses.all()) {
            lose(day, gap);
        }
    }

    /** Adds to what the hub is told without counting records. */
    void announce(Gap gap) throws SQLException {
        database.gaps.add(gap);
        database.state(database.state().withGapChange());
    }

    private void book(long day, int line, RecordCounts records, int sign) throws SQLException {
        database.ledger.add(day, Stream.MINUTES, line, Counts.samplesAndLines(records), sign);
        database.ledger.add(day, Stream.EVENTS, line, Counts.events(records), sign);
    }
}
