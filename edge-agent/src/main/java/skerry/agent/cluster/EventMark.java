package skerry.agent.cluster;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import skerry.platform.PrivateFile;

/**
 * Up to which version of the cluster's data its events were handed over, kept in a file so that a restart tells none twice. What
 * is written is the mark of some time ago, when all up to it was durable: a process that is killed tells a few again. Not
 * thread-safe.
 */
final class EventMark {
    private static final System.Logger LOG = System.getLogger(EventMark.class.getName());
    /** Longer than the recorder lets anything wait. */
    private static final long EVERY_MILLIS = 60_000;

    private final Path file;
    private OptionalLong mark;
    private long reached = Long.MIN_VALUE;
    private long lastSave = Long.MIN_VALUE;
    private boolean failing;

    EventMark(Path file) {
        this.file = file;
        this.mark = read(file);
        mark.ifPresent(known -> reached = known);
    }

    private static OptionalLong read(Path file) {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(64), StandardCharsets.US_ASCII).strip();
            return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    OptionalLong value() {
        return mark;
    }

    void reach(long version, long nowMillis) {
        mark = OptionalLong.of(version);
        if (lastSave == Long.MIN_VALUE) {
            lastSave = nowMillis;
        } else if (nowMillis - lastSave >= EVERY_MILLIS) {
            save(reached);
            reached = version;
            lastSave = nowMillis;
        }
    }

    /** To be called when all that was handed over is durable, or will be. */
    void close() {
        mark.ifPresent(this::save);
    }

    private void save(long version) {
        if (version == Long.MIN_VALUE) {
            return;
        }
        try {
            PrivateFile.write(file, (version + "\n").getBytes(StandardCharsets.US_ASCII));
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                LOG.log(
                        Level.WARNING,
                        "{0} cannot be written, so that events of the cluster may be told again after a restart: {1}",
                        file,
                        e.getMessage());
            }
        }
    }
}
