package skerry.agent.collect.host;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * How worn flash storage is: for eMMC its own estimate in steps of 10 %, for SD cards, which give none, who made them; and
 * for ext4 file systems the bytes written in all their life. Source: JEDEC JESD84-B51, DEVICE_LIFE_TIME_EST and
 * PRE_EOL_INFO; kernel doc driver-api/mmc/mmc-dev-attrs.rst and ABI/testing/sysfs-fs-ext4.
 */
public final class StorageWear implements Collector {
    private static final double STEPS = 10;
    private static final double KILOBYTE = 1024;
    private static final List<String> FACTS = List.of("date", "fwrev", "manfid", "name", "oemid", "type");

    private static final MetricFamily LIFE_USED = MetricFamily.gauge(
            "skerry_mmc_life_used_ratio",
            "Upper bound of the life used by the eMMC's own estimate; above 1 the estimated life is exceeded.");
    private static final MetricFamily PRE_END_OF_LIFE = MetricFamily.gauge(
            "skerry_mmc_pre_end_of_life", "Reserved blocks of the eMMC: 1 normal, 2 used to 80 %, 3 used to 90 %.");
    private static final MetricFamily INFO =
            MetricFamily.gauge("skerry_mmc_info", "What is known of the eMMC or SD card.");
    private static final MetricFamily WRITTEN = MetricFamily.counter(
            "skerry_ext4_lifetime_written_bytes_total", "Bytes written to the ext4 file system since it was made.");

    private final KernelText text = new KernelText();
    private final LabelCache labels = new LabelCache("device");
    private final NumberedDirectories cards;
    private final File ext4;

    public StorageWear(HostPaths paths) {
        this.cards = new NumberedDirectories(paths.sysfs().resolve("block"), "mmcblk");
        this.ext4 = paths.sysfs().resolve("fs/ext4").toFile();
    }

    @Override
    public String name() {
        return "storage_wear";
    }

    @Override
    public void collect(SampleSink sink) {
        for (var card : cards.list()) {
            collectCard("mmcblk" + card.number(), new File(card.directory(), "device"), sink);
        }
        String[] devices = ext4.list();
        if (devices == null) {
            return;
        }
        Arrays.sort(devices);
        for (String device : devices) {
            text.number(new File(ext4, device + "/lifetime_write_kbytes"))
                    .ifPresent(kilobytes -> sink.add(WRITTEN, labels.of(device), kilobytes * KILOBYTE));
        }
    }

    private void collectCard(String device, File attributes, SampleSink sink) {
        // Two estimates, for the two kinds of memory in the chip: 0x01 0x02
        String[] estimates =
                text.value(new File(attributes, "life_time")).orElse("").split(" ", -1);
        if (estimates.length == 2) {
            addLifeUsed(device, "a", estimates[0], sink);
            addLifeUsed(device, "b", estimates[1], sink);
        }
        text.number(new File(attributes, "pre_eol_info"))
                .ifPresent(state -> sink.add(PRE_END_OF_LIFE, labels.of(device), state));
        var info = labels.of(device).asMap();
        for (String fact : FACTS) {
            text.value(new File(attributes, fact)).ifPresent(value -> info.put(fact, value));
        }
        sink.add(INFO, Labels.of(info), 1);
    }

    /** 1 means at most 10 % used, 10 at most 100 %, 11 more than that, 0 that the chip does not tell. */
    private static void addLifeUsed(String device, String memory, String estimate, SampleSink sink) {
        try {
            int steps = Integer.decode(estimate);
            if (steps > 0) {
                sink.add(LIFE_USED, Labels.of("device", device, "memory", memory), steps / STEPS);
            }
        } catch (NumberFormatException e) {
            // A chip older than eMMC 5.0, or a card that answers something else.
        }
    }
}
