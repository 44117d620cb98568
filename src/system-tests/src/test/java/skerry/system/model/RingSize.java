package skerry.system.model;

import java.nio.file.Path;
import java.time.Instant;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingKeys;
import skerry.agent.ring.RingSettings;
import skerry.protocol.Bytes;

/** How much a ring holds: all of a schedule, or so little that it must evict. */
enum RingSize {
    AMPLE(16),
    SCANT(6);

    private static final int AMPLE_MEMORY_BYTES = 32 << 10;
    /** Of a scant ring, for data. */
    private static final int SCANT_ROOM_BYTES = 22 << 10;

    private static final int WAL_BYTES_PER_MEMORY_BYTE = 4;

    static final int COMMIT_BYTES = 8 << 10;

    private final int linesAtOnce;

    RingSize(int linesAtOnce) {
        this.linesAtOnce = linesAtOnce;
    }

    /** What each empty ring takes is learned, so that a table more leaves a scant one its room. */
    private static final class Scant {
        static final int MEMORY_BYTES =
                AMPLE_MEMORY_BYTES + (int) ((roomOfAmple() - SCANT_ROOM_BYTES) / WAL_BYTES_PER_MEMORY_BYTE);

        private static long roomOfAmple() {
            Path folder = Folders.temporary();
            var settings = settings(folder.resolve("ring.db"), AMPLE_MEMORY_BYTES);
            try (var ring = Ring.open(
                    settings, Keys.AGENT.uid(), () -> Instant.EPOCH, () -> 0, Bytes.of(new byte[16]), _ -> false)) {
                return ring.room().orElseThrow().free();
            } finally {
                Folders.delete(folder);
            }
        }
    }

    /** The write-ahead log takes its part of the bound, which leaves little for the data of a scant ring. */
    RingSettings settings(Path file) {
        return settings(file, this == AMPLE ? AMPLE_MEMORY_BYTES : Scant.MEMORY_BYTES);
    }

    private static RingSettings settings(Path file, int memoryBytes) {
        return new RingSettings(
                file,
                RingSettings.MIN_BYTES,
                1024,
                2048,
                COMMIT_BYTES,
                256 << 10,
                memoryBytes,
                4,
                1 << 20,
                RingSettings.USUAL_LEFT_DAYS,
                RingKeys.NONE);
    }

    /** Most lines that are read before their checkpoint: the minute of a scant ring must fit into it. */
    int linesAtOnce() {
        return linesAtOnce;
    }
}
