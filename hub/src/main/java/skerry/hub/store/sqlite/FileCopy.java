package skerry.hub.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import skerry.hub.store.OnlineCopy.Taker;
import skerry.platform.PrivateFile;
import skerry.platform.sqlite.Snapshot;

/** Hands over copies of SQLite files: of one that is written to by way of a file beside it, of one at rest as it is. */
final class FileCopy {
    private static final String SUFFIX = ".copy";

    private FileCopy() {}

    /** Copies the state that was held, whatever is written meanwhile. */
    static void live(Snapshot held, Path file, String name, Taker taker) throws IOException {
        Path copy = file.resolveSibling(file.getFileName() + SUFFIX);
        try {
            PrivateFile.write(copy, new byte[0]);
            held.copyTo(copy);
            taker.take(name, "", out -> Files.copy(copy, out));
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Copies a file that nobody changes now, read as it is if all of it is in the file itself. */
    static void resting(Path file, String name, String mark, Taker taker) throws IOException {
        Path wal = file.resolveSibling(file.getFileName() + "-wal");
        if (Files.exists(wal) && Files.size(wal) > 0) {
            live(file, name, taker);
            return;
        }
        FileTime changed = Files.getLastModifiedTime(file);
        taker.take(name, mark + changed.toInstant() + "-" + Files.size(file), out -> Files.copy(file, out));
    }

    static void live(Path file, String name, Taker taker) throws IOException {
        try (var held = Snapshot.of(file)) {
            live(held, file, name, taker);
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
