package skerry.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import skerry.protocol.series.Labels;

class CollectionRoundTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Long enough for a collector that does nothing, on a busy machine as well. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final MetricFamily ANSWER = MetricFamily.gauge("answer", "");

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void oneBrokenAndOneStuckCollectorDoNotCostTheOthersTheirSamples() throws Exception {
        var forEver = new CountDownLatch(1);
        try (var round = round(
                SHORT,
                collector("first", sink -> sink.add(ANSWER, Labels.of("of", "first"), 1)),
                collector("stuck", sink -> await(forEver)),
                collector("broken", sink -> {
                    throw new IllegalStateException("a bug");
                }),
                collector("last", sink -> sink.add(ANSWER, Labels.of("of", "last"), 2)))) {
            var samples = round.run();

            assertThat(values(samples, "answer")).isEqualTo(Map.of("{of=\"first\"}", 1.0, "{of=\"last\"}", 2.0));
            assertThat(values(samples, "node_scrape_collector_success"))
                    .isEqualTo(Map.of(
                            "{collector=\"first\"}", 1.0,
                            "{collector=\"stuck\"}", 0.0,
                            "{collector=\"broken\"}", 0.0,
                            "{collector=\"last\"}", 1.0));
        } finally {
            forEver.countDown();
        }
    }

    @Test
    void aStuckCollectorIsNotStartedAgainUntilItEnds() throws Exception {
        var starts = new AtomicInteger();
        var release = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        try (var round = round(SHORT, collector("stuck", sink -> {
            if (starts.incrementAndGet() == 1) {
                awaitUninterruptibly(release);
                ended.countDown();
            }
            sink.add(ANSWER, starts.get());
        }))) {
            assertThat(values(round.run(), "answer")).isEmpty();
            assertThat(values(round.run(), "answer")).isEmpty();
            assertThat(starts).hasValue(1);

            release.countDown();
            ended.await();
            Map<String, Double> answers = Map.of();
            while (answers.isEmpty()) { // its thread may need a moment to end
                answers = values(round.run(), "answer");
            }
            assertThat(answers).isEqualTo(Map.of("", 2.0));
        }
    }

    @Test
    void samplesOfAStuckCollectorNeverTurnUpInALaterRound() throws Exception {
        var secondRound = new AtomicBoolean();
        var release = new CountDownLatch(1);
        var written = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var round = round(
                SHORT,
                collector("stuck", sink -> {
                    awaitUninterruptibly(release);
                    sink.add(ANSWER, Labels.of("of", "stuck"), 13);
                    written.countDown();
                    awaitUninterruptibly(end);
                }),
                collector("other", sink -> {
                    if (secondRound.get()) {
                        release.countDown();
                        written.await();
                    }
                    sink.add(ANSWER, Labels.of("of", "other"), 1);
                }))) {
            assertThat(values(round.run(), "answer")).isEqualTo(Map.of("{of=\"other\"}", 1.0));
            secondRound.set(true);
            assertThat(values(round.run(), "answer")).isEqualTo(Map.of("{of=\"other\"}", 1.0));
        } finally {
            release.countDown();
            end.countDown();
        }
    }

    @Test
    void oneThreadServesAllCollectorsAndRoundsWhileNothingIsStuck() throws Exception {
        var threads = new ArrayList<Thread>();
        try (var round = round(
                LONG,
                collector("a", sink -> threads.add(Thread.currentThread())),
                collector("b", sink -> threads.add(Thread.currentThread())))) {
            round.run();
            round.run();
        }
        assertThat(threads).hasSize(4);
        assertThat(threads.stream().distinct()).hasSize(1);
    }

    @Test
    void samplesThatAFailingCollectorGaveBeforeAreKept() throws Exception {
        try (var round = round(LONG, collector("half", sink -> {
            sink.add(ANSWER, 42);
            throw new IOException("cannot read /proc/half");
        }))) {
            var samples = round.run();

            assertThat(values(samples, "answer")).isEqualTo(Map.of("", 42.0));
            assertThat(values(samples, "node_scrape_collector_success")).containsValue(0.0);
        }
    }

    @Test
    void samplesBeyondTheBoundAreLeftOutAndCounted() throws Exception {
        try (var round = new CollectionRound(
                List.of(collector("flood", sink -> {
                    for (int i = 0; i < 30; i++) {
                        sink.add(ANSWER, Labels.of("i", Integer.toString(i)), i);
                    }
                })),
                LONG,
                10,
                InstantSource.fixed(NOON),
                nanos::get)) {
            assertThat(values(round.run(), "answer")).hasSize(10);

            var second = round.run();
            assertThat(values(second, "answer")).hasSize(10);
            assertThat(values(second, "skerry_collector_dropped_samples_total"))
                    .isEqualTo(Map.of("{cause=\"limit\",collector=\"flood\"}", 40.0));
        }
    }

    @Test
    void aSeriesGivenTwiceCountsOnceAndTheSecondIsCounted() throws Exception {
        try (var round = round(
                LONG,
                collector("host", sink -> sink.add(ANSWER, 1)),
                collector("file", sink -> sink.add(MetricFamily.counter("answer", ""), 2)))) {
            var samples = round.run();

            assertThat(values(samples, "answer")).isEqualTo(Map.of("", 1.0));
            assertThat(values(samples, "skerry_collector_dropped_samples_total"))
                    .isEqualTo(Map.of("{cause=\"duplicate\",collector=\"file\"}", 1.0));
        }
    }

    @Test
    void theRoundBearsTheTimeOfItsBeginningAndEachCollectorItsDuration() throws Exception {
        try (var round = round(
                LONG,
                collector("quick", sink -> nanos.addAndGet(2_000_000)),
                collector("slow", sink -> nanos.addAndGet(1_500_000_000)))) {
            var samples = round.run();

            assertThat(samples.at()).isEqualTo(NOON);
            assertThat(values(samples, "node_scrape_collector_duration_seconds"))
                    .isEqualTo(Map.of("{collector=\"quick\"}", 0.002, "{collector=\"slow\"}", 1.5));
        }
    }

    @Test
    void anInterruptedRoundEndsAndALaterOneIsWhole() throws Exception {
        var first = new AtomicBoolean(true);
        var forEver = new CountDownLatch(1);
        try (var round = round(LONG, collector("one", sink -> {
            if (first.getAndSet(false)) {
                forEver.await();
            }
            sink.add(ANSWER, 1);
        }))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(round::run).isInstanceOf(InterruptedException.class);
            first.set(false);

            Map<String, Double> answers = Map.of();
            while (answers.isEmpty()) { // the call left behind may need a moment to end
                answers = values(round.run(), "answer");
            }
            assertThat(answers).isEqualTo(Map.of("", 1.0));
        }
    }

    private CollectionRound round(Duration limit, Collector... collectors) {
        return new CollectionRound(List.of(collectors), limit, 1000, InstantSource.fixed(NOON), nanos::get);
    }

    private static Map<String, Double> values(Samples samples, String name) {
        var values = new TreeMap<String, Double>();
        samples.forEach((family, labels, value) -> {
            if (family.name().equals(name)) {
                values.put(labels.toString(), value);
            }
        });
        return values;
    }

    private interface Body {
        void collect(SampleSink sink) throws IOException, InterruptedException;
    }

    private static Collector collector(String name, Body body) {
        return new Collector() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void collect(SampleSink sink) throws IOException {
                try {
                    body.collect(sink);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        };
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        latch.await();
    }

    /** As a system call on a dead server: an interrupt does not end it. */
    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // go on waiting
            }
        }
    }
}
