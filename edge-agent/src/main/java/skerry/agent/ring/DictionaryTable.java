package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import skerry.platform.sqlite.Sql;
import skerry.protocol.Bytes;

/**
 * Tables {@code dictionary} and {@code dictionary_set}: chunks by their hash, and the lists of chunks that batches name.
 * Batches share a list for as long as it does not change, so naming chunks costs a batch one number.
 */
final class DictionaryTable {
    /** Bytes of a content hash. */
    static final int HASH = 16;

    private static final String FIND = "SELECT body, crc FROM dictionary WHERE hash = ?";
    private static final String INSERT = "INSERT INTO dictionary (hash, body, crc) VALUES (?, ?, ?)";
    private static final String HASHES = "SELECT hash FROM dictionary ORDER BY id";
    private static final String DELETE = "DELETE FROM dictionary WHERE hash = ?";
    private static final String FIND_SET = "SELECT id FROM dictionary_set WHERE hashes = ?";
    private static final String INSERT_SET = "INSERT INTO dictionary_set (hashes, crc) VALUES (?, ?)";
    private static final String SETS = "SELECT id, hashes, crc FROM dictionary_set ORDER BY id";
    private static final String DELETE_SET = "DELETE FROM dictionary_set WHERE id = ?";
    private static final String UNUSED_SETS = """
            SELECT id
              FROM dictionary_set
             WHERE id NOT IN (SELECT refs FROM batch)
            """;

    private final Connection db;

    /** A list of chunks. */
    record Refs(long id, List<Bytes> hashes, boolean intact) {}

    DictionaryTable(Connection db) {
        this.db = db;
    }

    /** Stores a chunk unless it is there. */
    void put(Bytes hash, byte[] body) throws SQLException {
        if (!has(hash)) {
            Sql.update(db, DELETE, hash.toArray());
            Sql.update(db, INSERT, hash.toArray(), body, crc(hash, body));
        }
    }

    boolean has(Bytes hash) throws SQLException {
        return find(hash).isPresent();
    }

    /** The bytes of a chunk; empty if it is unknown or damaged. */
    Optional<byte[]> find(Bytes hash) throws SQLException {
        return Sql.first(
                        db,
                        FIND,
                        row -> {
                            byte[] body = row.getBytes(1);
                            return row.getLong(2) == crc(hash, body) ? Optional.of(body) : Optional.<byte[]>empty();
                        },
                        (Object) hash.toArray())
                .flatMap(found -> found);
    }

    /** The number of a list of chunks, given now if it is new; 0 for the empty list. */
    long setOf(List<Bytes> hashes) throws SQLException {
        if (hashes.isEmpty()) {
            return 0;
        }
        var joined = new ByteColumn(hashes.size() * HASH);
        hashes.forEach(hash -> joined.bytes(hash.toArray()));
        byte[] bytes = joined.toArray();
        long id = Sql.number(db, FIND_SET, (Object) bytes);
        if (id == 0) {
            Sql.update(db, INSERT_SET, bytes, setCrc(bytes));
            id = Sql.number(db, FIND_SET, (Object) bytes);
        }
        return id;
    }

    List<Refs> sets() throws SQLException {
        return Sql.all(db, SETS, row -> {
            byte[] joined = row.getBytes(2);
            var hashes = new ArrayList<Bytes>();
            for (int at = 0; at + HASH <= joined.length; at += HASH) {
                hashes.add(Bytes.of(Arrays.copyOfRange(joined, at, at + HASH)));
            }
            return new Refs(row.getLong(1), hashes, row.getLong(3) == setCrc(joined));
        });
    }

    void deleteSet(long id) throws SQLException {
        Sql.update(db, DELETE_SET, id);
    }

    /** Removes lists that no batch names, and chunks that are not in {@code kept}. */
    void removeUnused(Set<Bytes> kept) throws SQLException {
        for (long set : Sql.all(db, UNUSED_SETS, row -> row.getLong(1))) {
            deleteSet(set);
        }
        for (Bytes hash : hashes()) {
            if (!kept.contains(hash)) {
                Sql.update(db, DELETE, (Object) hash.toArray());
            }
        }
    }

    /** The hashes of all chunks, oldest first. */
    List<Bytes> hashes() throws SQLException {
        return Sql.all(db, HASHES, row -> Bytes.of(row.getBytes(1)));
    }

    private static long crc(Bytes hash, byte[] body) {
        return new RowCrc().add(hash.toArray()).add(body).value();
    }

    private static long setCrc(byte[] joined) {
        return new RowCrc().add(joined).value();
    }
}
