package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.Bytes;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/** What rules read: the newest samples, and what is remembered of alerts. */
class RingRecentTest {
    private static final Series LOAD = new Series("load", Labels.NONE, MetricType.GAUGE);
    private static final Series TEMPERATURE = new Series("temperature", Labels.of("zone", "0"), MetricType.GAUGE);
    private static final long EVERY = 15_000;

    @TempDir
    private Path folder;

    private long wall = 1_790_000_000_000L;
    private long mono = 5_000_000;
    private byte boot = 1;
    private int next;

    @Test
    void whatIsStoredAndWhatWaitsComesForAsLongAsItIsWanted() throws SQLException {
        try (Ring ring = open()) {
            record(ring, 40);
            assertThat(ring.commit()).isTrue();
            record(ring, 2);

            assertThat(values(ring, LOAD, 5 * EVERY)).containsExactly(36.0, 37.0, 38.0, 39.0, 40.0, 41.0);
            assertThat(values(ring, TEMPERATURE, EVERY)).containsExactly(140.0, 141.0);
        }
    }

    @Test
    void eachSeriesComesAsFarBackAsItIsWantedItself() throws SQLException {
        try (Ring ring = open()) {
            for (int i = 0; i < 30; i++) {
                record(ring, 10);
                ring.closeWindow(List.of());
            }
            var load = new ArrayList<Double>();
            var temperature = new ArrayList<Double>();
            ring.recent(
                    new Moment(wall, mono),
                    series -> series.equals(LOAD) ? 200 * EVERY : 30 * EVERY,
                    (series, _, value) -> (series.equals(LOAD) ? load : temperature).add(value));

            assertThat(new TreeSet<>(load)).hasSize(201);
            assertThat(new TreeSet<>(temperature)).as("whole blocks").hasSizeBetween(31, 60);
        }
    }

    @Test
    void theNewestComeFirstAndNothingOlderOnceASeriesHasEnough() throws SQLException {
        try (Ring ring = open()) {
            for (int i = 0; i < 30; i++) {
                record(ring, 10);
                ring.closeWindow(List.of());
            }
            var values = new ArrayList<Double>();
            ring.recent(new Moment(wall, mono), series -> series.equals(LOAD) ? 300 * EVERY : 0, (_, _, value) -> {
                values.add(value);
                return values.size() < 40;
            });

            assertThat(values).contains(299.0).hasSizeBetween(40, 200);
            assertThat(values).as("not to the beginning").doesNotContain(0.0);
        }
    }

    @Test
    void ofNamesThatAreNotWantedNothingIsReadFromTheFile() throws SQLException {
        try (Ring ring = open()) {
            record(ring, 3);
            ring.commit();
            var asked = new HashSet<Series>();
            var values = new ArrayList<Double>();
            ring.recent(
                    new Moment(wall, mono),
                    new RecentWish() {
                        @Override
                        public boolean mayWant(String name) {
                            return name.equals("load");
                        }

                        @Override
                        public long spanMillis(Series series) {
                            asked.add(series);
                            return EVERY;
                        }
                    },
                    (_, _, value) -> values.add(value));

            assertThat(asked).containsExactly(LOAD);
            assertThat(values).containsExactlyInAnyOrder(1.0, 2.0);
        }
    }

    @Test
    void theTimesOfThisBootFollowTheMonotonicClock() throws SQLException {
        try (Ring ring = open()) {
            record(ring, 10);
            ring.commit();
            wall += Duration.ofDays(90).toMillis();
            record(ring, 1);

            var times = new TreeSet<Long>();
            ring.recent(new Moment(wall, mono), _ -> 4 * EVERY, (_, time, _) -> {
                times.add(time - wall);
                return true;
            });

            assertThat(times).containsExactly(-4 * EVERY, -3 * EVERY, -2 * EVERY, -EVERY, 0L);
        }
    }

    @Test
    void thoseOfAnEarlierBootKeepTheirWallTime() throws SQLException {
        try (Ring ring = open()) {
            record(ring, 10);
        }
        wall += 60_000;
        mono = 9_000;
        boot++;
        try (Ring ring = open()) {
            record(ring, 1);
            assertThat(values(ring, LOAD, 75_000)).containsExactly(0.0, 9.0);
            assertThat(ring.lastRecord())
                    .contains(new Ring.LastRecord(false, wall - EVERY - 60_000, 5_000_000 + 10 * EVERY));
        }
    }

    @Test
    void aFileThatCannotBeReadStillGivesWhatWaits() throws Exception {
        try (Ring ring = open()) {
            record(ring, 3);
            ring.commit();
            record(ring, 1);
            Files.move(folder.resolve("ring.db"), folder.resolve("gone.db"));
            var values = new ArrayList<Double>();

            assertThatThrownBy(() ->
                            ring.recent(new Moment(wall, mono), _ -> EVERY * 10, (_, _, value) -> values.add(value)))
                    .isInstanceOf(SQLException.class);
            assertThat(values).containsExactlyInAnyOrder(3.0, 103.0);
            Files.move(folder.resolve("gone.db"), folder.resolve("ring.db"));
        }
    }

    @Test
    void notesAreKeptReplacedAndForgotten() {
        try (Ring ring = open()) {
            ring.add(new AlertNote("a", "one"));
            ring.add(new AlertNote("b", "two"));
            ring.commit();
            ring.add(new AlertNote("a", "three"));
            ring.add(new AlertNote("b", ""));
            ring.add(new AlertNote("c", "four"));
        }
        try (Ring ring = open()) {
            assertThat(ring.notes())
                    .containsExactly(
                            new StoredNote(new AlertNote("a", "three"), true),
                            new StoredNote(new AlertNote("c", "four"), true));
        }
    }

    private static List<Double> values(Ring ring, Series wanted, long span, long wall, long mono) throws SQLException {
        var values = new TreeSet<Double>();
        ring.recent(new Moment(wall, mono), series -> series.equals(wanted) ? span : 0, (_, time, value) -> {
            if (time >= wall - span) {
                values.add(value);
            }
            return true;
        });
        return List.copyOf(values);
    }

    private List<Double> values(Ring ring, Series wanted, long span) throws SQLException {
        return values(ring, wanted, span, wall, mono);
    }

    private void record(Ring ring, int rounds) {
        var round = new SampleRound();
        for (int i = 0; i < rounds; i++) {
            wall += EVERY;
            mono += EVERY;
            round.begin(wall, mono);
            round.add(ring.seriesId(LOAD), next);
            round.add(ring.seriesId(TEMPERATURE), 100.0 + next);
            assertThat(ring.add(round)).isTrue();
            next++;
        }
    }

    private Ring open() {
        next = 0;
        return Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                RingHistory.UID,
                (InstantSource) () -> Instant.ofEpochMilli(wall),
                () -> mono,
                Bytes.of(new byte[] {boot, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                _ -> true);
    }
}
