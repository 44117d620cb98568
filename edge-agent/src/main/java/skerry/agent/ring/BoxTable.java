package skerry.agent.ring;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.platform.sqlite.Sql;
import skerry.protocol.Bytes;

/** Table {@code blackbox}: copies that outlive the raw detail. */
final class BoxTable {
    private static final String PUT = """
            INSERT INTO blackbox (key, about, body, crc)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (key) DO UPDATE
               SET about = excluded.about, body = excluded.body, crc = excluded.crc
            """;
    private static final String DELETE = "DELETE FROM blackbox WHERE key = ?";
    private static final String DELETE_ROW = "DELETE FROM blackbox WHERE id = ?";
    private static final String ALL = "SELECT id, key, about, body, crc FROM blackbox ORDER BY id";
    private static final String FIND = "SELECT id, key, about, body, crc FROM blackbox WHERE id = ?";
    private static final String SIZES = "SELECT id, coalesce(length(body), 0) FROM blackbox ORDER BY id DESC";

    private final Connection db;
    private final RingKeys keys;

    private record Size(long id, long bytes) {}

    BoxTable(Connection db, RingKeys keys) {
        this.db = db;
        this.keys = keys;
    }

    /** Stores a box in place of an older one of its key; one that says nothing forgets the key. */
    void put(Box box) throws SQLException {
        if (box.about().isEmpty()) {
            Sql.update(db, DELETE, box.key());
        } else {
            Box sealed = sealed(box);
            Sql.update(db, PUT, box.key(), box.about(), sealed.body().toArray(), crc(sealed));
        }
    }

    /** Removes the oldest boxes until the others are within the bounds. @return how many went */
    int bound(BoxBounds bounds) throws SQLException {
        int kept = 0;
        int gone = 0;
        long bytes = 0;
        for (Size size : Sql.all(db, SIZES, row -> new Size(row.getLong(1), row.getLong(2)))) {
            bytes += size.bytes;
            if (kept == 0 || (gone == 0 && kept < bounds.boxes() && bytes <= bounds.bytes())) {
                kept++;
            } else {
                Sql.update(db, DELETE_ROW, size.id);
                gone++;
            }
        }
        return gone;
    }

    /** Oldest first, without their bodies: together these are more than an agent's heap should hold. */
    List<StoredBox> all() throws SQLException {
        return Sql.all(db, ALL, row -> read(row).withoutBody());
    }

    /** @throws SQLException also if its key is not here; says so */
    Optional<StoredBox> find(long id) throws SQLException {
        Optional<StoredBox> stored = Sql.first(db, FIND, BoxTable::read, id);
        return stored.isPresent() && stored.get().intact() ? Optional.of(opened(stored.get())) : stored;
    }

    /** The copy is raw detail; one that is not made yet has nothing to hide. */
    private Box sealed(Box box) {
        return box.body().size() == 0
                ? box
                : new Box(box.key(), box.about(), Bytes.of(keys.seal(box.body().toArray(), bound(box))));
    }

    private StoredBox opened(StoredBox stored) throws SQLException {
        Box box = stored.box();
        try {
            Bytes body = Bytes.of(keys.open(box.body().toArray(), bound(box)));
            return new StoredBox(stored.id(), new Box(box.key(), box.about(), body), true);
        } catch (SealedException e) {
            throw new SQLException(
                    "box " + stored.id() + " is encrypted under a key that is not here: list its file in"
                            + " ring.old-key-files",
                    e);
        } catch (DamagedException e) {
            return new StoredBox(stored.id(), box, false);
        }
    }

    private static byte[] bound(Box box) {
        return ("box " + box.key()).getBytes(StandardCharsets.UTF_8);
    }

    private static StoredBox read(ResultSet row) throws SQLException {
        // Damage may have left nothing where there must be something.
        String key = row.getString(2);
        String about = row.getString(3);
        byte[] body = row.getBytes(4);
        var box = new Box(
                key == null ? "" : key, about == null ? "" : about, Bytes.of(body == null ? new byte[0] : body));
        return new StoredBox(row.getLong(1), box, row.getLong(5) == crc(box));
    }

    private static long crc(Box box) {
        return new RowCrc()
                .add(box.key())
                .add(box.about())
                .add(box.body().toArray())
                .value();
    }
}
