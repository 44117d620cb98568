package skerry.platform.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTest {
    private static final String FIRST = "fixture/0001-islands.sql";
    private static final String SECOND = "fixture/0002-height.sql";

    @TempDir
    private Path folder;

    @Test
    void aNewFileAndItsWalBelongToTheOwnerAlone() throws Exception {
        Path file = folder.resolve("new.db");

        try (Connection db = Sqlite.open(file, SqliteSettings.DEFAULT)) {
            run(db, "CREATE TABLE t (a)");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new.db-wal"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void settingsReachTheFile() throws Exception {
        var settings = SqliteSettings.DEFAULT
                .withPageBytes(8192)
                .withCacheKiB(300)
                .withWal(64, 65_536)
                .withDurable(false)
                .withIncrementalVacuum();

        try (Connection db = Sqlite.open(folder.resolve("s.db"), settings)) {
            assertThat(number(db, "PRAGMA page_size")).isEqualTo(8192);
            assertThat(number(db, "PRAGMA cache_size")).isEqualTo(-300);
            assertThat(number(db, "PRAGMA wal_autocheckpoint")).isEqualTo(64);
            assertThat(number(db, "PRAGMA journal_size_limit")).isEqualTo(65_536);
            assertThat(number(db, "PRAGMA synchronous")).isEqualTo(1);
            assertThat(number(db, "PRAGMA auto_vacuum")).isEqualTo(2);
        }
    }

    @Test
    void aReaderSeesWhatTheWriterCommittedAndCannotWrite() throws Exception {
        Path file = folder.resolve("r.db");
        try (Connection writer = Sqlite.open(file, SqliteSettings.DEFAULT)) {
            run(writer, "CREATE TABLE t (a)");
            run(writer, "INSERT INTO t (a) VALUES (7)");

            try (Connection reader = Sqlite.openReadOnly(file, 100)) {
                assertThat(number(reader, "SELECT a FROM t")).isEqualTo(7);
                assertThatThrownBy(() -> run(reader, "DELETE FROM t"))
                        .isInstanceOf(SQLException.class)
                        .extracting(SqliteFailure::of)
                        .isEqualTo(SqliteFailure.READ_ONLY);
            }
        }
    }

    @Test
    void aFileThatIsNotThereIsNamedAndNotMade() {
        Path file = folder.resolve("absent.db");

        assertThatThrownBy(() -> Sqlite.openReadOnly(file, 100)).hasMessageContaining("absent.db");
        assertThat(file).doesNotExist();
        assertThatThrownBy(() -> Sqlite.open(folder.resolve("no/such.db"), SqliteSettings.DEFAULT))
                .hasMessageContaining("no/such.db")
                .hasMessageContaining("its folder does not exist");
    }

    @Test
    void aFileThatIsNoDatabaseIsDamaged() throws IOException {
        Path file = folder.resolve("junk.db");
        Files.writeString(file, "not a database, and longer than a header would be ".repeat(20));

        assertThatThrownBy(() -> Sqlite.open(file, SqliteSettings.DEFAULT))
                .hasMessageContaining("junk.db")
                .extracting(SqliteFailure::of)
                .isEqualTo(SqliteFailure.DAMAGED);
    }

    @Test
    void aFullFileAndABusyOneAreTold() throws Exception {
        Path file = folder.resolve("full.db");
        var impatient = new SqliteSettings(512, 100, 0, 0, false, false, Duration.ZERO);
        try (Connection db = Sqlite.open(file, impatient);
                Connection other = Sqlite.open(file, impatient)) {
            run(db, "CREATE TABLE t (a)");
            run(db, "PRAGMA max_page_count=10");

            assertThatThrownBy(() -> run(db, "INSERT INTO t (a) VALUES (zeroblob(100000))"))
                    .extracting(SqliteFailure::of)
                    .isEqualTo(SqliteFailure.FULL);
            assertThatThrownBy(() -> Transactions.writeAll(db, () -> run(other, "INSERT INTO t (a) VALUES (1)")))
                    .extracting(SqliteFailure::of)
                    .isEqualTo(SqliteFailure.BUSY);
        }
    }

    @Test
    void aTransactionThatThrowsLeavesNothing() throws Exception {
        try (Connection db = Sqlite.open(folder.resolve("t.db"), SqliteSettings.DEFAULT)) {
            run(db, "CREATE TABLE t (a)");

            assertThatThrownBy(() -> Transactions.writeAll(db, () -> {
                        run(db, "INSERT INTO t (a) VALUES (1)");
                        throw new IllegalStateException("half way");
                    }))
                    .hasMessage("half way");
            Transactions.writeAll(db, () -> run(db, "INSERT INTO t (a) VALUES (2)"));

            assertThat(Transactions.<Long, RuntimeException>read(db, () -> number(db, "SELECT sum(a) FROM t")))
                    .isEqualTo(2);
        }
    }

    @Test
    void migrationsApplyOnceAndInOrder() throws Exception {
        Path file = folder.resolve("m.db");
        try (Connection db = Sqlite.open(file, SqliteSettings.DEFAULT)) {
            new Migrations(SqliteTest.class, List.of(FIRST)).apply(db);
            assertThat(Migrations.version(db)).isEqualTo(1);
        }

        var all = new Migrations(SqliteTest.class, List.of(FIRST, SECOND));
        try (Connection db = Sqlite.open(file, SqliteSettings.DEFAULT)) {
            all.apply(db);
            all.apply(db);

            assertThat(number(db, "SELECT count(*) FROM island WHERE name='Bell; Rock' AND height=35"))
                    .isOne();
            assertThat(Migrations.version(db)).isEqualTo(2);
        }
    }

    @Test
    void aBrokenMigrationIsRolledBackAndNamed() throws Exception {
        try (Connection db = Sqlite.open(folder.resolve("b.db"), SqliteSettings.DEFAULT)) {
            var migrations = new Migrations(SqliteTest.class, List.of(FIRST, SECOND, "fixture/0003-broken.sql"));

            assertThatThrownBy(() -> migrations.apply(db)).hasMessageContaining("0003-broken.sql");

            assertThat(Migrations.version(db)).isEqualTo(2);
            assertThat(number(db, "SELECT count(*) FROM sqlite_schema WHERE name='half'"))
                    .isZero();
        }
    }

    @Test
    void aDatabaseOfALaterReleaseIsRefused() throws Exception {
        try (Connection db = Sqlite.open(folder.resolve("later.db"), SqliteSettings.DEFAULT)) {
            run(db, "PRAGMA user_version=9");

            assertThatThrownBy(() -> new Migrations(SqliteTest.class, List.of(FIRST)).apply(db))
                    .hasMessageContaining("later release");
        }
    }

    @Test
    void aMigrationOutOfOrderIsAMistakeOfTheProgram() {
        assertThatThrownBy(() -> new Migrations(SqliteTest.class, List.of(SECOND)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0002-height.sql");
    }

    private static void run(Connection db, String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection db, String sql) throws SQLException {
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }
}
