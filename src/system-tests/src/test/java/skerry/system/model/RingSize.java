package skerry.system.model;

import java.nio.file.Path;
import skerry.agent.ring.RingKeys;
import skerry.agent.ring.RingSettings;

/** How much a ring holds: all of a schedule, or so little that it must evict. */
enum RingSize {
    AMPLE(32 << 10, 16),
    SCANT(231 << 10, 6);

    private final int memoryBytes;
    private final int linesAtOnce;

    RingSize(int memoryBytes, int linesAtOnce) {
        this.memoryBytes = memoryBytes;
        this.linesAtOnce = linesAtOnce;
    }

    /** The write-ahead log takes four times the memory of the bound, which leaves little for the data of a scant ring. */
    RingSettings settings(Path file) {
        return new RingSettings(
                file,
                RingSettings.MIN_BYTES,
                1024,
                2048,
                commitBytes(),
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

    int commitBytes() {
        return 8 << 10;
    }
}
