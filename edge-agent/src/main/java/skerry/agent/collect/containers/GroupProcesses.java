package skerry.agent.collect.containers;

import java.io.File;
import java.io.IOException;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;

/** The processes of a control group. Not thread-safe. Source: cgroups(7), proc_pid_stat(5). */
final class GroupProcesses {
    private static final double TICKS = 100; // USER_HZ, which is 100 wherever Linux runs
    /** In {@code /proc/PID/stat}, counted behind the command's name. */
    private static final int WORDS_BEFORE_START = 19;

    private final KernelText text = new KernelText();
    private final HostPaths paths;

    /**
     * @param count how many there are
     * @param first one of them, as the host counts them; 0 if there is none
     * @param startedAt when that was started, seconds since 1970; 0 if unknown
     */
    record Found(int count, long first, double startedAt) {}

    GroupProcesses(HostPaths paths) {
        this.paths = paths;
    }

    /** @param directory of the control group; one that is gone has no processes */
    Found of(File directory) throws IOException {
        long first = 0;
        int count = 0;
        if (text.read(new File(directory, "cgroup.procs"))) {
            while (text.nextLine() && text.nextWord()) {
                first = first == 0 ? (long) text.number() : first;
                count++;
            }
        }
        return new Found(count, first, first == 0 ? 0 : startedAt(first));
    }

    private double startedAt(long pid) throws IOException {
        if (!text.read(paths.procfs().resolve(pid + "/stat").toFile())
                || !text.nextLine()
                || !text.nextUntilLast(')')
                || !text.skipWords(WORDS_BEFORE_START)) {
            return 0;
        }
        double sinceBoot = text.nextNumber() / TICKS;
        return bootedAt() + sinceBoot;
    }

    /** The line {@code btime} of {@code /proc/stat}. */
    private double bootedAt() throws IOException {
        if (text.read(paths.procfs().resolve("stat").toFile())) {
            while (text.nextLine() && text.nextWord()) {
                if (text.is("btime")) {
                    return text.nextNumber();
                }
            }
        }
        return 0;
    }
}
