package skerry.platform.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SQLite's codes mean for whoever must decide. */
class SqliteFailureTest {
    @ParameterizedTest
    @CsvSource({
        "13, FULL", // SQLITE_FULL
        "4874, FULL", // SQLITE_IOERR_SHMSIZE
        "522, DAMAGED", // SQLITE_IOERR_SHORT_READ
        "11, DAMAGED", // SQLITE_CORRUPT
        "26, DAMAGED", // SQLITE_NOTADB
        "778, IO", // SQLITE_IOERR_WRITE
        "8, READ_ONLY", // SQLITE_READONLY
        "5, BUSY", // SQLITE_BUSY
        "19, OTHER" // SQLITE_CONSTRAINT
    })
    void anExtendedCodeIsNotTakenForItsPrimaryOneWhereItSaysMore(int code, SqliteFailure failure) {
        assertThat(SqliteFailure.of(new RuntimeException(new SQLException("it failed", null, code))))
                .isEqualTo(failure);
    }
}
