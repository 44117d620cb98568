package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.ring.RingStanding.Trouble;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;

/** A disk that others have filled takes nothing from the ring that nobody else knows of, and the ring goes on after it. */
class RingFullDiskTest {
    /** All of the disk is others', while the WAL can be written: as on a disk that fills up just after the WAL started over. */
    private static final long ALL = Long.MAX_VALUE / 2;

    private final RingHistory history = new RingHistory(5);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void linesOfTheOpenWindowAndUnconfirmedBatchesStayWhereTheyAre() throws Exception {
        Set<String> waiting;
        Set<String> covered;
        try (Ring ring = open(0)) {
            fill(ring);
            waiting = batches(ring);
            covered = Set.copyOf(history.lines);
            addLines(ring, 2_000);
            assertThat(ring.commit()).isTrue();
        }
        var uncovered = new HashSet<>(history.lines);
        uncovered.removeAll(covered);

        try (Ring ring = open(ALL)) {
            int rounds = 0;
            while (ring.hasRoomForLines() && rounds++ < 1_000) {
                addLines(ring, 100);
                history.pass(15_000);
                ring.commit();
            }

            assertThat(ring.standing().trouble()).isEqualTo(Trouble.DISK_FULL);
            assertThat(ring.standing().sentence()).contains("is full", "free space on it");
            assertThat(batches(ring)).isEqualTo(waiting);
        }
        try (Ring ring = open(0)) {
            addLines(ring, 10);

            assertThat(ring.commit()).as("it goes on by itself").isTrue();
            assertThat(ring.account().orElseThrow().droppedInAll()).isEqualTo(RecordCounts.NONE);
            assertThat(lines()).containsAll(uncovered);
        }
    }

    private Ring open(long margin) {
        return history.open(
                RingSettings.of(folder.resolve("ring.db"), 16L << 20).withDiskMargin(margin));
    }

    /** Minutes that wait for the hub, and raw detail of lines that they cover. */
    private void fill(Ring ring) {
        for (int i = 0; i < 5; i++) {
            addLines(ring, 200);
            history.addRound(ring);
            assertThat(history.closeWindow(ring, 5_000, List.of())).isInstanceOf(Closing.Stored.class);
            history.pass(60_000);
        }
    }

    private void addLines(Ring ring, int count) {
        for (int i = 0; i < count; i++) {
            history.addLine(ring);
        }
    }

    private static Set<String> batches(Ring ring) {
        var keys = new HashSet<String>();
        ring.outbox().pending(Stream.MINUTES, 0, 100).forEach(entry -> keys.add(entry.toString()));
        return keys;
    }

    private Set<String> lines() throws SQLException {
        var found = new HashSet<String>();
        try (var reader = RingReader.open(folder.resolve("ring.db"))) {
            reader.lines(LineFilter.between(0, Long.MAX_VALUE), 0, line -> found.add(RingHistory.line(line)));
        }
        return found;
    }
}
