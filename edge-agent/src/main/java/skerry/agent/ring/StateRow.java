package skerry.agent.ring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import skerry.platform.sqlite.Sql;
import skerry.protocol.RecordCounts;

/**
 * The one row of table {@code state}.
 *
 * @param starts epochs given so far
 * @param windowUpto blocks of samples and lines up to this id are covered by batches
 * @param eventsUpto the same for events
 * @param open records of the open window whose raw blocks are gone, so that only the summary in memory holds them
 * @param windowDay UTC day that the open window's samples and lines are booked on, {@link #NO_DAY} while it is empty
 * @param eventsDay the same for events
 * @param gapRevision rises with every change of the gap table
 */
record StateRow(
        long starts,
        long windowUpto,
        long eventsUpto,
        RecordCounts open,
        long windowDay,
        long eventsDay,
        Outbox.HubMark hub,
        long gapRevision) {
    static final long NO_DAY = -1;
    static final StateRow NEW = new StateRow(0, 0, 0, RecordCounts.NONE, NO_DAY, NO_DAY, new Outbox.HubMark(0, 0), 0);

    private static final String SELECT = """
            SELECT starts, window_upto, events_upto, open_samples, open_lines, open_events,
                   window_day, events_day, hub_boot, hub_lsn, gap_revision, crc
              FROM state
             WHERE id = 1
            """;

    private static final String WRITE = """
            INSERT OR REPLACE INTO state (id, starts, window_upto, events_upto, open_samples, open_lines, open_events,
                   window_day, events_day, hub_boot, hub_lsn, gap_revision, crc)
            VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** The row, or empty if there is none or it is damaged. */
    static Optional<StateRow> find(Connection db) throws SQLException {
        return Sql.first(db, SELECT, row -> {
                    var state = read(row);
                    return state.crc() == row.getLong(12) ? Optional.of(state) : Optional.<StateRow>empty();
                })
                .flatMap(found -> found);
    }

    static StateRow load(Connection db) throws SQLException {
        return find(db).orElse(NEW);
    }

    void store(Connection db) throws SQLException {
        Sql.update(
                db,
                WRITE,
                starts,
                windowUpto,
                eventsUpto,
                open.samples(),
                open.lines(),
                open.events(),
                windowDay,
                eventsDay,
                hub.hubBoot(),
                hub.lsn(),
                gapRevision,
                crc());
    }

    StateRow withStarts(long count) {
        return new StateRow(count, windowUpto, eventsUpto, open, windowDay, eventsDay, hub, gapRevision);
    }

    StateRow withHub(Outbox.HubMark mark) {
        return new StateRow(starts, windowUpto, eventsUpto, open, windowDay, eventsDay, mark, gapRevision);
    }

    StateRow withOpen(RecordCounts records) {
        return new StateRow(starts, windowUpto, eventsUpto, records, windowDay, eventsDay, hub, gapRevision);
    }

    StateRow withDays(long ofWindow, long ofEvents) {
        return new StateRow(starts, windowUpto, eventsUpto, open, ofWindow, ofEvents, hub, gapRevision);
    }

    StateRow withUpto(long window, long events) {
        return new StateRow(starts, window, events, open, windowDay, eventsDay, hub, gapRevision);
    }

    StateRow withGapChange() {
        return new StateRow(starts, windowUpto, eventsUpto, open, windowDay, eventsDay, hub, gapRevision + 1);
    }

    private static StateRow read(ResultSet row) throws SQLException {
        return new StateRow(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                Counts.read(row, 4),
                row.getLong(7),
                row.getLong(8),
                new Outbox.HubMark(row.getLong(9), row.getLong(10)),
                row.getLong(11));
    }

    private long crc() {
        return RowCrc.of(
                starts,
                windowUpto,
                eventsUpto,
                open.samples(),
                open.lines(),
                open.events(),
                windowDay,
                eventsDay,
                hub.hubBoot(),
                hub.lsn(),
                gapRevision);
    }
}
