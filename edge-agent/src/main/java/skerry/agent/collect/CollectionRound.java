package skerry.agent.collect;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import skerry.protocol.series.Labels;

/**
 * Runs all collectors once, each within a time limit and a bound of samples, so that a broken, stuck or flooding one never
 * costs the others their samples. Of a failing collector the samples it gave before are kept; of a stuck one none.
 *
 * <p>Every round also tells how the collectors did, under node_exporter's names. Called by one thread at a time.
 */
public final class CollectionRound implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CollectionRound.class.getName());

    private static final MetricFamily SUCCESS =
            MetricFamily.gauge("node_scrape_collector_success", "Whether the collector ended without an error.");
    private static final MetricFamily DURATION = MetricFamily.gauge(
            "node_scrape_collector_duration_seconds", "How long the collector took in its last round.");
    private static final MetricFamily DROPPED = MetricFamily.counter(
            "skerry_collector_dropped_samples_total",
            "Samples left out, because the collector gave too many or gave a series twice.");

    private static final int EXPECTED_SAMPLES = 64;

    /** Samples about a collector itself: success, duration, and two causes of dropping. */
    private static final int OWN_SAMPLES = 4;

    private final List<Source> sources;
    private final List<String> names;
    private final int maxSamples;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final BoundedCalls calls;
    private SampleBuffer scratch;
    private int lastSize;

    private static final class Source {
        final Collector collector;
        final Labels labels;
        final Labels refusedLabels;
        final Labels duplicateLabels;
        long refused;
        long duplicates;
        boolean failing;

        Source(Collector collector) {
            this.collector = collector;
            this.labels = Labels.of("collector", collector.name());
            this.refusedLabels = labels.with("cause", "limit");
            this.duplicateLabels = labels.with("cause", "duplicate");
        }
    }

    /**
     * @param limit how long one collector may take
     * @param maxSamples how many samples one collector may give in a round
     * @param clock stamps the round
     * @param nanoTime a clock for elapsed nanoseconds, such as {@link System#nanoTime}
     */
    public CollectionRound(
            List<? extends Collector> collectors,
            Duration limit,
            int maxSamples,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.sources = collectors.stream().map(Source::new).toList();
        this.names = collectors.stream().map(Collector::name).toList();
        this.maxSamples = maxSamples;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.calls = new BoundedCalls("collect", limit);
        this.scratch = new SampleBuffer(maxSamples, EXPECTED_SAMPLES);
    }

    /**
     * Collects once.
     *
     * @throws InterruptedException if the calling thread is to stop; the round is lost
     */
    public Samples run() throws InterruptedException {
        var at = clock.instant();
        var round = new SampleBuffer(sources.size() * (maxSamples + OWN_SAMPLES), lastSize);
        var once = new SeriesOnce(round);
        int[] ends = new int[sources.size()];
        for (int i = 0; i < ends.length; i++) {
            run(sources.get(i), round, once);
            ends[i] = round.size();
        }
        lastSize = round.size();
        return new Samples(at, round, names, ends);
    }

    /** Ends the worker thread; a stuck collector may outlive it. */
    @Override
    public void close() {
        calls.close();
    }

    private void run(Source source, SampleBuffer round, SeriesOnce once) throws InterruptedException {
        var samples = scratch;
        samples.clear();
        long start = nanoTime.getAsLong();
        var outcome = call(source, samples);
        double seconds = (nanoTime.getAsLong() - start) / 1e9;
        boolean success = false;
        switch (outcome) {
            case BoundedCalls.Outcome.Done<SampleBuffer> done -> {
                keep(source, done.value(), once);
                success = true;
                recovered(source);
            }
            case BoundedCalls.Outcome.Failed<SampleBuffer> failed -> {
                keep(source, samples, once);
                failing(source, failed.cause());
            }
            case BoundedCalls.Outcome.TimedOut<SampleBuffer> _ -> {
                leaveScratch();
                failing(source, new IOException("it takes longer than its limit and is left alone until it ends"));
            }
            case BoundedCalls.Outcome.StillRunning<SampleBuffer> _ ->
                LOG.log(DEBUG, "collector {0} is still stuck in an earlier round", source.collector.name());
        }
        round.add(SUCCESS, source.labels, success ? 1 : 0);
        round.add(DURATION, source.labels, seconds);
        if (source.refused > 0) {
            round.add(DROPPED, source.refusedLabels, (double) source.refused);
        }
        if (source.duplicates > 0) {
            round.add(DROPPED, source.duplicateLabels, (double) source.duplicates);
        }
    }

    private BoundedCalls.Outcome<SampleBuffer> call(Source source, SampleBuffer samples) throws InterruptedException {
        try {
            return calls.call(source.collector.name(), () -> {
                source.collector.collect(samples);
                return samples;
            });
        } catch (InterruptedException e) {
            leaveScratch();
            throw e;
        }
    }

    /** A stuck thread may still write into its buffer: it is left to that thread. */
    private void leaveScratch() {
        scratch = new SampleBuffer(maxSamples, EXPECTED_SAMPLES);
    }

    private void keep(Source source, SampleBuffer samples, SeriesOnce once) {
        if (samples.refused() > 0 && source.refused == 0) {
            LOG.log(
                    WARNING,
                    "collector {0} gives more than {1} series: {2} are left out",
                    source.collector.name(),
                    maxSamples,
                    samples.refused());
        }
        source.refused += samples.refused();
        for (int i = 0; i < samples.size(); i++) {
            if (!once.add(samples.family(i), samples.labels(i), samples.value(i))) {
                if (source.duplicates++ == 0) {
                    LOG.log(
                            WARNING,
                            "collector {0} gives {1}{2} a second time: the first value counts",
                            source.collector.name(),
                            samples.family(i).name(),
                            samples.labels(i));
                }
            }
        }
    }

    private static void failing(Source source, Throwable cause) {
        var level = source.failing ? DEBUG : WARNING;
        source.failing = true;
        if (cause instanceof IOException) {
            LOG.log(level, "collector {0} fails: {1}", source.collector.name(), cause.getMessage());
        } else {
            LOG.log(level, "collector " + source.collector.name() + " is broken, please report this", cause);
        }
    }

    private static void recovered(Source source) {
        if (source.failing) {
            source.failing = false;
            LOG.log(INFO, "collector {0} works again", source.collector.name());
        }
    }
}
