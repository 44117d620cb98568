package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.Bytes;
import skerry.protocol.series.Series;

/** What a ticket asks for stays while the rest of a full ring gives way, and never makes the ring larger than its bound. */
class RingPinTest {
    private static final long MAX_BYTES = RingSettings.MIN_BYTES;

    @TempDir
    private Path folder;

    private final RingHistory history = new RingHistory(59);
    private Path file;
    private Ring ring;
    private long from;
    private long to;
    private int wanted;

    @BeforeEach
    void fill() {
        file = folder.resolve("ring.db");
        ring = history.open(file, MAX_BYTES);
        from = history.now();
        int before = history.lines.size();
        work(4);
        to = history.now() - 1;
        wanted = history.lines.size() - before;
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void aPinnedWindowOutlivesWhatIsNewerAlsoOverARestartAndGoesWhenItIsLetGo() throws Exception {
        Pinned pinned = ring.pin("ticket 1", true, from, to).orElseThrow();
        assertThat(pinned.whole()).isTrue();
        assertThat(ring.pinnedBytes()).isEqualTo(pinned.bytes()).isPositive();

        long samples = samplesWithin();
        ring.close();
        ring = history.open(file, MAX_BYTES);
        assertThat(ring.pins()).containsExactly("ticket 1");
        overflow();

        assertThat(linesWithin()).as("pinned lines").isEqualTo(wanted);
        assertThat(samplesWithin())
                .as("samples of that window, which nobody pinned")
                .isLessThan(samples);
        assertBounded();

        ring.unpin("ticket 1");
        assertThat(ring.pins()).isEmpty();
        assertThat(ring.pinnedBytes()).isZero();
        overflow();
        assertThat(linesWithin()).isZero();
    }

    @Test
    void whatIsPutTogetherFromPinnedPartsIsPinned() throws Exception {
        long start = history.now();
        int before = history.lines.size();
        for (int part = 0; part < 6; part++) {
            addLines(20);
            ring.commit();
        }
        ring.pin("ticket 2", true, start, history.now());
        from = start;
        to = history.now() - 1;
        wanted = history.lines.size() - before;
        for (int part = 0; part < 70; part++) {
            addLines(5);
            ring.commit();
            history.pass(1000);
        }
        history.closeWindow(ring, 200, List.of());

        overflow();

        assertThat(linesWithin()).isEqualTo(wanted);
    }

    @Test
    void aPinHoldsNoMoreThanItsPartOfTheRingAndTakesTheNewest() throws Exception {
        from = history.now();
        work(80);
        to = history.now() - 1;

        Pinned pinned = ring.pin("ticket 3", true, from, to).orElseThrow();

        assertThat(pinned.whole()).isFalse();
        assertThat(pinned.bytes()).isLessThanOrEqualTo(MAX_BYTES / 8).isGreaterThan(MAX_BYTES / 16);
        assertThat(ring.pin("ticket 4", true, from, to).orElseThrow().bytes())
                .as("what another pin holds already costs no more room")
                .isEqualTo(pinned.bytes());
        overflow();
        assertBounded();
    }

    @Test
    void readersLearnWhenWhatTheyReadArrived() throws Exception {
        Map<String, Long> monos = new HashMap<>();
        List<Long> lines = new ArrayList<>();
        try (RingReader reader = RingReader.open(file)) {
            reader.arrivedSamples(_ -> true, from, to, new ArrivedSamples() {
                @Override
                public void boot(Bytes bootId) {
                    assertThat(bootId).isEqualTo(Bytes.of(new byte[16]));
                }

                @Override
                public boolean sample(Series series, long timeMillis, long monoMillis, double value) {
                    monos.put(RingHistory.sample(series, timeMillis, value), timeMillis - monoMillis);
                    return true;
                }
            });
            reader.arrivedLines(LineFilter.between(from, to), new ArrivedLines() {
                private long here;

                @Override
                public boolean line(LineView line) {
                    here++;
                    return true;
                }

                @Override
                public void block(Bytes bootId, long monoFirst, long monoLast, long all) {
                    assertThat(bootId).isEqualTo(Bytes.of(new byte[16]));
                    assertThat(monoFirst).isLessThanOrEqualTo(monoLast);
                    assertThat(all).isEqualTo(here);
                    lines.add(here);
                    here = 0;
                }
            });
        }

        assertThat(monos.keySet()).containsExactlyInAnyOrderElementsOf(history.samples);
        assertThat(monos.values()).as("both clocks ran alike").containsOnly(history.now() - monoNow());
        assertThat(lines.stream().mapToLong(Long::longValue).sum()).isEqualTo(wanted);
    }

    private long monoNow() {
        return history.now() - 1_790_000_000_000L;
    }

    private void work(int windows) {
        for (int window = 0; window < windows; window++) {
            addLines(300);
            history.addRound(ring);
            history.pass(15_000);
            history.closeWindow(ring, 200, List.of());
        }
    }

    private void addLines(int count) {
        for (int i = 0; i < count; i++) {
            history.addLine(ring);
            history.pass(10);
        }
    }

    /** Until nothing that is as old as the window would be left of itself. */
    private void overflow() {
        work(320);
    }

    private void assertBounded() throws Exception {
        assertThat(Files.size(file) + Files.size(file.resolveSibling("ring.db-wal")))
                .isLessThanOrEqualTo(MAX_BYTES);
    }

    private long linesWithin() throws SQLException {
        long[] count = {0};
        try (RingReader reader = RingReader.open(file)) {
            reader.lines(LineFilter.between(from, to), 0, _ -> ++count[0] > 0);
        }
        return count[0];
    }

    private long samplesWithin() throws SQLException {
        long[] count = {0};
        try (RingReader reader = RingReader.open(file)) {
            reader.samples(_ -> true, from, to, (_, _, _) -> ++count[0] > 0);
        }
        return count[0];
    }
}
