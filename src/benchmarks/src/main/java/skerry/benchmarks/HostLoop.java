package skerry.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skerry.agent.collect.CollectionRound;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.Samples;
import skerry.agent.collect.host.HostMetrics;
import skerry.agent.collect.host.KernelCalls;
import skerry.agent.collect.host.SystemCommands;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;

/** Some minutes of this machine's own series, again and again; counters go on from where they were. */
final class HostLoop {
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final int MAX_SAMPLES = 5_000;

    private final List<Samples> rounds = new ArrayList<>();
    private final Map<Key, Double> growth = new HashMap<>();

    private record Key(String metric, Labels labels) {}

    /** Collects for as long as it takes. */
    static HostLoop record(int rounds) throws IOException, InterruptedException {
        var loop = new HostLoop();
        try (var host = new HostMetrics(
                        HostPaths.LOCAL,
                        HostMetrics.Detail.STANDARD,
                        InstantSource.system(),
                        System::nanoTime,
                        KernelCalls.ofThisMachine(),
                        new SystemCommands(Duration.ofSeconds(3)));
                var round = new CollectionRound(
                        host.collectors(),
                        Duration.ofSeconds(5),
                        MAX_SAMPLES,
                        InstantSource.system(),
                        System::nanoTime)) {
            for (int i = 0; i <= rounds; i++) {
                if (i > 0) {
                    Thread.sleep(EVERY);
                }
                loop.rounds.add(round.run());
            }
        }
        loop.rounds
                .getLast()
                .forEach((family, labels, value) -> loop.growth.put(new Key(family.name(), labels), value));
        loop.rounds
                .getFirst()
                .forEach((family, labels, value) ->
                        loop.growth.merge(new Key(family.name(), labels), value, (last, first) -> last - first));
        return loop;
    }

    /** @param number of the round, from 0 on without end */
    void round(int number, SampleSink sink) {
        int length = rounds.size() - 1;
        int times = number / length;
        rounds.get(number % length).forEach((family, labels, value) -> {
            boolean grows = family.type() == MetricType.COUNTER;
            double more = grows ? growth.getOrDefault(new Key(family.name(), labels), 0.0) * times : 0;
            sink.add(family, labels, Math.rint((value + more) * 1e6) / 1e6);
        });
    }
}
