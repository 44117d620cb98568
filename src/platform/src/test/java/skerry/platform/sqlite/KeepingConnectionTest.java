package skerry.platform.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepingConnectionTest {
    private static final String INSERT = "INSERT INTO island (id, name) VALUES (?, ?)";
    private static final String NAMES = "SELECT name FROM island ORDER BY id";

    @TempDir
    private Path folder;

    private Path file;

    @SuppressWarnings("NullAway.Init")
    private Connection db;

    @BeforeEach
    void open() throws SQLException {
        file = folder.resolve("islands.db");
        db = Sqlite.open(file, SqliteSettings.DEFAULT);
        Sql.update(db, "CREATE TABLE island (id INTEGER PRIMARY KEY, name TEXT)");
        Sql.update(db, INSERT, 1, "Hoy");
        Sql.update(db, INSERT, 2, "Unst");
    }

    @AfterEach
    void close() throws SQLException {
        db.close();
    }

    @Test
    void aStatementThatWasClosedIsUsedAgain() throws SQLException {
        assertThat(closed(NAMES)).isSameAs(closed(NAMES));
        assertThat(Sql.all(db, NAMES, row -> row.getString(1))).containsExactly("Hoy", "Unst");
        assertThat(Sql.all(db, NAMES, row -> row.getString(1))).containsExactly("Hoy", "Unst");
    }

    @Test
    void aStatementThatIsStillReadIsLeftToItsReader() throws SQLException {
        try (PreparedStatement first = db.prepareStatement(NAMES);
                ResultSet rows = first.executeQuery()) {
            rows.next();
            assertThat(Sql.all(db, NAMES, row -> row.getString(1))).containsExactly("Hoy", "Unst");
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("Unst");
        }
        assertThat(Sql.all(db, NAMES, row -> row.getString(1))).containsExactly("Hoy", "Unst");
    }

    @Test
    void nothingOfTheLastUseIsLeft() throws SQLException {
        try (PreparedStatement insert = db.prepareStatement(INSERT)) {
            insert.setInt(1, 3);
            insert.setString(2, "Foula");
            insert.addBatch();
            insert.setInt(1, 4);
        }

        String given = "SELECT ? || ?";
        assertThat(Sql.first(db, given, row -> row.getString(1), "a", "b")).contains("ab");
        try (PreparedStatement select = db.prepareStatement(given);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            assertThat(rows.getString(1)).isNull();
        }
        try (PreparedStatement insert = db.prepareStatement(INSERT)) {
            insert.setInt(1, 5);
            insert.setString(2, "Fetlar");
            insert.addBatch();
            insert.executeBatch();
        }
        assertThat(Sql.all(db, NAMES, row -> row.getString(1))).containsExactly("Hoy", "Unst", "Fetlar");
    }

    @Test
    void aStatementThatFailedWorksTheNextTime() throws SQLException {
        assertThatThrownBy(() -> Sql.update(db, INSERT, 1, "Yell")).hasMessageContaining("UNIQUE");

        assertThat(Sql.update(db, INSERT, 3, "Yell")).isEqualTo(1);
    }

    @Test
    void aQueryThatWasNotReadToItsEndHoldsNoLock() throws SQLException {
        try (PreparedStatement names = db.prepareStatement(NAMES)) {
            names.executeQuery().next();
        }

        try (Connection other = Sqlite.open(file, SqliteSettings.DEFAULT)) {
            Sql.update(other, INSERT, 3, "Yell");
            assertThat(Sql.first(other, "PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1)))
                    .contains(0);
        }
        Sql.update(db, "DROP TABLE island");
    }

    @Test
    void aStatementFollowsAChangeOfItsTable() throws SQLException {
        String all = "SELECT * FROM island WHERE id = 1";
        assertThat(Sql.first(db, all, row -> row.getMetaData().getColumnCount()))
                .contains(2);

        Sql.update(db, "DROP TABLE island");
        assertThatThrownBy(() -> Sql.first(db, NAMES, row -> row.getString(1))).hasMessageContaining("island");
        Sql.update(db, "CREATE TABLE island (name TEXT, id INTEGER PRIMARY KEY)");
        Sql.update(db, INSERT, 1, "Mainland");

        assertThat(Sql.all(db, NAMES, row -> row.getString(1))).containsExactly("Mainland");
    }

    @Test
    void theOneThatWaitsLongestMakesRoom() throws SQLException {
        PreparedStatement first = closed("SELECT 1000");
        PreparedStatement often = closed(NAMES);
        for (int i = 0; i < 100; i++) {
            closed("SELECT " + i);
            closed(NAMES);
        }

        assertThat(closed(NAMES)).isSameAs(often);
        assertThat(closed("SELECT 1000")).isNotSameAs(first);
    }

    @Test
    void closingTwiceOrAfterTheConnectionIsNoMistake() throws SQLException {
        PreparedStatement twice = closed(NAMES);
        twice.close();
        PreparedStatement late = db.prepareStatement("SELECT 2");
        db.close();
        late.close();
        assertThatThrownBy(() -> db.prepareStatement(NAMES)).isInstanceOf(SQLException.class);
    }

    private PreparedStatement closed(String sql) throws SQLException {
        PreparedStatement statement = db.prepareStatement(sql);
        statement.close();
        return statement;
    }
}
