package skerry.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import skerry.agent.collect.CollectionRound;
import skerry.agent.collect.Exposition;
import skerry.agent.collect.Samples;
import skerry.agent.site.LatestSamples;
import skerry.protocol.series.Labels;

/**
 * The thread that collects the host's metrics at whole multiples of its interval, and with each round lets the recorder do
 * what is due. Keeps the last round for those who look.
 */
final class Rounds implements LatestSamples, AutoCloseable {
    private final CollectionRound round;
    private final Recorder recorder;
    private final NodeClock clock;
    private final long everyMillis;
    private final Consumer<LatestSamples> collected;
    private final Thread thread;
    private volatile Optional<Samples> last = Optional.empty();
    private volatile long endedNanos = System.nanoTime();

    /** @param collected told after each round */
    Rounds(
            CollectionRound round,
            Recorder recorder,
            NodeClock clock,
            Duration every,
            Consumer<LatestSamples> collected) {
        this.round = round;
        this.recorder = recorder;
        this.clock = clock;
        this.everyMillis = every.toMillis();
        this.collected = collected;
        this.thread = Thread.ofPlatform().name("collect").daemon().unstarted(this::run);
    }

    void start() {
        endedNanos = System.nanoTime();
        thread.start();
    }

    /** Whether a round has been collected. */
    boolean hasCollected() {
        return last.isPresent();
    }

    /** For how long no round has come to an end; a round takes its time, and the rest before it. */
    Duration sinceLast() {
        return Duration.ofNanos(System.nanoTime() - endedNanos);
    }

    /** Writes the last round under the labels that are stored. */
    void write(Appendable out) throws IOException {
        if (last.isPresent()) {
            Exposition.write(last.get(), recorder::stored, out);
        }
    }

    @Override
    public void each(String metric, BiConsumer<Labels, Double> sink) {
        last.ifPresent(samples -> {
            for (int i = 0; i < samples.size(); i++) {
                if (samples.family(i).name().equals(metric)) {
                    sink.accept(samples.labels(i), samples.value(i));
                }
            }
        });
    }

    /** Ends the thread after the round it is in. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        round.close();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                recorder.tick();
                Samples samples = round.run();
                recorder.samples(samples.at(), samples::forEach);
                last = Optional.of(samples);
                collected.accept(this);
                endedNanos = System.nanoTime();
                long now = clock.wallMillis();
                Thread.sleep(everyMillis - Math.floorMod(now, everyMillis));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
