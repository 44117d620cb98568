package skerry.agent.collect.host;

import java.io.File;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * Whether the machine has no clock that runs on while it is off, as a Raspberry Pi before the 5 has none: then it begins at 1970, at the
 * date of its image, or at the last time that fake-hwclock or systemd-timesyncd left on the disk. Told only where there is none; looked for
 * once. Source: kernel doc ABI/testing/rtc-cdev, /sys/class/rtc.
 */
public final class RealTimeClock implements Collector {
    private static final MetricFamily PRESENT =
            MetricFamily.gauge("skerry_rtc_present", "0 on a machine without a real-time clock; not told elsewhere.");

    private final boolean missing;

    public RealTimeClock(HostPaths paths) {
        this.missing = isMissing(paths);
    }

    /** Not where {@code /sys} has no classes at all: then nothing is known. */
    public static boolean isMissing(HostPaths paths) {
        var classes = paths.sysfs().resolve("class").toFile();
        String[] clocks = new File(classes, "rtc").list();
        return classes.isDirectory() && (clocks == null || clocks.length == 0);
    }

    @Override
    public String name() {
        return "rtc";
    }

    @Override
    public void collect(SampleSink sink) {
        if (missing) {
            sink.add(PRESENT, 0);
        }
    }
}
