package skerry.agent.collect.containers;

import static java.lang.System.Logger.Level.INFO;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;

/**
 * The processes of a control group. The kernel tells them by their numbers in the reader's own PID namespace, and hides those of
 * others: an agent in a namespace of its own, a container without the host's, knows none. Not thread-safe. Source: cgroups(7),
 * proc_pid_stat(5), pid_namespaces(7).
 */
final class GroupProcesses {
    private static final double TICKS = 100; // USER_HZ, which is 100 wherever Linux runs
    /** In {@code /proc/PID/stat}, counted behind the command's name. */
    private static final int WORDS_BEFORE_START = 19;

    private static final int MOST_LOOKED_AT = 200;
    private static final int MOST_GROUPS = 2 * Containers.MAX_CONTAINERS;

    private static final Found UNSEEN = new Found(-1, 0, 0);
    private static final System.Logger LOG = System.getLogger(GroupProcesses.class.getName());

    private final KernelText text = new KernelText();
    private final HostPaths paths;
    private final boolean seen;
    /** Numbers of processes are used again: the one that the kernel tells first may be the youngest. */
    private final Map<File, Oldest> oldest = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<File, Oldest> eldest) {
            return size() > MOST_GROUPS;
        }
    };

    private record Oldest(long pid, double ticks) {}

    /**
     * @param count how many there are; -1 if the agent cannot see them
     * @param first the oldest of them, as the host counts them; 0 if there is none
     * @param startedAt when that was started, seconds since 1970; 0 if unknown
     */
    record Found(int count, long first, double startedAt) {}

    GroupProcesses(HostPaths paths) {
        this.paths = paths;
        this.seen = isNamespaceOfHost(paths);
        if (!seen) {
            LOG.log(
                    INFO,
                    "the agent is not in the host's PID namespace, so it cannot count the processes of containers, or tell the"
                            + " network of pods: give its pod hostPID, or its container --pid=host");
        }
    }

    /** Whether this process has the same number in the host's {@code /proc} as in its own. */
    private static boolean isNamespaceOfHost(HostPaths paths) {
        try {
            String self = Files.readSymbolicLink(paths.procfs().resolve("self")).toString();
            return !self.matches("\\d+")
                    || self.equals(Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            return true; // a tree of files without a kernel behind it
        }
    }

    /** @param directory of the control group; one that is gone has no processes */
    Found of(File directory) throws IOException {
        if (!seen) {
            return UNSEEN;
        }
        List<Long> pids = pids(directory);
        if (pids.isEmpty()) {
            oldest.remove(directory);
            return new Found(0, 0, 0);
        }
        Oldest one = oldest.get(directory);
        if (one == null || !pids.contains(one.pid()) || ticks(one.pid()) != one.ticks()) {
            one = oldestOf(pids);
            oldest.put(directory, one);
        }
        return new Found(pids.size(), one.pid(), one.ticks() < 0 ? 0 : bootedAt() + one.ticks() / TICKS);
    }

    private List<Long> pids(File directory) throws IOException {
        var pids = new ArrayList<Long>();
        if (text.read(new File(directory, "cgroup.procs"))) {
            while (text.nextLine() && text.nextWord()) {
                pids.add((long) text.number());
            }
        }
        return pids;
    }

    /** Of very many, as a fork bomb makes, only the first are looked at. */
    private Oldest oldestOf(List<Long> pids) throws IOException {
        var best = new Oldest(pids.getFirst(), -1);
        for (long pid : pids.subList(0, Math.min(pids.size(), MOST_LOOKED_AT))) {
            double ticks = ticks(pid);
            if (ticks >= 0 && (best.ticks() < 0 || ticks < best.ticks())) {
                best = new Oldest(pid, ticks);
            }
        }
        return best;
    }

    /** When a process was started, counted from the boot; -1 if it is gone. */
    private double ticks(long pid) throws IOException {
        return text.read(paths.procfs().resolve(pid + "/stat").toFile())
                        && text.nextLine()
                        && text.nextUntilLast(')')
                        && text.skipWords(WORDS_BEFORE_START)
                ? text.nextNumber()
                : -1;
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
