package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import skerry.platform.sqlite.Sql;

/** Tables {@code block_body} and {@code batch_body}: large bytes, apart from the small rows that are often read. */
final class BodyTable {
    private final Connection db;
    private final String insert;
    private final String find;
    private final String delete;
    private final String deleteOrphans;

    private BodyTable(Connection db, String insert, String find, String delete, String deleteOrphans) {
        this.db = db;
        this.insert = insert;
        this.find = find;
        this.delete = delete;
        this.deleteOrphans = deleteOrphans;
    }

    static BodyTable ofBlocks(Connection db) {
        return new BodyTable(
                db,
                "INSERT OR REPLACE INTO block_body (id, body, crc) VALUES (?, ?, ?)",
                "SELECT body, crc FROM block_body WHERE id = ?",
                "DELETE FROM block_body WHERE id = ?",
                "DELETE FROM block_body WHERE id NOT IN (SELECT id FROM block)");
    }

    static BodyTable ofBatches(Connection db) {
        return new BodyTable(
                db,
                "INSERT OR REPLACE INTO batch_body (id, body, crc) VALUES (?, ?, ?)",
                "SELECT body, crc FROM batch_body WHERE id = ?",
                "DELETE FROM batch_body WHERE id = ?",
                "DELETE FROM batch_body WHERE id NOT IN (SELECT id FROM batch)");
    }

    /** Stores a body; one of a row that damage took would stand in its way, and gives way. */
    void insert(long id, byte[] body) throws SQLException {
        Sql.update(db, insert, id, body, crc(id, body));
    }

    /**
     * The body, or empty if there is none.
     *
     * @throws DamagedException if it is not what was written
     */
    Optional<byte[]> find(long id) throws SQLException, DamagedException {
        Optional<Stored> stored = Sql.first(db, find, row -> new Stored(row.getBytes(1), row.getLong(2)), id);
        if (stored.isPresent() && stored.get().crc != crc(id, stored.get().body)) {
            throw new DamagedException("body " + id + " has a wrong checksum");
        }
        return stored.map(found -> found.body);
    }

    void delete(long id) throws SQLException {
        Sql.update(db, delete, id);
    }

    /** Removes bodies whose row damage took. */
    void deleteOrphans() throws SQLException {
        Sql.update(db, deleteOrphans);
    }

    private static long crc(long id, byte[] body) {
        return new RowCrc().add(id).add(body).value();
    }

    @SuppressWarnings("ArrayRecordComponent") // Lives for one statement; is never compared.
    private record Stored(byte[] body, long crc) {}
}
