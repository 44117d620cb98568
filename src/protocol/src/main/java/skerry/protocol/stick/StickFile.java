package skerry.protocol.stick;

import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;

/**
 * A sealed file as a manifest names it.
 *
 * @param from the agent's order of its first batch
 * @param to the same of its last
 * @param length bytes
 * @param sha256 of the whole file, 32 bytes
 * @param runs the batches of the epoch in it, beside the dictionary chunks that these need
 */
public record StickFile(long epoch, long from, long to, long length, Bytes sha256, List<Run> runs) {
    /** Batches of one stream without a hole. */
    public record Run(Stream stream, SeqRange range) {}

    /** @throws IllegalArgumentException if a component has another size or range than its description says */
    public StickFile {
        runs = List.copyOf(runs);
        if (from < 1 || to < from || to > Limits.MAX_SEQ) {
            throw new IllegalArgumentException("not a range of batches: " + from + " to " + to);
        }
        if (length < 0 || length > Limits.MAX_STICK_FILE_BYTES) {
            throw new IllegalArgumentException("a sealed file has at most 64 MiB, was " + length + " bytes");
        }
        if (sha256.size() != 32 || runs.size() > Limits.MAX_STICK_RUNS) {
            throw new IllegalArgumentException("a sealed file has a SHA-256 of 32 bytes and at most 64 runs");
        }
    }

    public String name() {
        return StickLayout.sealed(epoch, from, to);
    }

    /** How many batches of its epoch are in it. */
    public long batches() {
        return runs.stream()
                .mapToLong(run -> run.range().last() - run.range().first() + 1)
                .sum();
    }
}
