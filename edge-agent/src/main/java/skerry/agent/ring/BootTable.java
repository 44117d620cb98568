package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import skerry.platform.sqlite.Sql;
import skerry.protocol.Bytes;

/** Table {@code boot}: the kernel's boot ids by number. */
final class BootTable {
    private static final String FIND = "SELECT id FROM boot WHERE boot_id = ?";
    private static final String INSERT = "INSERT INTO boot (boot_id, crc) VALUES (?, ?)";
    private static final String ALL = "SELECT id, boot_id, crc FROM boot ORDER BY id";
    private static final String DELETE = "DELETE FROM boot WHERE id = ?";

    private final Connection db;

    record Row(long id, Bytes bootId, boolean intact) {}

    BootTable(Connection db) {
        this.db = db;
    }

    /** The number of a boot, given now if it is new. */
    long idOf(Bytes bootId) throws SQLException {
        byte[] bytes = bootId.toArray();
        long id = Sql.number(db, FIND, bytes);
        if (id == 0) {
            Sql.update(db, INSERT, bytes, crc(bytes));
            id = Sql.number(db, FIND, bytes);
        }
        return id;
    }

    /** The number of a boot, 0 if it was never given. */
    long find(Bytes bootId) throws SQLException {
        return Sql.number(db, FIND, bootId.toArray());
    }

    List<Row> all() throws SQLException {
        return Sql.all(db, ALL, row -> {
            byte[] bytes = row.getBytes(2);
            return new Row(row.getLong(1), Bytes.of(bytes), row.getLong(3) == crc(bytes));
        });
    }

    void delete(long id) throws SQLException {
        Sql.update(db, DELETE, id);
    }

    private static long crc(byte[] bootId) {
        return new RowCrc().add(bootId).value();
    }
}
