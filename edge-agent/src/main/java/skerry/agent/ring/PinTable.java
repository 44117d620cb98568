package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import skerry.platform.sqlite.Sql;

/**
 * Table {@code pin}: spans of blocks that eviction spares as long as anything else can give way. The reason begins with the code
 * of the class of blocks that it is for. Which blocks are held stands in the column {@code pinned} of each, so that eviction finds
 * the others without a look here.
 */
final class PinTable {
    private static final String INSERT =
            "INSERT INTO pin (reason, block_from, block_to, made, crc) VALUES (?, ?, ?, ?, ?)";
    private static final String DELETE = "DELETE FROM pin WHERE substr(reason, 3) = ?";
    private static final String REASONS = "SELECT DISTINCT substr(reason, 3) FROM pin WHERE reason IS NOT NULL";
    private static final String REACH = "UPDATE pin SET block_to = ? WHERE block_to >= ? AND block_to < ?";
    private static final String COUNT = """
            UPDATE block
               SET pinned = (SELECT count(*) FROM pin
                              WHERE block.id BETWEEN block_from AND block_to
                                AND substr(reason, 1, 2) = block.class || ':')
             WHERE pinned > 0
                OR id BETWEEN (SELECT coalesce(min(block_from), 0) FROM pin) AND (SELECT coalesce(max(block_to), 0) FROM pin)
            """;
    private static final String WITHIN = """
            SELECT id, body_bytes, pinned FROM block
             WHERE class = ? AND wall_last >= ? AND wall_first <= ?
             ORDER BY id DESC
            """;
    private static final String HELD = "SELECT coalesce(sum(body_bytes), 0) FROM block WHERE pinned > 0";

    private final Connection db;
    private boolean any;

    private record Candidate(long id, long bytes, boolean held) {}

    PinTable(Connection db) throws SQLException {
        this.db = db;
        this.any = Sql.number(db, "SELECT count(*) FROM pin") > 0;
    }

    /**
     * Spares the blocks of a class with records between two wall times, the newest first.
     *
     * @param most bytes that all pins together may hold
     */
    Pinned pin(String reason, BlockClass wanted, long fromMillis, long toMillis, long most, long now)
            throws SQLException {
        long held = heldBytes();
        long bytes = 0;
        long first = 0;
        long last = 0;
        boolean whole = true;
        for (Candidate block : Sql.all(
                db,
                WITHIN,
                row -> new Candidate(row.getLong(1), row.getLong(2), row.getLong(3) > 0),
                wanted.code(),
                fromMillis,
                toMillis)) {
            long more = block.held ? 0 : block.bytes;
            if (held + more > most) {
                whole = false;
                break;
            }
            held += more;
            bytes += block.bytes;
            last = last == 0 ? block.id : last;
            first = block.id;
        }
        if (last > 0) {
            String text = wanted.code() + ":" + reason;
            Sql.update(db, INSERT, text, first, last, now, crc(text, first, last, now));
            any = true;
            count();
        }
        return new Pinned(bytes, whole);
    }

    void unpin(String reason) throws SQLException {
        if (any && Sql.update(db, DELETE, reason) > 0) {
            count();
            any = Sql.number(db, "SELECT count(*) FROM pin") > 0;
        }
    }

    List<String> reasons() throws SQLException {
        return any ? Sql.all(db, REASONS, row -> row.getString(1)) : List.of();
    }

    long heldBytes() throws SQLException {
        return any ? Sql.number(db, HELD) : 0;
    }

    /** A block took the place of those of its class from {@code partFrom} on: a pin of one of these holds it too. */
    void replaced(long partFrom, long id) throws SQLException {
        if (any && Sql.update(db, REACH, id, partFrom, id) > 0) {
            count();
        }
    }

    private void count() throws SQLException {
        Sql.update(db, COUNT);
    }

    private static long crc(String reason, long first, long last, long made) {
        return new RowCrc().add(reason).value() ^ RowCrc.of(first, last, made);
    }
}
