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
import skerry.agent.collect.TextType;

/** Paging, swapping, page faults and out-of-memory kills from {@code /proc/vmstat}. Source: proc_vmstat(5). */
public final class VirtualMemory implements Collector {
    private final KernelText text = new KernelText();
    private final Map<String, MetricFamily> families = new HashMap<>();
    private final File file;

    public VirtualMemory(HostPaths paths) {
        this.file = paths.procfs().resolve("vmstat").toFile();
    }

    @Override
    public String name() {
        return "vmstat";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        text.readRequired(file);
        while (text.nextLine()) {
            if (text.nextWord() && isWanted()) {
                var family = families.computeIfAbsent(text.word(), VirtualMemory::family);
                sink.add(family, text.nextNumber());
            }
        }
    }

    /** node_exporter's default: {@code oom_kill}, {@code pgpg*}, {@code pswp*}, and {@code pg…fault}. */
    private boolean isWanted() {
        return text.startsWith("oom_kill")
                || text.startsWith("pswp")
                || (text.startsWith("pg")
                        && (text.startsWith("pgpg") || text.word().contains("fault")));
    }

    private static MetricFamily family(String key) {
        return MetricFamily.counter("node_vmstat_" + key, key + " of /proc/vmstat.")
                .shownAs(TextType.UNTYPED);
    }
}
