package skerry.hub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.SketchSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.OpenSketch;

/** Minutes in which an agent tells chosen series with chosen values. Not thread-safe. */
public final class ToldCluster {
    private final FakeAgent agent;
    private final Map<Series, Double> values = new LinkedHashMap<>();
    private final Map<Series, Double> before = new LinkedHashMap<>();
    private final Map<Series, OpenSketch> distributions = new LinkedHashMap<>();

    public ToldCluster(FakeAgent agent) {
        this.agent = agent;
    }

    /** From now on tells this value of a gauge, or of a counter if the name ends in {@code _total}. */
    public ToldCluster tell(String metric, double value, String... labels) {
        return tell(metric, metric.endsWith("_total") ? MetricType.COUNTER : MetricType.GAUGE, value, labels);
    }

    /** The same of a counter with any name. */
    public ToldCluster tellCounter(String metric, double value, String... labels) {
        return tell(metric, MetricType.COUNTER, value, labels);
    }

    private ToldCluster tell(String metric, MetricType type, double value, String... labels) {
        values.put(new Series(metric, Labels.of(labels), type), value);
        return this;
    }

    /** Tells, in the next window, that these values came to a distribution. */
    public ToldCluster tellValues(String metric, double[] values, String... labels) {
        var open = distributions.computeIfAbsent(
                new Series(metric, Labels.of(labels), MetricType.GAUGE), _ -> new OpenSketch());
        for (double value : values) {
            open.add(value, 1);
        }
        return this;
    }

    /** From now on tells no series that has this label. */
    public ToldCluster forget(String label, String value) {
        values.keySet().removeIf(series -> series.labels().get(label).equals(value));
        return this;
    }

    /** The chunk and the summary of a window with what is told now. */
    public List<Batch> window(Kind kind, long start, long length) {
        var gauges = new ArrayList<GaugeSummary>();
        var counters = new ArrayList<CounterSummary>();
        values.forEach((series, value) -> {
            if (series.type() == MetricType.GAUGE) {
                gauges.add(new GaugeSummary(series, 4, value, value, 4 * value, value));
            } else {
                double first = before.getOrDefault(series, value);
                counters.add(new CounterSummary(series, 4, first, value, 0, value - first, 0));
                before.put(series, value);
            }
        });
        var sketches = new ArrayList<SketchSummary>();
        distributions.forEach((series, open) -> sketches.add(new SketchSummary(series, open.close())));
        var all = new ArrayList<>(values.keySet());
        all.addAll(distributions.keySet());
        distributions.clear();
        var chunk = new DictionaryChunk(all, List.of());
        var summary = new Summary(new Window(start, length), gauges, counters, List.of(), sketches);
        return List.of(agent.dictionary(chunk, start), agent.summary(kind, summary, chunk));
    }

    public List<Batch> minute(long start) {
        return window(Kind.MINUTE, start, 60_000);
    }
}
