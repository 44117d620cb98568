package skerry.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ToldCluster;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.Agent;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.Road;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Track;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;

/** Hours and minutes of a real store that joined them, as it does every few minutes and after midnight. */
class CoarseWindowsTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long MIDNIGHT = 1_790_000_040_000L / DAY * DAY;
    private static final String TOOK = "skerry_service_request_duration_seconds";
    private static final String RESTARTS = "restarts_total";

    @TempDir
    Path folder;

    private final FakeAgent agent = new FakeAgent(1);
    private final ToldCluster minutes = new ToldCluster(agent);
    private final ToldCluster hours = new ToldCluster(agent);
    private SqliteFleetStore store;
    private Agent node;
    private long now;

    @BeforeEach
    void open() throws IOException, SQLException {
        store = new SqliteFleetStore(folder, () -> Instant.ofEpochMilli(now), 1);
        store.registry().addSite(FakeAgent.NORTH);
        node = agent.enrolledAt("north", "pi");
        store.registry().addAgent(node);
        minutes.tell(RESTARTS, 0);
        hours.tell(RESTARTS, 0);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Each minute of some hours has one value and one restart; the store joins minutes as they come. */
    private void tellMinutes(long from, long to) {
        var told = new ArrayList<Batch>();
        for (long at = from; at < to; at += MINUTE) {
            now = at + MINUTE;
            minutes.tellValues(TOOK, new double[] {0.1}).tell(RESTARTS, (double) (now - MIDNIGHT) / MINUTE);
            told.addAll(minutes.minute(at));
            if (now == to || told.size() == 60) {
                take(told);
                told.clear();
                store.compact(now);
            }
        }
    }

    private void tellHour(long start) {
        now = start + HOUR;
        hours.tellValues(TOOK, new double[60]).tell(RESTARTS, (double) (start + HOUR - MIDNIGHT) / MINUTE);
        take(hours.window(Kind.HOUR, start, HOUR));
    }

    private void take(List<Batch> batches) {
        store.batches()
                .append(batches.stream()
                        .map(batch -> new Arrival(batch, Road.MQTT, now))
                        .toList());
        new Decoder(store, new IngestCounts(), _ -> {}).drain();
        store.flush();
    }

    private long values(long from, long to) {
        var found = new Distributions(store)
                .of(new Distributions.Question(
                        List.of(node), TOOK, Map.of(), Optional.of(List.of()), from, to, to - from));
        return found.distributions()
                .values()
                .iterator()
                .next()
                .total()
                .orElseThrow()
                .count();
    }

    private double restarts(long from, long to) {
        var increase = new double[1];
        new SiteSeries(store)
                .visit(List.of(node), from, to, Set.of(RESTARTS), (_, _, trail) -> increase[0] += trail.increase());
        return increase[0];
    }

    /** Begins of all windows of the range, as they are answered. */
    private List<Long> starts(long from, long to) {
        var starts = new ArrayList<Long>();
        for (SeriesBlock block :
                CoarseWindows.of(store.history(), agent.uid(), from, to, Set.of("node_load1", TOOK, RESTARTS))) {
            for (int i = 0; i < block.size(); i++) {
                if (block.start(i) >= from && block.start(i) < to) {
                    starts.add(block.start(i));
                }
            }
        }
        return starts;
    }

    private static List<Long> every(long step, long from, long to) {
        return LongStream.iterate(from, at -> at < to, at -> at + step).boxed().toList();
    }

    @Test
    void minutesThatAreJoinedAcrossTheEndOfTheNewestHourDoNotCountASecondTime() {
        long first = MIDNIGHT + 6 * HOUR;
        long asked = MIDNIGHT + 14 * HOUR + 50 * MINUTE;
        tellHour(first - HOUR);
        for (int hour = 6; hour < 14; hour++) {
            tellHour(MIDNIGHT + hour * HOUR);
        }
        tellMinutes(MIDNIGHT + 12 * HOUR + 23 * MINUTE, asked);

        assertThat(values(first, asked)).isEqualTo((asked - first) / MINUTE);
        assertThat(restarts(first, asked)).isEqualTo((double) (asked - first) / MINUTE);
        assertThat(starts(first, asked).subList(8, 58)).isEqualTo(every(MINUTE, MIDNIGHT + 14 * HOUR, asked));
    }

    @Test
    void theMinutesOfAClosedDayDoNotCountBesideItsHours() {
        long lastHeard = MIDNIGHT + 22 * HOUR + 30 * MINUTE;
        for (int hour = 0; hour < 22; hour++) {
            tellHour(MIDNIGHT + hour * HOUR);
        }
        tellMinutes(MIDNIGHT, lastHeard);
        now = MIDNIGHT + 25 * HOUR;
        store.compact(now);

        assertThat(values(MIDNIGHT + HOUR, now)).isEqualTo((lastHeard - MIDNIGHT) / MINUTE - 60);
        assertThat(restarts(MIDNIGHT + HOUR, now)).isEqualTo((double) (lastHeard - MIDNIGHT) / MINUTE - 60);
    }

    @Test
    void anHourOfWhichNoSummaryCameIsToldByItsMinutesInItsPlace() {
        for (int hour : new int[] {1, 2, 4, 5, 7, 8}) {
            tellHour(MIDNIGHT + hour * HOUR);
        }
        tellMinutes(MIDNIGHT + HOUR, MIDNIGHT + 6 * HOUR);
        tellMinutes(MIDNIGHT + 7 * HOUR, MIDNIGHT + 9 * HOUR);
        var expected = new ArrayList<>(every(HOUR, MIDNIGHT + HOUR, MIDNIGHT + 3 * HOUR));
        expected.addAll(every(MINUTE, MIDNIGHT + 3 * HOUR, MIDNIGHT + 4 * HOUR));
        for (int hour : new int[] {4, 5, 7, 8}) {
            expected.add(MIDNIGHT + hour * HOUR);
        }

        assertThat(starts(MIDNIGHT + HOUR, MIDNIGHT + 9 * HOUR)).isEqualTo(expected);
        assertThat(values(MIDNIGHT + HOUR, MIDNIGHT + 9 * HOUR)).isEqualTo(7 * 60);

        now = MIDNIGHT + 25 * HOUR;
        store.compact(now);

        assertThat(starts(MIDNIGHT + HOUR, MIDNIGHT + 9 * HOUR)).isEqualTo(expected);
    }

    @Test
    void anHourAfterTheEndOfTheQuestionDoesNotStandForTheMinutesBeforeIt() {
        for (int hour = 1; hour < 9; hour++) {
            tellHour(MIDNIGHT + hour * HOUR);
        }
        take(hours.window(Kind.HOUR, MIDNIGHT + 9 * HOUR + 30 * MINUTE, HOUR));
        tellMinutes(MIDNIGHT + 9 * HOUR, MIDNIGHT + 9 * HOUR + 30 * MINUTE);

        long to = MIDNIGHT + 9 * HOUR + 30 * MINUTE;
        assertThat(starts(MIDNIGHT + 8 * HOUR, to).subList(1, 31)).isEqualTo(every(MINUTE, to - 30 * MINUTE, to));
    }

    @Test
    void aMinuteThatAClockDatesALittleBeforeTheEndOfAnHourIsTheNextHours() {
        long end = MIDNIGHT + 9 * HOUR;
        for (int hour = 0; hour < 9; hour++) {
            tellHour(MIDNIGHT + hour * HOUR);
        }
        now = end + 2 * MINUTE;
        take(minutes.minute(end - MINUTE - 300));
        take(minutes.minute(end - 300));

        assertThat(starts(MIDNIGHT, now)).hasSize(10).endsWith(end - 300);
    }

    @Test
    void aPartOfABlockHasTheValuesOfItsWindowsAndThoseAlone() {
        var gauge = agent.gauges().getFirst();
        var chunk = new DictionaryChunk(List.of(gauge), List.of());
        for (int minute = 0; minute < 4; minute++) {
            now = MIDNIGHT + (minute + 1) * MINUTE;
            minutes.tell(RESTARTS, 10 * minute).tellValues(TOOK, new double[] {minute + 1.0});
            take(minutes.minute(MIDNIGHT + minute * MINUTE));
        }
        take(List.of(
                agent.dictionary(chunk, now),
                agent.summary(
                        Kind.MINUTE,
                        new Summary(
                                new Window(MIDNIGHT + 4 * MINUTE, MINUTE),
                                List.of(new GaugeSummary(gauge, 4, 1, 3, 8, 2)),
                                List.of(),
                                List.of()),
                        chunk)));
        SeriesBlock all = store.history()
                .windows(agent.uid(), Kind.MINUTE, MIDNIGHT, MIDNIGHT + HOUR, Set.of(gauge.name(), TOOK, RESTARTS))
                .getFirst();

        assertThat(all.between(MIDNIGHT, MIDNIGHT + HOUR)).isSameAs(all);
        SeriesBlock three = all.between(MIDNIGHT + 2 * MINUTE, MIDNIGHT + HOUR);
        assertThat(three.size()).isEqualTo(3);
        assertThat(three.tracks()).hasSize(3);
        three.tracks().forEach((series, track) -> {
            switch (track) {
                case Track.Gauge found -> {
                    assertThat(found.window(0)).isEqualTo(2);
                    assertThat(found.sum(0)).isEqualTo(8);
                    assertThat(found.max(0)).isEqualTo(3);
                }
                case Track.Counter found -> {
                    assertThat(found.size()).isEqualTo(2);
                    assertThat(found.window(1)).isEqualTo(1);
                    assertThat(found.last(1)).isEqualTo(30);
                    assertThat(found.increase(0)).isEqualTo(10);
                }
                case Track.Distribution found -> {
                    assertThat(found.size()).isEqualTo(2);
                    assertThat(found.sketch(0).quantile(0.5)).isBetween(2.97, 3.03);
                }
            }
        });
        SeriesBlock two = all.between(MIDNIGHT, MIDNIGHT + 2 * MINUTE);
        assertThat(two.size()).isEqualTo(2);
        assertThat(two.tracks()).hasSize(2).doesNotContainKey(gauge);
    }
}
