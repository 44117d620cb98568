package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.EpochHead;

/** The numbers of an agent's starts, by which the hub orders its epochs, over rings that know nothing of each other. */
class RingStartsTest {
    private static final long WALL = 1_764_000_000_000L;

    @TempDir
    private Path folder;

    private final Uid uid = Uid.random(new SecureRandom());

    @Test
    void anEmptyRingGoesOnAboveTheStartsThatAnotherCounted() {
        EpochHead before = start("a", 0);

        EpochHead moved = start("b", before.startNo());

        assertThat(before.startNo()).isEqualTo(1);
        assertThat(moved.startNo()).isEqualTo(2);
        assertThat(moved.epoch()).isNotEqualTo(before.epoch());
    }

    @Test
    void aRingThatIsComeBackToGoesOnAboveBoth() {
        start("a", 0);
        start("b", 1);
        start("b", 2);

        assertThat(start("a", 3).startNo()).isEqualTo(4);
        assertThat(start("a", 1).startNo()).as("its own count is higher").isEqualTo(5);
    }

    /** Makes a batch in a ring, and gives its place. */
    private EpochHead start(String name, long counted) {
        try (var ring = Ring.open(
                RingSettings.of(folder.resolve(name + ".db"), RingSettings.MIN_BYTES),
                uid,
                InstantSource.fixed(Instant.ofEpochMilli(WALL)),
                () -> 1_000,
                Bytes.of(new byte[16]),
                _ -> true)) {
            ring.startsAfter(counted);
            ring.store(List.of(
                    new BatchDraft(Stream.RESULTS, RecordCounts.NONE, WALL, WALL, List.of(), (_, _) -> new byte[100])));
            EpochHead made = ring.outbox().heads().stream()
                    .max(Comparator.comparingLong(EpochHead::startNo))
                    .orElseThrow();
            assertThat(ring.starts()).isEqualTo(made.startNo());
            return made;
        }
    }
}
