package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.TextType;

/**
 * Size and limit of the connection tracking table and what happened in it on all CPUs together; nothing where the module
 * is not loaded. Columns are found by their names, which differ between kernels. Source: kernel doc
 * networking/nf_conntrack-sysctl.rst.
 */
public final class ConnectionTracking implements Collector {
    private static final MetricFamily ENTRIES =
            MetricFamily.gauge("node_nf_conntrack_entries", "Connections tracked now.");
    private static final MetricFamily LIMIT =
            MetricFamily.gauge("node_nf_conntrack_entries_limit", "Connections that can be tracked.");
    private static final String[] NAMES = {
        "found", "invalid", "ignore", "insert", "insert_failed", "drop", "early_drop", "search_restart"
    };
    private static final MetricFamily[] FAMILIES = Arrays.stream(NAMES)
            .map(name -> MetricFamily.counter(
                            "node_nf_conntrack_stat_" + name, name + " of connection tracking, over all CPUs.")
                    .shownAs(TextType.GAUGE))
            .toArray(MetricFamily[]::new);

    private final KernelText text = new KernelText();
    private final File count;
    private final File max;
    private final File statistics;
    private final double[] sums = new double[NAMES.length];

    public ConnectionTracking(HostPaths paths) {
        var directory = paths.procfs().resolve("sys/net/netfilter");
        this.count = directory.resolve("nf_conntrack_count").toFile();
        this.max = directory.resolve("nf_conntrack_max").toFile();
        this.statistics = new ProcNet(paths).file("stat/nf_conntrack");
    }

    @Override
    public String name() {
        return "conntrack";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        var entries = text.number(count);
        var limit = text.number(max);
        if (entries.isEmpty() || limit.isEmpty()) {
            return;
        }
        sink.add(ENTRIES, entries.getAsDouble());
        sink.add(LIMIT, limit.getAsDouble());
        if (text.read(statistics) && text.nextLine()) {
            sum(columns());
            for (int i = 0; i < NAMES.length; i++) {
                sink.add(FAMILIES[i], sums[i]);
            }
        }
    }

    /** For each column of the file its place among {@link #NAMES}, or -1. */
    private List<Integer> columns() {
        var columns = new ArrayList<Integer>();
        while (text.nextWord()) {
            columns.add(Arrays.asList(NAMES).indexOf(text.word()));
        }
        return columns;
    }

    private void sum(List<Integer> columns) throws IOException {
        Arrays.fill(sums, 0);
        while (text.nextLine()) {
            for (int column : columns) {
                if (!text.nextWord()) {
                    break;
                }
                if (column >= 0) {
                    sums[column] += (double) text.hex();
                }
            }
        }
    }
}
