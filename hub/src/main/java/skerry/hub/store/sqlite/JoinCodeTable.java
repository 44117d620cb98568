package skerry.hub.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.hub.store.JoinCodes;
import skerry.hub.store.JoinGrant;
import skerry.hub.store.StoreException;
import skerry.platform.sqlite.Sql;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

/** Join codes in table {@code join_code} of {@code control.db}. Thread-safe. */
final class JoinCodeTable implements JoinCodes {
    private static final int MAX_CODES = 1_000;
    private static final String COLUMNS =
            "id, mac_key, site, replaces, simulated, uses, used, made_at, ends_at, made_by FROM join_code";

    private final Database control;

    JoinCodeTable(Database control) {
        this.control = control;
    }

    @Override
    public void add(JoinGrant code) {
        boolean added = control.write("adding a join code", connection -> {
            if (Sql.number(connection, "SELECT count(*) FROM join_code") >= MAX_CODES) {
                return false;
            }
            Sql.update(
                    connection,
                    "INSERT INTO join_code (id, mac_key, site, replaces, simulated, uses, used, made_at, ends_at, made_by)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    code.id().toArray(),
                    code.key().toArray(),
                    code.site(),
                    code.replaces().map(Uid::value).orElse(""),
                    code.simulated() ? 1 : 0,
                    code.uses(),
                    code.used(),
                    code.madeAt(),
                    code.endsAt(),
                    code.madeBy());
            return true;
        });
        if (!added) {
            throw new StoreException(
                    StoreException.Kind.CONFLICT, "there are " + MAX_CODES + " join codes already: remove old ones");
        }
    }

    @Override
    public Optional<JoinGrant> find(Bytes id) {
        return control.read(
                "looking for a join code",
                connection -> Sql.first(
                        connection, "SELECT " + COLUMNS + " WHERE id = ?", JoinCodeTable::code, id.toArray()));
    }

    @Override
    public List<JoinGrant> all() {
        return control.read(
                "listing join codes",
                connection -> Sql.all(connection, "SELECT " + COLUMNS + " ORDER BY made_at DESC", JoinCodeTable::code));
    }

    @Override
    public boolean use(Bytes id, long now) {
        return control.write(
                "using a join code",
                connection -> Sql.update(
                                connection,
                                "UPDATE join_code SET used = used + 1 WHERE id = ? AND used < uses AND ends_at > ?",
                                id.toArray(),
                                now)
                        == 1);
    }

    @Override
    public boolean remove(Bytes id) {
        return control.write(
                "removing a join code",
                connection -> Sql.update(connection, "DELETE FROM join_code WHERE id = ?", id.toArray()) == 1);
    }

    private static JoinGrant code(ResultSet row) throws SQLException {
        String replaces = row.getString(4);
        return new JoinGrant(
                Bytes.of(row.getBytes(1)),
                Bytes.of(row.getBytes(2)),
                row.getString(3),
                replaces.isEmpty() ? Optional.empty() : Optional.of(new Uid(replaces)),
                row.getBoolean(5),
                row.getInt(6),
                row.getInt(7),
                row.getLong(8),
                row.getLong(9),
                row.getString(10));
    }
}
