package skerry.agent.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import skerry.platform.PrivateFile;
import skerry.platform.time.MonotonicClock;

/**
 * How long an agent goes on asking for a release, counted while it runs and over its restarts. By its own clock alone, since many
 * nodes have no other that could be trusted. Not thread-safe.
 */
final class Patience {
    private static final Duration MOST = Duration.ofDays(14);
    private static final Duration WRITE_EVERY = Duration.ofHours(1);

    private final Path file;
    private final MonotonicClock clock;
    private final long before;
    private final long since;
    private long written;

    /** Goes on where the file says; one that cannot be read counts as new. */
    Patience(Path file, MonotonicClock clock) {
        this.file = file;
        this.clock = clock;
        this.before = read(file);
        this.since = clock.millis();
        this.written = since;
    }

    /** @throws UpgradeFailure if it is at its end */
    void use() throws UpgradeFailure, IOException {
        long now = clock.millis();
        Duration spent = Duration.ofSeconds(before).plusMillis(now - since);
        if (spent.compareTo(MOST) > 0) {
            throw new UpgradeFailure("it was not fetched within " + MOST.toDays() + " days of asking for it");
        }
        if (now - written >= WRITE_EVERY.toMillis()) {
            written = now;
            PrivateFile.write(file, Long.toString(spent.toSeconds()).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static long read(Path file) {
        try {
            return Math.clamp(Long.parseLong(Files.readString(file).strip()), 0, MOST.toSeconds() + 1);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
