package skerry.hub.store.sqlite;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.hub.access.AccessStore;
import skerry.hub.access.Role;
import skerry.hub.store.OnlineCopy;
import skerry.hub.store.StoreException;
import skerry.platform.sqlite.Migrations;
import skerry.platform.sqlite.Sqlite;
import skerry.platform.sqlite.SqliteSettings;

/** Users, sessions, tokens and the audit trail in {@code access.db}, apart from the data so that each can be kept its own way. */
public final class SqliteAccessStore implements AccessStore, OnlineCopy {
    private static final System.Logger LOG = System.getLogger(SqliteAccessStore.class.getName());
    private static final Migrations MIGRATIONS =
            new Migrations(SqliteAccessStore.class, List.of("access/0001-access.sql"));

    private static final String HAS_USERS = """
        SELECT EXISTS (SELECT name FROM app_user)
        """;
    private static final String ADD_FIRST_USER = """
        INSERT INTO app_user (name, role, password_hash)
        SELECT ?, ?, ?
         WHERE NOT EXISTS (SELECT name FROM app_user)
        """;
    private static final String USER = """
        SELECT name, role, password_hash
          FROM app_user
         WHERE name = ?
        """;
    private static final String ADD_SESSION = """
        INSERT INTO app_session (id_hash, user_name, created_at, seen_at)
        VALUES (?, ?, ?, ?)
        """;
    private static final String SESSION = """
        SELECT id_hash, user_name, created_at, seen_at
          FROM app_session
         WHERE id_hash = ?
        """;
    private static final String TOUCH_SESSION = """
        UPDATE app_session SET seen_at = ? WHERE id_hash = ?
        """;
    private static final String REMOVE_SESSION = """
        DELETE FROM app_session WHERE id_hash = ?
        """;
    private static final String EXPIRE_SESSIONS = """
        DELETE FROM app_session WHERE seen_at < ? OR created_at < ?
        """;
    private static final String ADD_TOKEN = """
        INSERT INTO api_token (id, name, role, hash, created_at, expires_at, last_used_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """;
    private static final String TOKEN_BY_HASH = """
        SELECT id, name, role, hash, created_at, expires_at, last_used_at
          FROM api_token
         WHERE hash = ?
        """;
    private static final String TOKENS = """
        SELECT id, name, role, hash, created_at, expires_at, last_used_at
          FROM api_token
         ORDER BY created_at, id
        """;
    private static final String TOUCH_TOKEN = """
        UPDATE api_token SET last_used_at = ? WHERE id = ?
        """;
    private static final String REMOVE_TOKEN = """
        DELETE FROM api_token WHERE id = ?
        """;
    private static final String AUDIT = """
        INSERT INTO audit_entry (at, actor, action, target, result, source)
        VALUES (?, ?, ?, ?, ?, ?)
        """;
    private static final String AUDIT_TRAIL = """
        SELECT at, actor, action, target, result, source
          FROM audit_entry
         ORDER BY id DESC
         LIMIT ?
        """;

    private final Path file;
    private final Connection connection;

    private SqliteAccessStore(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** @throws SQLException names the file */
    public static SqliteAccessStore open(Path file) throws SQLException {
        Connection connection = Sqlite.open(file, SqliteSettings.DEFAULT);
        try {
            MIGRATIONS.apply(connection);
            return new SqliteAccessStore(file, connection);
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    @Override
    public void copyTo(Taker taker) throws IOException {
        FileCopy.live(file, "access.db", taker);
    }

    @Override
    public boolean hasUsers() {
        return query(HAS_USERS, row -> row.getBoolean(1)).getFirst();
    }

    @Override
    public boolean addFirstUser(User user) {
        return change(ADD_FIRST_USER, user.name(), user.role().word(), user.passwordHash()) == 1;
    }

    @Override
    public Optional<User> user(String name) {
        return query(USER, row -> new User(row.getString(1), role(row.getString(2)), row.getString(3)), name).stream()
                .findFirst();
    }

    @Override
    public void addSession(Session session) {
        change(ADD_SESSION, session.idHash(), session.user(), session.createdAt(), session.seenAt());
    }

    @Override
    public Optional<Session> session(String idHash) {
        return query(
                        SESSION,
                        row -> new Session(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
                        idHash)
                .stream()
                .findFirst();
    }

    @Override
    public void touchSession(String idHash, long seenAt) {
        touch(TOUCH_SESSION, seenAt, idHash);
    }

    @Override
    public void removeSession(String idHash) {
        change(REMOVE_SESSION, idHash);
    }

    @Override
    public void expireSessions(long seenBefore, long createdBefore) {
        change(EXPIRE_SESSIONS, seenBefore, createdBefore);
    }

    @Override
    public void addToken(Token token) {
        change(
                ADD_TOKEN,
                token.id(),
                token.name(),
                token.role().word(),
                token.hash(),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedAt());
    }

    @Override
    public Optional<Token> tokenByHash(String hash) {
        return query(TOKEN_BY_HASH, SqliteAccessStore::token, hash).stream().findFirst();
    }

    @Override
    public void touchToken(String id, long usedAt) {
        touch(TOUCH_TOKEN, usedAt, id);
    }

    @Override
    public List<Token> tokens() {
        return query(TOKENS, SqliteAccessStore::token);
    }

    @Override
    public boolean removeToken(String id) {
        return change(REMOVE_TOKEN, id) == 1;
    }

    @Override
    public void audit(AuditEntry entry) {
        change(AUDIT, entry.at(), entry.actor(), entry.action(), entry.target(), entry.result(), entry.from());
    }

    @Override
    public List<AuditEntry> audit(int limit) {
        return query(
                AUDIT_TRAIL,
                row -> new AuditEntry(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)),
                limit);
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw broken("closing", e);
        }
    }

    private StoreException broken(String doing, SQLException e) {
        return Database.failed(doing + " " + file, e);
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getString(1),
                row.getString(2),
                role(row.getString(3)),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7));
    }

    /** A role that a later release wrote may do no more than read. */
    private static Role role(String word) {
        return Role.of(word).orElse(Role.VIEWER);
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private synchronized <T> List<T> query(String sql, Row<T> reader, Object... values) {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw broken("reading", e);
        }
    }

    /** Notes a use. Reading must go on where that cannot be written, as on a full disk. */
    private void touch(String sql, Object... values) {
        try {
            change(sql, values);
        } catch (StoreException e) {
            LOG.log(DEBUG, "the last use of a session or token is not noted: {0}", e.getMessage());
        }
    }

    private synchronized int change(String sql, Object... values) {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw broken("writing", e);
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement;
        } catch (SQLException e) {
            try (statement) {
                throw e;
            }
        }
    }
}
