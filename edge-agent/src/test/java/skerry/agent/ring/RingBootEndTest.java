package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/** How the boot before the present one ended, by what the ring holds of it. */
class RingBootEndTest {
    private static final Series LOAD = new Series("load", Labels.NONE, MetricType.GAUGE);
    private static final Series OTHER = new Series("other", Labels.NONE, MetricType.GAUGE);
    private static final long EVERY = 15_000;

    @TempDir
    private Path folder;

    private long wall = 1_790_000_000_000L;
    private long mono = 500_000;

    @Test
    void itsLastMinutesComeAlthoughTheClockOfTheNextBootBeganBefore() throws SQLException {
        try (Ring ring = open(1)) {
            rounds(ring, 100, 0);
            ring.add(new Event("agent.stop", Severity.INFO, wall, mono, "agent stopped", Map.of()));
            ring.closeWindow(List.of());
            ring.commit();
        }
        long wallEnd = wall - EVERY;
        long monoEnd = mono - EVERY;
        wall -= 600_000; // as fake-hwclock has it
        mono = 20_000;
        try (Ring ring = open(2)) {
            rounds(ring, 30, 1_000);
            ring.commit();
        }

        BootEnd end = end(2, 5 * EVERY).orElseThrow();

        assertThat(end.bootId()).isEqualTo(boot(1));
        assertThat(end.wallLast()).isEqualTo(wallEnd);
        assertThat(end.monoLast()).isEqualTo(monoEnd);
        assertThat(end.samples()).extracting(BootEnd.Point::value).containsExactly(94.0, 95.0, 96.0, 97.0, 98.0, 99.0);
        assertThat(end.samples()).extracting(BootEnd.Point::series).containsOnly(LOAD);
        assertThat(end.events()).extracting(Event::type).containsExactly("agent.stop");
    }

    @Test
    void ofSeveralBootsTheNewestOtherOneCounts() throws SQLException {
        for (int boot = 1; boot <= 3; boot++) {
            try (Ring ring = open(boot)) {
                rounds(ring, 4, 100 * boot);
                ring.commit();
            }
        }
        assertThat(end(3, 100 * EVERY).orElseThrow().samples())
                .extracting(BootEnd.Point::value)
                .containsExactly(200.0, 201.0, 202.0, 203.0);
        assertThat(end(4, 100 * EVERY).orElseThrow().bootId()).isEqualTo(boot(3));
    }

    @Test
    void aRingOfOneBootHasNoOther() throws SQLException {
        try (Ring ring = open(1)) {
            assertThat(end(1, EVERY)).isEmpty();
            rounds(ring, 4, 0);
            ring.commit();
        }
        assertThat(end(1, EVERY)).isEmpty();
    }

    private Optional<BootEnd> end(int present, long back) throws SQLException {
        try (var reader = RingReader.open(folder.resolve("ring.db"))) {
            return reader.endBefore(boot(present), back, series -> series.equals(LOAD));
        }
    }

    private Ring open(int boot) {
        return Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                RingHistory.UID,
                () -> Instant.ofEpochMilli(wall),
                () -> mono,
                boot(boot),
                _ -> true);
    }

    private static Bytes boot(int number) {
        byte[] id = new byte[16];
        id[0] = (byte) number;
        return Bytes.of(id);
    }

    private void rounds(Ring ring, int count, double first) {
        for (int i = 0; i < count; i++) {
            var round = new SampleRound();
            round.begin(wall, mono);
            round.add(ring.seriesId(LOAD), first + i);
            round.add(ring.seriesId(OTHER), 7);
            ring.add(round);
            wall += EVERY;
            mono += EVERY;
            if (i % 10 == 9) {
                ring.commit();
            }
        }
    }
}
