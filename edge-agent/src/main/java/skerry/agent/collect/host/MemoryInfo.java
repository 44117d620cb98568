package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * Every line of {@code /proc/meminfo}, so that fields of later kernels come by themselves: those in kB as bytes, the
 * others, which count huge pages, as they are. Source: proc_meminfo(5).
 */
public final class MemoryInfo implements Collector {
    private static final double KILOBYTE = 1024;

    private final KernelText text = new KernelText();
    private final Map<String, Field> fields = new HashMap<>();
    private final File file;

    private record Field(MetricFamily plain, MetricFamily bytes) {
        static Field of(String key) {
            String name = "node_memory_" + metricName(key);
            String help = key + " of /proc/meminfo.";
            return new Field(MetricFamily.gauge(name, help), MetricFamily.gauge(name + "_bytes", help));
        }
    }

    public MemoryInfo(HostPaths paths) {
        this.file = paths.procfs().resolve("meminfo").toFile();
    }

    @Override
    public String name() {
        return "meminfo";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        text.readRequired(file);
        while (text.nextLine()) {
            if (!text.nextUntil(':')) {
                continue;
            }
            var field = fields.computeIfAbsent(text.word(), Field::of);
            double value = text.nextNumber();
            if (text.nextWord()) {
                sink.add(field.bytes(), value * KILOBYTE);
            } else {
                sink.add(field.plain(), value);
            }
        }
    }

    /** {@code Active(anon)} becomes {@code Active_anon}. */
    static String metricName(String key) {
        return key.replace('(', '_').replace(")", "");
    }
}
