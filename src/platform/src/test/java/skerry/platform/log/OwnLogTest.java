package skerry.platform.log;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnLogTest {
    @TempDir
    Path folder;

    @AfterEach
    void backToTheTerminal() {
        OwnLog.toStandardError();
    }

    @Test
    void aFactIsOneLineWithItsUtcTimeAndLevel() {
        var line = new LogLine(false).format(record(Level.WARNING, "the ring is full:\nraise ring.max-bytes"));

        assertThat(line).isEqualTo("2026-11-26T19:04:22Z WARN  the ring is full: raise ring.max-bytes\n");
    }

    @Test
    void theJournalGetsThePriorityAndStampsItself() {
        assertThat(new LogLine(true).format(record(Level.SEVERE, "no disk"))).isEqualTo("<3>no disk\n");
        assertThat(new LogLine(true).format(record(Level.FINE, "detail"))).isEqualTo("<7>detail\n");
    }

    @Test
    void aFailureIsToldAsItsCausesWithoutAStack() {
        var record = record(Level.WARNING, "sync stopped");
        record.setThrown(new IllegalStateException("reading the ring", new IOException("disk I/O error")));

        assertThat(new LogLine(false).format(record))
                .isEqualTo("2026-11-26T19:04:22Z WARN  sync stopped: java.lang.IllegalStateException: reading the ring:"
                        + " java.io.IOException: disk I/O error\n");
    }

    @Test
    void librariesAreHeardOnlyWhenTheyWarnAndDetailsOnlyWhenAskedFor() throws Exception {
        Path file = folder.resolve("own.log");
        OwnLog.toFile(file);
        System.Logger library = System.getLogger("io.helidon.webserver");
        System.Logger ours = System.getLogger("skerry.agent");

        library.log(INFO, "bound for socket");
        library.log(WARNING, "cannot bind");
        ours.log(INFO, "sync is {0}", "on");
        ours.log(DEBUG, "a detail");

        assertThat(Files.readAllLines(file))
                .map(line -> line.substring(21))
                .containsExactly("WARN  cannot bind", "INFO  sync is on");
    }

    private static LogRecord record(Level level, String message) {
        var record = new LogRecord(level, message);
        record.setInstant(Instant.parse("2026-11-26T19:04:22.123Z"));
        return record;
    }
}
