package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * Reads, writes, discards and flushes of each block device from {@code /proc/diskstats}, and what udev knows of the
 * device. Source: kernel doc admin-guide/iostats.rst.
 */
public final class DiskStatistics implements Collector {
    private static final double SECTOR_BYTES = 512;
    private static final double MILLISECONDS = 1000;

    /** Kernels give 11 columns at least, 15 since 4.18 and 17 since 5.5. */
    private static final int MIN_COLUMNS = 11;

    private static final Column[] COLUMNS = {
        counter("reads_completed_total", "Reads completed."),
        counter("reads_merged_total", "Reads merged with another."),
        new Column(family("read_bytes_total", "Bytes read."), SECTOR_BYTES, 1),
        seconds("read_time_seconds_total", "Seconds spent by all reads."),
        counter("writes_completed_total", "Writes completed."),
        counter("writes_merged_total", "Writes merged with another."),
        new Column(family("written_bytes_total", "Bytes written."), SECTOR_BYTES, 1),
        seconds("write_time_seconds_total", "Seconds spent by all writes."),
        new Column(MetricFamily.gauge("node_disk_io_now", "Requests in progress."), 1, 1),
        seconds("io_time_seconds_total", "Seconds in which any request was in progress."),
        seconds("io_time_weighted_seconds_total", "Seconds of all requests, weighted by how many there were."),
        counter("discards_completed_total", "Discards completed."),
        counter("discards_merged_total", "Discards merged with another."),
        counter("discarded_sectors_total", "Sectors discarded."),
        seconds("discard_time_seconds_total", "Seconds spent by all discards."),
        counter("flush_requests_total", "Flushes completed."),
        seconds("flush_requests_time_seconds_total", "Seconds spent by all flushes.")
    };

    private final KernelText text = new KernelText();
    private final LabelCache labels = new LabelCache("device");
    private final DiskIdentity identity;
    private final double[] values = new double[COLUMNS.length];
    private final File file;

    /** What a column counts: its number times {@code factor} through {@code divisor}. */
    private record Column(MetricFamily family, double factor, double divisor) {}

    private static Column counter(String name, String help) {
        return new Column(family(name, help), 1, 1);
    }

    private static Column seconds(String name, String help) {
        return new Column(family(name, help), 1, MILLISECONDS);
    }

    private static MetricFamily family(String name, String help) {
        return MetricFamily.counter("node_disk_" + name, help);
    }

    public DiskStatistics(HostPaths paths) {
        this.file = paths.procfs().resolve("diskstats").toFile();
        this.identity = new DiskIdentity(paths);
    }

    @Override
    public String name() {
        return "diskstats";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        if (!text.read(file)) {
            return;
        }
        while (text.nextLine()) {
            if (!text.nextWord()) {
                continue;
            }
            int major = (int) text.number();
            int minor = (int) text.nextNumber();
            text.nextWord();
            String device = text.word();
            if (!isIgnored(device)) {
                collect(device, major, minor, sink);
            }
        }
    }

    private void collect(String device, int major, int minor, SampleSink sink) throws IOException {
        int columns = 0;
        while (columns < COLUMNS.length && text.nextWord()) {
            var column = COLUMNS[columns];
            values[columns] = text.number() * column.factor() / column.divisor();
            columns++;
        }
        if (columns < MIN_COLUMNS) {
            return; // a partition on a kernel before 2.6.25: it has four columns of another meaning
        }
        var deviceLabels = labels.of(device);
        for (int i = 0; i < columns; i++) {
            sink.add(COLUMNS[i].family(), deviceLabels, values[i]);
        }
        identity.collect(device, major, minor, sink);
    }

    /**
     * node_exporter's default: no RAM disks, loop devices and floppies, and no partitions of disks whose names end in a
     * letter or of NVMe; partitions of SD cards stay.
     */
    static boolean isIgnored(String device) {
        int end = device.length();
        while (end > 0 && device.charAt(end - 1) >= '0' && device.charAt(end - 1) <= '9') {
            end--;
        }
        if (end == device.length()) {
            return false;
        }
        String stem = device.substring(0, end);
        return switch (stem) {
            case "ram", "zram", "loop", "fd" -> true;
            default -> isDiskWithLetter(stem) || isNvmePartition(stem);
        };
    }

    /** {@code sda}, {@code hda}, {@code vda}, {@code xvda}. */
    private static boolean isDiskWithLetter(String stem) {
        int length = stem.length();
        if (length < 3 || stem.charAt(length - 1) < 'a' || stem.charAt(length - 1) > 'z') {
            return false;
        }
        return switch (stem.substring(0, length - 1)) {
            case "hd", "sd", "vd", "xvd" -> true;
            default -> false;
        };
    }

    /** {@code nvme0n1p}. */
    private static boolean isNvmePartition(String stem) {
        if (!stem.startsWith("nvme") || !stem.endsWith("p")) {
            return false;
        }
        int n = stem.indexOf('n', "nvme".length());
        return n > "nvme".length()
                && n < stem.length() - 2
                && isDigits(stem, "nvme".length(), n)
                && isDigits(stem, n + 1, stem.length() - 1);
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
