package skerry.agent.ring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.platform.sqlite.Sql;
import skerry.protocol.RecordCounts;

/** Table {@code block}: what is known of each raw block without its body. */
final class BlockTable {
    private static final String INSERT = """
            INSERT INTO block (id, class, part_from, boot, mono_first, mono_last, wall_first, wall_last,
                   clock, clock_error, samples, site_only, lines, events, raw_bytes, body_bytes, pinned, sealing, crc)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String AFTER = """
            SELECT id, class, part_from, boot, mono_first, mono_last, wall_first, wall_last,
                   clock, clock_error, samples, site_only, lines, events, raw_bytes, body_bytes, pinned, crc
              FROM block
             WHERE id > ?
             ORDER BY id
             LIMIT ?
            """;
    private static final String BEFORE = """
            SELECT id, class, part_from, boot, mono_first, mono_last, wall_first, wall_last,
                   clock, clock_error, samples, site_only, lines, events, raw_bytes, body_bytes, pinned, crc
              FROM block
             WHERE id < ?
             ORDER BY id DESC
             LIMIT ?
            """;
    private static final String OLDEST_COVERED = """
            SELECT id, class, part_from, boot, mono_first, mono_last, wall_first, wall_last,
                   clock, clock_error, samples, site_only, lines, events, raw_bytes, body_bytes, pinned, crc
              FROM block
             WHERE pinned <= ?
               AND ((class <> 3 AND id <= ?) OR (class = 3 AND id <= ?))
             ORDER BY id
             LIMIT 1
            """;
    private static final String OLDEST = """
            SELECT id, class, part_from, boot, mono_first, mono_last, wall_first, wall_last,
                   clock, clock_error, samples, site_only, lines, events, raw_bytes, body_bytes, pinned, crc
              FROM block
             ORDER BY id
             LIMIT 1
            """;
    private static final String SUMS = """
            SELECT count(*), coalesce(sum(body_bytes), 0), coalesce(min(id), 0)
              FROM block
            """;
    private static final String WALL_SPAN =
            "SELECT coalesce(min(wall_first), 0), coalesce(max(wall_last), 0) FROM block";
    private static final String UNCOVERED = """
            SELECT coalesce(sum(CASE WHEN class <> 3 AND id > ? THEN samples ELSE 0 END), 0),
                   coalesce(sum(CASE WHEN class <> 3 AND id > ? THEN lines ELSE 0 END), 0),
                   coalesce(sum(CASE WHEN class = 3 AND id > ? THEN events ELSE 0 END), 0)
              FROM block
             WHERE id > ?
            """;
    private static final String BODY_BYTES = "SELECT body_bytes FROM block WHERE id = ?";
    private static final String LAST = "SELECT max(id) FROM block";
    private static final String FIRST = "SELECT min(id) FROM block";
    private static final String DELETE = "DELETE FROM block WHERE id = ?";

    private static final String KEYS = "SELECT sealing, count(*) FROM block GROUP BY sealing";

    private final Connection db;
    private final int sealing;

    /** One row. {@code intact} says whether its checksum holds. */
    record Row(Block block, boolean intact) {}

    /** For one who only reads. */
    BlockTable(Connection db) {
        this(db, 0);
    }

    /** @param sealing key that bodies are encrypted with; 0 for none */
    BlockTable(Connection db, int sealing) {
        this.db = db;
        this.sealing = sealing;
    }

    /** How many blocks are sealed under a key that is not here, and how many under none. */
    SealedBlocks sealed(RingKeys keys) throws SQLException {
        long[] counts = {0, 0, 0};
        Sql.each(db, KEYS, row -> {
            int key = row.getInt(1);
            counts[key == 0 ? 1 : keys.has(key) ? 2 : 0] += row.getLong(2);
            return true;
        });
        return new SealedBlocks(counts[0], counts[1], counts[2]);
    }

    void insert(Block block) throws SQLException {
        Sql.update(
                db,
                INSERT,
                block.id(),
                block.classCode(),
                block.partFrom(),
                block.boot(),
                block.monoFirst(),
                block.monoLast(),
                block.wallFirst(),
                block.wallLast(),
                block.clockQuality(),
                block.clockErrorMillis(),
                block.records().samples(),
                block.siteOnly(),
                block.records().lines(),
                block.records().events(),
                block.rawBytes(),
                block.bodyBytes(),
                block.pinned(),
                sealing,
                crc(block));
    }

    /** Blocks with a higher id, oldest first. */
    List<Row> after(long id, int limit) throws SQLException {
        return Sql.all(db, AFTER, BlockTable::read, id, limit);
    }

    /** Blocks with a lower id, newest first. */
    List<Row> before(long id, int limit) throws SQLException {
        return Sql.all(db, BEFORE, BlockTable::read, id, limit);
    }

    /** The oldest block that batches cover and that at most {@code pins} pins hold. */
    Optional<Row> oldestCovered(StateRow state, long pins) throws SQLException {
        return Sql.first(db, OLDEST_COVERED, BlockTable::read, pins, state.windowUpto(), state.eventsUpto());
    }

    Optional<Row> oldest() throws SQLException {
        return Sql.first(db, OLDEST, BlockTable::read);
    }

    /** Records in blocks that no batch covers yet. */
    RecordCounts uncovered(StateRow state) throws SQLException {
        long window = state.windowUpto();
        long events = state.eventsUpto();
        return Sql.first(db, UNCOVERED, row -> Counts.read(row, 1), window, window, events, Math.min(window, events))
                .orElse(RecordCounts.NONE);
    }

    /** How many blocks there are, the bytes of their bodies, and the lowest id. */
    long[] sums() throws SQLException {
        return Sql.first(db, SUMS, row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)})
                .orElse(new long[3]);
    }

    /** Of one block; empty if it is gone. */
    OptionalLong bodyBytes(long id) throws SQLException {
        return Sql.first(db, BODY_BYTES, row -> OptionalLong.of(row.getLong(1)), id)
                .orElse(OptionalLong.empty());
    }

    /** Wall times of the oldest and the newest record; zeros without blocks. */
    long[] wallSpan() throws SQLException {
        return Sql.first(db, WALL_SPAN, row -> new long[] {row.getLong(1), row.getLong(2)})
                .orElse(new long[2]);
    }

    /** The highest id, 0 without blocks. */
    long last() throws SQLException {
        return Sql.number(db, LAST);
    }

    long first() throws SQLException {
        return Sql.number(db, FIRST);
    }

    void delete(long id) throws SQLException {
        Sql.update(db, DELETE, id);
    }

    private static Row read(ResultSet row) throws SQLException {
        var block = new Block(
                row.getLong(1),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getInt(9),
                row.getLong(10),
                new RecordCounts(
                        Math.max(0, row.getLong(11)), Math.max(0, row.getLong(13)), Math.max(0, row.getLong(14))),
                row.getLong(12),
                row.getLong(15),
                row.getLong(16),
                row.getLong(17));
        return new Row(block, row.getLong(18) == crc(block));
    }

    /** Over all columns but {@code pinned}, which changes. */
    private static long crc(Block block) {
        return RowCrc.of(
                block.id(),
                block.classCode(),
                block.partFrom(),
                block.boot(),
                block.monoFirst(),
                block.monoLast(),
                block.wallFirst(),
                block.wallLast(),
                block.clockQuality(),
                block.clockErrorMillis(),
                block.records().samples(),
                block.siteOnly(),
                block.records().lines(),
                block.records().events(),
                block.rawBytes(),
                block.bodyBytes());
    }
}
