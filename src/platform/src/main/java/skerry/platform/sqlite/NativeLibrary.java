package skerry.platform.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteConfig;
import org.sqlite.util.OSInfo;

/**
 * Finds SQLite's native library where a program was installed, unpacked beside its libraries.
 *
 * <p>Left to itself the driver writes a copy of it to the temporary folder at each start, and removes there what it takes for
 * leftovers: programs that start at the same moment remove each other's copy.
 */
final class NativeLibrary {
    private static final String FOLDER = "org.sqlite.lib.path";
    private static final String WORK_FOLDER = "org.sqlite.tmpdir";

    private NativeLibrary() {}

    /** To be called before the driver's first connection; what a user set stays. */
    static void locate() {
        if (System.getProperty(FOLDER) != null || System.getProperty(WORK_FOLDER) != null) {
            return;
        }
        Path installed = folderOf(SQLiteConfig.class)
                .resolve("org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS());
        if (Files.isDirectory(installed)) {
            System.setProperty(FOLDER, installed.toString());
            System.setProperty(WORK_FOLDER, installed.toString());
        } else {
            System.setProperty(WORK_FOLDER, ownFolder().toString());
        }
    }

    /** Where the jar lies that a class came from. */
    private static Path folderOf(Class<?> type) {
        try {
            Path jar = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            return jar.resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of " + type + " is no path", e);
        }
    }

    /** Of this process alone; the driver's files in it are deleted at its end before it is. */
    private static Path ownFolder() {
        try {
            Path made = Files.createTempDirectory("skerry-sqlite-");
            made.toFile().deleteOnExit();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for SQLite's library: " + e.getMessage(), e);
        }
    }
}
