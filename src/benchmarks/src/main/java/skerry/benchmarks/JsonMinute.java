package skerry.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import skerry.protocol.ProtocolException;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;

/** A minute as most others would send it: JSON that explains itself, in gzip. */
final class JsonMinute {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonMinute() {}

    private record Gauge(
            String name, Map<String, String> labels, int count, double min, double max, double sum, double last) {}

    private record Counter(
            String name,
            Map<String, String> labels,
            int count,
            double first,
            double last,
            long resets,
            double increase,
            double peak) {}

    private record Pattern(String template, Map<Severity, Long> counts, String example) {}

    private record Minute(long start, long end, List<Gauge> gauges, List<Counter> counters, List<Pattern> patterns) {}

    static byte[] gzip(Summary minute, Dictionary dictionary) throws ProtocolException {
        var gauges = new ArrayList<Gauge>();
        for (GaugeSummary one : minute.gauges()) {
            gauges.add(new Gauge(
                    one.series().name(),
                    one.series().labels().asMap(),
                    one.count(),
                    one.min(),
                    one.max(),
                    one.sum(),
                    one.last()));
        }
        var counters = new ArrayList<Counter>();
        for (CounterSummary one : minute.counters()) {
            counters.add(new Counter(
                    one.series().name(),
                    one.series().labels().asMap(),
                    one.count(),
                    one.first(),
                    one.last(),
                    one.resets(),
                    one.increase(),
                    one.peakRate()));
        }
        var patterns = new ArrayList<Pattern>();
        for (PatternSummary one : minute.patterns()) {
            int position = dictionary.positionOfPattern(one.patternId()).orElseThrow();
            patterns.add(new Pattern(dictionary.pattern(position).template(), one.counts(), one.firstExample()));
        }
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(JSON.writeValueAsBytes(new Minute(
                    minute.window().startMillis(), minute.window().endMillis(), gauges, counters, patterns)));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
