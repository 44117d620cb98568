package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.platform.sqlite.Sql;
import skerry.platform.sqlite.SqliteFailure;

/**
 * Takes what is readable of a damaged file into a new one. Row numbers are copied in ranges, and a range that cannot be
 * read is halved until only the unreadable rows are left out. What must not be lost comes first, raw history last and
 * newest first, so that a new file with less room still holds what counts.
 *
 * <p>The statements are put together here and nowhere else: each is the same for every table.
 */
final class Salvage {
    /** Rows of one statement while all goes well. */
    private static final long RANGE = 64;
    /**
     * Ranges without a readable row after which the next are tried as a whole only, until one can be read: where a file
     * is cut off, halving each down to its rows would keep the agent from starting for long.
     */
    private static final int BARREN = 16;
    /** Bounds the time that a table without any readable page can take. */
    private static final int MAX_FAILURES = 50_000;

    private final Connection connection;
    private int failures;

    private record Table(String name, String columns, boolean newestFirst) {}

    private static final List<Table> TABLES = List.of(
            new Table(
                    "state",
                    "id, starts, window_upto, events_upto, open_samples, open_lines, open_events, window_day,"
                            + " events_day, hub_boot, hub_lsn, gap_revision, crc",
                    false),
            new Table("boot", "id, boot_id, crc", false),
            new Table("epoch", "id, epoch, boot, made, crc", false),
            new Table("head", "id, start, stream, seq, crc", false),
            new Table("ledger", "id, day, stream, line, samples, lines, events, crc", false),
            new Table(
                    "gap",
                    "id, epoch, stream, from_seq, to_seq, batches, samples, lines, events, wall_first, wall_last,"
                            + " cause, crc",
                    false),
            new Table(
                    "outline",
                    "id, start, from_seq, to_seq, day, own_start, own_from, own_to, waiting, samples, lines, crc",
                    false),
            new Table("left_site", "id, messages, bytes, items, repeats, repeat_bytes, example, policy, crc", false),
            new Table("left_open", "id, bytes, crc", false),
            new Table("alert", "id, key, state, crc", false),
            new Table("own_time", "id, boot, mono, millis, told, crc", false),
            new Table("usage", "id, amount, crc", false),
            new Table("checkpoint", "id, source, state, crc", false),
            new Table("subject", "id, kind, name, labels, hash, seen, crc", false),
            new Table("pattern", "id, pattern, grown, source, template, crc", false),
            new Table(
                    "known_pattern",
                    "id, pattern, values_low, values_high, lines, minutes, last_minute, mean, deviation, peak, crc",
                    false),
            new Table("pin", "id, reason, block_from, block_to, made, crc", false),
            new Table("dictionary_set", "id, hashes, crc", false),
            new Table("blackbox", "id, key, about, body, crc", true),
            new Table("dictionary", "id, hash, body, crc", false),
            new Table(
                    "batch",
                    "id, start, stream, seq, state, reason, road, day, samples, lines, events, wall_first, wall_last,"
                            + " bytes, refs, crc",
                    true),
            new Table("batch_body", "id, body, crc", true),
            new Table(
                    "block",
                    "id, class, part_from, boot, mono_first, mono_last, wall_first, wall_last, clock, clock_error,"
                            + " samples, site_only, lines, events, raw_bytes, body_bytes, pinned, sealing, crc",
                    true),
            new Table("block_body", "id, body, crc", true));

    /** @param connection of the new file, with the damaged one attached as {@code old} */
    private Salvage(Connection connection) {
        this.connection = connection;
    }

    /** Copies all tables; stops early when the new file is full. */
    static void copy(Connection connection) throws SQLException {
        var salvage = new Salvage(connection);
        try {
            for (Table table : TABLES) {
                salvage.copy(table);
            }
        } catch (SQLException e) {
            if (SqliteFailure.of(e) != SqliteFailure.FULL) {
                throw e;
            }
        }
    }

    private void copy(Table table) throws SQLException {
        failures = 0;
        if (isMissing(table)) {
            return;
        }
        Optional<Long> first = edge(table, "ASC");
        Optional<Long> last = edge(table, "DESC");
        // Without a readable edge, the numbers of the rows at the other one say about where it must be.
        long from = first.orElse(Math.max(0, last.orElse(RANGE * RANGE) - RANGE * RANGE * RANGE));
        long to = last.orElse(from + RANGE * RANGE * RANGE);
        long ranges = (to - from) / RANGE + 1;
        int barren = 0;
        for (long i = 0; i < ranges && failures < MAX_FAILURES; i++) {
            boolean found = copyRange(table, from, to, i, barren < BARREN);
            if (found && barren >= BARREN) {
                copyRange(table, from, to, i - 1, true);
            }
            barren = found ? 0 : barren + 1;
        }
    }

    /** Copies the range with a number, counted in the order in which the table is gone through. */
    private boolean copyRange(Table table, long from, long to, long number, boolean halving) throws SQLException {
        long low = table.newestFirst ? to - (number + 1) * RANGE + 1 : from + number * RANGE;
        return copyRange(table, Math.max(from, low), Math.min(to, low + RANGE - 1), halving);
    }

    /** @return whether any part of the range could be read */
    private boolean copyRange(Table table, long from, long to, boolean halving) throws SQLException {
        String sql = "INSERT OR IGNORE INTO main." + table.name + " (" + table.columns + ") SELECT " + table.columns
                + " FROM old." + table.name + " WHERE id BETWEEN ? AND ?";
        try {
            Sql.update(connection, sql, from, to); // One statement is a transaction of its own.
            return true;
        } catch (SQLException e) {
            if (SqliteFailure.of(e) == SqliteFailure.FULL || SqliteFailure.of(e) == SqliteFailure.READ_ONLY) {
                throw e;
            }
            failures++;
            if (from == to || !halving || failures >= MAX_FAILURES) {
                return false;
            }
            long middle = from + (to - from) / 2;
            boolean lower = copyRange(table, from, middle, true);
            return copyRange(table, middle + 1, to, true) || lower;
        }
    }

    /** Whether the old file is of a release that did not have this table. */
    private boolean isMissing(Table table) {
        try {
            return Sql.number(connection, "SELECT count(*) FROM old.sqlite_schema WHERE name = ?", table.name) == 0;
        } catch (SQLException e) {
            return false;
        }
    }

    private Optional<Long> edge(Table table, String direction) {
        String sql = "SELECT id FROM old." + table.name + " ORDER BY id " + direction + " LIMIT 1";
        try {
            return Optional.of(Sql.first(connection, sql, row -> row.getLong(1)).orElse(0L));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }
}
