package skerry.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.ValueSink;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/**
 * Finds, in the samples of a round, values whose distribution is told: how long reads and writes of each disk took, each with
 * the mean of all since the round before, which is what the kernel tells; and how long scrapes took. Not thread-safe.
 */
final class SampleValues {
    private static final MetricFamily DISK = MetricFamily.gauge(
            "skerry_disk_io_duration_seconds",
            "How long reads and writes of a disk took, each with the mean of some 15 seconds.");
    private static final MetricFamily SCRAPE =
            MetricFamily.gauge("skerry_scrape_duration_seconds", "How long scrapes of a job's targets took.");
    private static final String DISKS = "node_disk_";
    private static final List<String> COUNTERS = List.of(
            "node_disk_reads_completed_total",
            "node_disk_read_time_seconds_total",
            "node_disk_writes_completed_total",
            "node_disk_write_time_seconds_total");
    private static final String SCRAPED = "scrape_duration_seconds";

    private final Map<String, Disk> disks = new HashMap<>();
    private final List<Series> scraped = new ArrayList<>();
    private final List<Double> scrapedSeconds = new ArrayList<>();
    private int round;
    private boolean hasDisks;

    /** The counters of a disk, in the order of {@link #COUNTERS}. */
    private static final class Disk {
        final Labels reads;
        final Labels writes;
        final double[] before = new double[COUNTERS.size()];
        final double[] now = new double[COUNTERS.size()];
        int told;
        int round = -1;
        boolean known;

        Disk(String device) {
            reads = Labels.of("device", device, "op", "read");
            writes = Labels.of("device", device, "op", "write");
        }
    }

    /** Looks at a sample; most are of no interest. */
    void sample(Series series, double value) {
        String name = series.name();
        if (name.startsWith(DISKS)) {
            int counter = COUNTERS.indexOf(name);
            // What was scraped is of another machine.
            if (counter >= 0 && series.labels().get("job").isEmpty()) {
                disk(series.labels().get("device"), counter, value);
            }
        } else if (name.equals(SCRAPED)) {
            scraped.add(series);
            scrapedSeconds.add(value);
        }
    }

    private void disk(String device, int counter, double value) {
        Disk disk = disks.get(device);
        if (disk == null) {
            disk = new Disk(device);
            disks.put(device, disk);
        }
        if (disk.round != round) {
            disk.round = round;
            disk.told = 0;
        }
        disk.now[counter] = value;
        disk.told++;
        hasDisks = true;
    }

    /**
     * Ends a round.
     *
     * @param stored whether its samples were kept, so that they would be found again after a restart
     */
    void end(boolean stored, ValueSink sink) {
        if (hasDisks) {
            for (Iterator<Disk> all = disks.values().iterator(); all.hasNext(); ) {
                Disk disk = all.next();
                if (disk.round != round || disk.told < COUNTERS.size()) {
                    all.remove();
                } else {
                    if (stored && disk.known) {
                        grown(disk, 0, disk.reads, sink);
                        grown(disk, 2, disk.writes, sink);
                    }
                    System.arraycopy(disk.now, 0, disk.before, 0, disk.now.length);
                    disk.known = true;
                }
            }
            hasDisks = false;
        }
        for (int i = 0; stored && i < scraped.size(); i++) {
            sink.value(SCRAPE, Labels.of("job", scraped.get(i).labels().get("job")), scrapedSeconds.get(i), 1);
        }
        scraped.clear();
        scrapedSeconds.clear();
        round++;
    }

    /** A counter that fell was reset, and says nothing of what was between. */
    private static void grown(Disk disk, int counter, Labels labels, ValueSink sink) {
        double times = disk.now[counter] - disk.before[counter];
        double seconds = disk.now[counter + 1] - disk.before[counter + 1];
        if (times >= 1 && seconds >= 0) {
            sink.value(DISK, labels, seconds / times, (long) times);
        }
    }
}
