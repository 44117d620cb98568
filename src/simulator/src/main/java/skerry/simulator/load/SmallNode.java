package skerry.simulator.load;

import java.util.List;
import java.util.stream.IntStream;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.RecordCounts;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/** A node with a few gauges: little to decode, so that what is measured is the way and not the content. */
public final class SmallNode {
    private static final int SERIES = 5;
    private static final int SAMPLES_PER_MINUTE = 4;
    private static final long MINUTES_PER_HOUR = 60;
    private static final long MINUTE = 60_000;
    private static final long HOUR = MINUTES_PER_HOUR * MINUTE;

    private static final List<Series> NAMES = IntStream.range(0, SERIES)
            .mapToObj(number -> new Series("node_sensor_celsius", Labels.of("sensor", "s" + number), MetricType.GAUGE))
            .toList();

    private SmallNode() {}

    /** Minutes from a moment on, each full hour with its summary after it. */
    public static Backlog backlog(long begin, int minutes) {
        var backlog = new Backlog(new DictionaryChunk(NAMES, List.of()), begin);
        for (int minute = 0; minute < minutes; minute++) {
            long start = begin + minute * MINUTE;
            var records = new RecordCounts((long) SERIES * SAMPLES_PER_MINUTE, 0, 0);
            backlog.add(Kind.MINUTE, window(new Window(start, MINUTE), SAMPLES_PER_MINUTE), records);
            if (minute % MINUTES_PER_HOUR == MINUTES_PER_HOUR - 1) {
                long hour = begin + (minute + 1 - MINUTES_PER_HOUR) * MINUTE;
                backlog.add(
                        Kind.HOUR,
                        window(new Window(hour, HOUR), (int) MINUTES_PER_HOUR * SAMPLES_PER_MINUTE),
                        RecordCounts.NONE);
            }
        }
        return backlog;
    }

    private static Summary window(Window window, int samples) {
        var gauges = NAMES.stream()
                .map(name -> {
                    double mean = 20 + (window.startMillis() / MINUTE + NAMES.indexOf(name) * 7L) % 17 * 0.5;
                    return new GaugeSummary(name, samples, mean - 1, mean + 1, mean * samples, mean);
                })
                .toList();
        return new Summary(window, gauges, List.of(), List.of());
    }
}
