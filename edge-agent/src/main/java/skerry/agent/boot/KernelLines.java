package skerry.agent.boot;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skerry.agent.boot.JournalLines.Line;

/** What lines of the kernel say of the end of a boot, or of what the next one found. Pure. */
final class KernelLines {
    /** What came earlier has little to do with the end. */
    private static final long LATE_SECONDS = 300;
    /** What is said so early was so when the boot began. */
    private static final long EARLY_SECONDS = 60;

    private static final int MOST_DEVICES = 4;
    private static final Pattern LOW = Pattern.compile("(?i)under-?voltage detected");
    private static final Pattern NORMAL = Pattern.compile("(?i)voltage normali[sz]ed");
    private static final Pattern HEAT = Pattern.compile(
            "(?i)critical temperature reached|hardware protection (shutdown|reboot) \\(temperature too high\\)");
    private static final Pattern LOCKUP = Pattern.compile("(?i)BUG: (soft|hard) lockup|self-detected stall on CPU");
    private static final Pattern KILLED = Pattern.compile("(?i)out of memory: killed process");
    private static final Pattern REPAIRED = Pattern.compile(
            "[A-Za-z0-9]{2,8}(?:-fs)? \\(([A-Za-z0-9_.-]{1,32})\\): (?:recovery complete|Ending recovery|Volume was not properly unmounted)");
    private static final Pattern CHECKED =
            Pattern.compile("/dev/([A-Za-z0-9_.-]{1,32}): recovering journal|Fs was not properly unmounted");

    private KernelLines() {}

    /** @param upSeconds for how long that boot had been up when it was last seen */
    static Traces.KernelTrace end(List<Line> lines, long upSeconds) {
        Optional<String> panic = Optional.empty();
        boolean heat = false;
        boolean low = false;
        boolean lockup = false;
        boolean killed = false;
        for (Line line : lines) {
            boolean late = line.seconds() >= upSeconds - LATE_SECONDS;
            if (line.text().contains("Kernel panic - not syncing")) {
                panic = PanicRecords.reason(line.text());
            }
            heat |= HEAT.matcher(line.text()).find();
            low = (low || LOW.matcher(line.text()).find())
                    && !NORMAL.matcher(line.text()).find();
            lockup |= late && LOCKUP.matcher(line.text()).find();
            killed |= late && KILLED.matcher(line.text()).find();
        }
        return new Traces.KernelTrace(panic, heat, low, lockup, killed);
    }

    static boolean isLowAtStart(List<Line> lines) {
        return lines.stream()
                .anyMatch(line -> line.seconds() < EARLY_SECONDS
                        && LOW.matcher(line.text()).find());
    }

    /** Devices whose file systems were repaired. */
    static Optional<String> repaired(List<Line> kernel, String checks) {
        var devices = new TreeSet<String>();
        for (Line line : kernel) {
            add(REPAIRED.matcher(line.text()), devices);
        }
        add(CHECKED.matcher(checks), devices);
        return devices.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        String.join(" ", devices.stream().limit(MOST_DEVICES).toList()));
    }

    private static void add(Matcher said, Set<String> devices) {
        while (said.find()) {
            devices.add(said.group(1) == null ? "boot" : said.group(1));
        }
    }
}
