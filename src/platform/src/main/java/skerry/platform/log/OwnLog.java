package skerry.platform.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Where this process's own log goes: standard error, or a file. Our facts at INFO, libraries only when they warn; with
 * {@code -Dskerry.debug=true} our details too.
 */
public final class OwnLog {
    private static final String DEBUG = "skerry.debug";

    /** Loggers of libraries; held, since the platform forgets the level of a logger that nobody holds. */
    private static final List<Logger> LIBRARIES = List.of(
            Logger.getLogger("io.helidon"),
            Logger.getLogger("io.netty"),
            Logger.getLogger("org.apache.activemq"),
            Logger.getLogger("org.eclipse.paho"));

    private static final Logger OURS = Logger.getLogger("skerry");

    private OwnLog() {}

    /** Sends the log to standard error; under systemd in the journal's form. */
    public static void toStandardError() {
        to(new ConsoleHandler(), System.getenv("JOURNAL_STREAM") != null);
    }

    /** Sends the log to the end of a file, whose folder exists. */
    public static void toFile(Path file) throws IOException {
        to(new FileHandler(file.toString().replace("%", "%%"), true), false);
    }

    private static void to(Handler handler, boolean journal) {
        LogManager.getLogManager().reset();
        LIBRARIES.forEach(library -> library.setLevel(Level.WARNING));
        OURS.setLevel(Boolean.getBoolean(DEBUG) ? Level.FINE : Level.INFO);
        handler.setFormatter(new LogLine(journal));
        handler.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(handler);
    }
}
