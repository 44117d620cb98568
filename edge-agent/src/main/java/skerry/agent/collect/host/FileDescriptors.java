package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Open file handles of the whole node from {@code /proc/sys/fs/file-nr}. Source: proc_sys_fs(5). */
public final class FileDescriptors implements Collector {
    private static final MetricFamily ALLOCATED = MetricFamily.gauge("node_filefd_allocated", "File handles in use.");
    private static final MetricFamily MAXIMUM = MetricFamily.gauge("node_filefd_maximum", "File handles allowed.");

    private final KernelText text = new KernelText();
    private final File file;

    public FileDescriptors(HostPaths paths) {
        this.file = paths.procfs().resolve("sys/fs/file-nr").toFile();
    }

    @Override
    public String name() {
        return "filefd";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        if (!text.read(file)) {
            return;
        }
        text.nextLine();
        double allocated = text.nextNumber();
        text.nextWord(); // allocated but unused: always 0 since Linux 2.6
        sink.add(ALLOCATED, allocated);
        sink.add(MAXIMUM, text.nextNumber());
    }
}
