package skerry.platform.sqlite;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failed statement means for whoever must decide. */
public enum SqliteFailure {
    /** The disk, or the page limit of the file, has no room left. */
    FULL,
    /** The file or its folder cannot be written. */
    READ_ONLY,
    /** The file's content is not a sound database. */
    DAMAGED,
    /** Another connection holds the lock. */
    BUSY,
    /** The disk answered with an error. */
    IO,
    /** A mistake of the program, such as a broken constraint. */
    OTHER;

    /** SQLITE_IOERR_SHORT_READ: the file ends before its own header says. */
    private static final int SHORT_READ = 522;
    /** SQLITE_IOERR_SHMSIZE: the index of the WAL cannot grow, for want of room on the disk. */
    private static final int SHM_SIZE = 4874;

    /** Looks through the causes for SQLite's own code. */
    public static SqliteFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException e) {
                return of(e.getResultCode());
            }
            if (cause instanceof SQLException e && e.getErrorCode() != 0) {
                return of(e.getErrorCode());
            }
        }
        return OTHER;
    }

    /** What SQLite would say of a disk without room, for whoever sees that before SQLite does. */
    public static SQLException noRoom() {
        return new SQLException("the disk has no room", null, SQLiteErrorCode.SQLITE_FULL.code);
    }

    private static SqliteFailure of(SQLiteErrorCode code) {
        return of(code.code);
    }

    /** Extended codes carry the primary one in their low byte. Source: sqlite.org/rescode.html. */
    private static SqliteFailure of(int code) {
        if (code == SHORT_READ) {
            return DAMAGED;
        }
        if (code == SHM_SIZE) {
            return FULL;
        }
        return switch (code & 0xff) {
            case 13 -> FULL;
            case 3, 8, 14 -> READ_ONLY;
            case 11, 26 -> DAMAGED;
            case 5, 6 -> BUSY;
            case 10 -> IO;
            default -> OTHER;
        };
    }
}
