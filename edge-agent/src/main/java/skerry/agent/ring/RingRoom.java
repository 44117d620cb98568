package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import skerry.platform.sqlite.Sql;

/**
 * How the bound of the ring is used, in bytes of its file.
 *
 * @param free that nothing takes yet
 * @param raw of raw detail, which gives way first
 * @param done of batches that wait for no receipt, which give way next
 * @param waiting of batches that wait for their receipt, which give way last and only as a counted loss
 */
public record RingRoom(long free, long raw, long done, long waiting) {
    private static final String RAW = "SELECT count(*), coalesce(sum(body_bytes), 0) FROM block";
    private static final String DONE = "SELECT count(*), coalesce(sum(bytes), 0) FROM batch WHERE state <> 0";
    private static final String WAITING = "SELECT count(*), coalesce(sum(bytes), 0) FROM batch WHERE state = 0";

    /** @param pages of the database at most */
    static RingRoom read(Connection db, long pages) throws SQLException {
        long free = pages - Sql.number(db, "PRAGMA page_count") + Sql.number(db, "PRAGMA freelist_count");
        return new RingRoom(
                Math.max(0, free) * Sql.number(db, "PRAGMA page_size"),
                bytes(db, RAW),
                bytes(db, DONE),
                bytes(db, WAITING));
    }

    private static long bytes(Connection db, String sql) throws SQLException {
        return Sql.first(db, sql, row -> StoredBytes.of(row.getLong(1), row.getLong(2)))
                .orElse(0L);
    }
}
