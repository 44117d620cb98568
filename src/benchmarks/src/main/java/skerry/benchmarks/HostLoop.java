package skerry.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.Samples;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;

/** Some minutes of this machine's own series, again and again; counters go on from where they were. */
final class HostLoop {
    private final List<Samples> rounds = new ArrayList<>();
    private final Map<Key, Double> growth = new HashMap<>();

    private record Key(String metric, Labels labels) {}

    /** Collects for as long as it takes. */
    static HostLoop record(int rounds) throws IOException, InterruptedException {
        var loop = new HostLoop();
        try (var host = new OwnHost()) {
            for (int i = 0; i <= rounds; i++) {
                if (i > 0) {
                    Thread.sleep(OwnHost.EVERY);
                }
                loop.rounds.add(host.collect());
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
